-- What is to be published: a row is written in the transaction of the change that it tells of, and
-- deleted once the broker has it.
create table outbox (
  sequence bigint generated always as identity primary key,
  id uuid not null,
  topic text not null,
  subject text not null,
  version bigint not null,
  envelope bytea not null
);

-- Which replica publishes.
create table relays (
  name text primary key,
  holder uuid not null,
  expire_time timestamptz not null
);

-- What was handled: a row is written in the transaction of the effect.
create table inbox (
  consumer text not null,
  id uuid not null,
  handle_time timestamptz not null default clock_timestamp(),
  primary key (consumer, id)
);

create index inbox_handle_time on inbox (handle_time);
