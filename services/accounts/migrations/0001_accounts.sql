create table accounts (
  id uuid primary key,
  email text not null unique check (email = lower(email)),
  display_name text not null,
  roles text[] not null,
  password_hash text not null,
  revision bigint not null default 1,
  create_time timestamptz not null default statement_timestamp(),
  update_time timestamptz not null default statement_timestamp()
);

-- No token is kept: a refresh token is made of the id, the sequence and a MAC.
create table sessions (
  id uuid primary key,
  account_id uuid not null references accounts on delete cascade,
  sequence bigint not null default 1,
  last_request_id uuid,
  create_time timestamptz not null default clock_timestamp(),
  refresh_time timestamptz not null default clock_timestamp(),
  expire_time timestamptz not null,
  revoke_time timestamptz
);

create index sessions_account on sessions (account_id);
create index sessions_expire_time on sessions (expire_time);

-- Tries to sign in since the last one that succeeded, whether there is such an account or not.
create table attempts (
  email text primary key,
  count bigint not null default 1,
  last_time timestamptz not null default clock_timestamp(),
  lock_time timestamptz not null default clock_timestamp()
);

create index attempts_last_time on attempts (last_time);

create table signing_keys (
  id text primary key,
  public_key bytea not null,
  sealed_private_key bytea not null,
  create_time timestamptz not null default clock_timestamp(),
  sign_time timestamptz not null,
  expire_time timestamptz
);
