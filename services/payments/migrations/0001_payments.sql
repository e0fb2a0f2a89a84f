create table payments (
  id text primary key,
  -- Null of one that was voided before it was authorized.
  order_id text,
  token text,
  currency text,
  amount numeric(28, 9) check (amount > 0),
  captured numeric(28, 9) check (captured in (0, amount)),
  refunded numeric(28, 9) check (refunded between 0 and captured),
  state text not null,
  decline_reason text not null,
  -- The card network's name for the promise.
  network_authorization text not null,
  -- What the card network is being asked, and by which request.
  operation_id uuid,
  operation_amount numeric(28, 9) check (operation_amount > 0),
  request_method text not null,
  request_id uuid not null,
  -- Until when that is left to whoever leads it, and when others look after it by themselves.
  lease_time timestamptz not null,
  retry_time timestamptz not null,
  attempt integer not null default 0,
  version bigint not null default 1,
  create_time timestamptz not null default statement_timestamp(),
  update_time timestamptz not null default statement_timestamp(),
  check ((operation_id is not null)
    = (state in ('AUTHORIZING', 'CAPTURING', 'VOIDING', 'REFUNDING'))),
  check (num_nulls(operation_id, operation_amount) in (0, 2)),
  check (num_nulls(order_id, token, currency, amount, captured, refunded) in (0, 6))
);

create index payments_under_way on payments (retry_time) where operation_id is not null;

-- The ledger. Debits are positive, credits negative.
create table ledger_accounts (
  name text primary key,
  type text not null check (type in ('asset', 'liability', 'revenue', 'contra-revenue'))
);

insert into ledger_accounts (name, type) values
  ('accounts_receivable', 'asset'),
  ('promised_funds', 'liability'),
  ('cash', 'asset'),
  ('sales', 'revenue'),
  ('sales_returns', 'contra-revenue');

create table ledger_transactions (
  id bigint generated always as identity primary key,
  payment_id text not null references payments,
  kind text not null,
  -- An operation is posted once, whatever happens.
  operation_id uuid not null unique,
  xid xid8 not null default pg_current_xact_id(),
  post_time timestamptz not null default clock_timestamp()
);

create index ledger_transactions_payment on ledger_transactions (payment_id);

create table ledger_entries (
  transaction_id bigint not null references ledger_transactions,
  account text not null references ledger_accounts,
  currency text not null,
  amount numeric(28, 9) not null check (amount <> 0),
  primary key (transaction_id, account, currency)
);

create index ledger_entries_account on ledger_entries (account, currency);

create function require_balance() returns trigger
language plpgsql as $$
begin
  if (select xid from ledger_transactions where id = new.transaction_id) <> pg_current_xact_id() then
    raise exception 'ledger transaction % is complete already', new.transaction_id
      using errcode = 'check_violation';
  end if;
  if exists (
    select from ledger_entries where transaction_id = new.transaction_id
    group by currency having sum(amount) <> 0
  ) then
    raise exception 'ledger transaction % does not sum to zero', new.transaction_id
      using errcode = 'check_violation';
  end if;
  return null;
end $$;

create function require_entries() returns trigger
language plpgsql as $$
begin
  if not exists (select from ledger_entries where transaction_id = new.id) then
    raise exception 'ledger transaction % has no entries', new.id
      using errcode = 'check_violation';
  end if;
  return null;
end $$;

create function refuse_change() returns trigger
language plpgsql as $$
begin
  raise exception '% is append-only: % is refused', tg_table_name, tg_op
    using errcode = 'restrict_violation';
end $$;

-- At the commit, when all entries are there.
create constraint trigger balanced after insert on ledger_entries
deferrable initially deferred for each row execute function require_balance();

create constraint trigger not_empty after insert on ledger_transactions
deferrable initially deferred for each row execute function require_entries();

create trigger append_only before update or delete or truncate on ledger_entries
for each statement execute function refuse_change();

create trigger append_only before update or delete or truncate on ledger_transactions
for each statement execute function refuse_change();

create trigger append_only before update or delete or truncate on ledger_accounts
for each statement execute function refuse_change();
