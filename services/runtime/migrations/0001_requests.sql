-- Requests that carried a request_id, with the response that each got (AIP-155).
create table requests (
  subject text not null,
  method text not null,
  request_id uuid not null,
  fingerprint bytea not null,
  response bytea,
  create_time timestamptz not null default clock_timestamp(),
  primary key (subject, method, request_id)
);

create index requests_create_time on requests (create_time);
