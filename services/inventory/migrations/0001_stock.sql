-- Each piece is in exactly one count, and none comes or goes but by an adjustment.
create table stocks (
  product text primary key,
  available bigint not null check (available >= 0),
  reserved bigint not null default 0 check (reserved >= 0),
  sold bigint not null default 0 check (sold >= 0),
  stocked bigint not null,
  version bigint not null default 1,
  update_time timestamptz not null default clock_timestamp(),
  check (available + reserved + sold = stocked)
) with (fillfactor = 70);

-- What is kept is in the row itself, so that whoever changes its state learns it in one step.
create table reservations (
  id text primary key,
  state text not null
    check (state in ('STATE_HELD', 'STATE_COMMITTED', 'STATE_RELEASED', 'STATE_EXPIRED')),
  products text[] not null,
  quantities bigint[] not null check (cardinality(quantities) = cardinality(products)),
  expire_time timestamptz,
  create_time timestamptz not null default clock_timestamp(),
  check (expire_time is not null or state = 'STATE_RELEASED')
);

create index reservations_expire_time on reservations (expire_time) where state = 'STATE_HELD';
