-- The ground everything stands on: who is asking, keys, the journal. docs/security.md tells why.

create extension if not exists pgcrypto;

revoke create on schema public from public;
grant usage on schema public to mektep_app;

-- The actor of a transaction, set by the application with set_config('mektep.actor', …, true):
-- 'person:<uuid>' for somebody who signed in, otherwise a named part of the system ('register', 'worker', 'sign_in', 'registry', 'system').
create function actor() returns text
  language sql stable parallel safe
  return coalesce(current_setting('mektep.actor', true), '');

create function actor_person() returns uuid
  language sql stable parallel safe
  return case when actor() like 'person:%' then substr(actor(), 8)::uuid end;

-- Data keys, wrapped by the master key that never enters the database.
create table data_key (
  id         smallint generated always as identity primary key,
  purpose    text        not null check (purpose in ('record', 'blind_index')),
  wrapped    bytea       not null,
  created_at timestamptz not null default now(),
  retired_at timestamptz
);
grant select, insert on data_key to mektep_app;

-- Append-only: the application may add and read, never change. Each row carries a hash of its canonical content, so that a tree can be built over it.
create table journal (
  seq         bigint      generated always as identity primary key,
  at          timestamptz not null,
  actor       text        not null,
  act         text        not null,
  campaign_id uuid,
  subject     uuid,
  detail      jsonb       not null,
  hash        bytea       not null check (octet_length(hash) = 32)
);
create index journal_subject on journal (subject, seq) where subject is not null;
alter table journal enable row level security;
create policy journal_write on journal for insert to mektep_app with check ((select actor()) <> '');
create policy journal_read on journal for select to mektep_app using ((select actor()) in ('worker', 'system', 'register'));
grant select, insert on journal to mektep_app;

-- The demo's clock: seconds between the world's time and the campaign's. Empty in production.
create table demo_clock (
  only_row       boolean primary key default true check (only_row),
  offset_seconds bigint  not null
);
grant select, insert, update on demo_clock to mektep_app;
