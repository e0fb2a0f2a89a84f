-- What is to be published: a row is written in the transaction of the change that it tells of, and
-- deleted once the broker has it.
create table outbox (
  sequence bigint generated always as identity primary key,
  id uuid not null,
  topic text not null,
  subject text not null,
  version bigint not null,
  envelope bytea not null
)
-- Every row is soon dead: they are cleared away by number, however large the table once was.
with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

-- What was handled: `handle_time` is set in the transaction of the effect. Without it, `tries` is
-- how often an event came again that nobody could handle yet.
create table inbox (
  consumer text not null,
  id uuid not null,
  tries integer not null default 0,
  handle_time timestamptz,
  create_time timestamptz not null default clock_timestamp(),
  primary key (consumer, id)
);

create index inbox_create_time on inbox (create_time);
