create table shipments (
  -- That of the order: this is what makes one shipment of each.
  id text primary key,
  account text not null,
  items jsonb not null,
  address jsonb not null,
  state text not null,
  tracking_number text not null,
  events jsonb not null,
  version bigint not null check (version > 0),
  create_time timestamptz not null,
  -- When it moves on by itself; null once it stays as it is.
  next_at timestamptz
);

create index shipments_due on shipments (next_at) where next_at is not null;
create index shipments_account on shipments (account, create_time, id);
create index shipments_create_time on shipments (create_time, id);
