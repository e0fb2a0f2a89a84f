-- array_to_string is only "stable", as it depends on how elements are written; text has one way.
create function words(labels text[]) returns text
language sql immutable parallel safe
return array_to_string(labels, ' ');

create table products (
  id text primary key,
  display_name text not null,
  description text not null,
  category text not null,
  tags text[] not null,
  price_currency text not null,
  price_units bigint not null check (price_units >= 0),
  price_nanos integer not null check (price_nanos between 0 and 999999999),
  weight_grams bigint not null check (weight_grams >= 0),
  condition text not null,
  attributes jsonb not null,
  revision bigint not null default 1,
  create_time timestamptz not null default statement_timestamp(),
  update_time timestamptz not null default statement_timestamp(),
  delete_time timestamptz,
  search tsvector not null generated always as (
    setweight(to_tsvector('english', display_name), 'A')
    || setweight(to_tsvector('english', category), 'B')
    || setweight(to_tsvector('english', words(tags)), 'C')
    || setweight(to_tsvector('english', description), 'D')
  ) stored
);

create index products_search on products using gin (search);
create index products_category on products (category, id) where delete_time is null;
