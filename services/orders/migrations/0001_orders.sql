create table orders (
  id text primary key,
  account text not null,
  request_id uuid not null,
  fingerprint bytea not null,
  -- Only ever read as a whole.
  lines json not null,
  address json not null,
  total_currency text not null,
  total_units bigint not null check (total_units >= 0),
  total_nanos integer not null check (total_nanos between 0 and 999999999),
  payment_token text not null,
  step text not null,
  state text not null,
  fence bigint not null default 1,
  version bigint not null,
  attempt integer not null default 1,
  faults integer not null,
  rounds integer not null,
  cancellation_reason text,
  cancellation_detail text,
  attention_reason text,
  attention_attempts integer,
  attention_time timestamptz,
  resolved_by text not null,
  traceparent text not null,
  -- When anybody may take it up: the end of a lease, or of a wait. Null where it rests.
  next_time timestamptz,
  create_time timestamptz not null default statement_timestamp(),
  update_time timestamptz not null default statement_timestamp(),
  unique (account, request_id)
)
-- A step changes no column of an index: there is room to write it beside the last one.
with (fillfactor = 70);

create index orders_next_time on orders (next_time) where next_time is not null;
create index orders_create_time on orders (create_time desc, id desc);
create index orders_account on orders (account, create_time desc, id desc);
create index orders_attention on orders (create_time desc, id desc)
where state = 'NEEDS_ATTENTION';
