-- The simulated card network: another company's computer, of which payments see only the answers.
create schema card_network;

create table card_network.authorizations (
  id text primary key,
  token text not null,
  currency text not null,
  amount numeric(28, 9) not null check (amount > 0),
  captured numeric(28, 9) not null default 0 check (captured in (0, amount)),
  refunded numeric(28, 9) not null default 0 check (refunded between 0 and captured),
  voided boolean not null default false check (not voided or captured = 0)
);

-- What was asked of it, by the key that it was asked with, and what it answers to that.
create table card_network.submissions (
  key uuid primary key,
  kind text not null,
  authorization_id text references card_network.authorizations,
  decline_reason text not null default '',
  create_time timestamptz not null default clock_timestamp()
);

create index submissions_authorization on card_network.submissions (authorization_id, kind);
