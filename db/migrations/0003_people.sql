-- People. Every table here is under row-level security: without an actor nothing is seen.

create table person (
  id                  uuid        primary key default uuidv7(),
  country             text        not null,
  national_id_cipher  bytea       not null,
  national_id_index   bytea       not null check (octet_length(national_id_index) = 32),
  surname             text        not null,
  given               text        not null,
  patronymic          text,
  sex                 text        check (sex in ('female', 'male')),
  birth_date          date,
  citizenship         text,
  phone               text,
  work_phone          text,
  email               text,
  passport_cipher     bytea,
  passport_checked_at timestamptz,
  address             jsonb,
  address_checked_at  timestamptz,
  children_checked_at timestamptz,
  children_without_act integer    not null default 0,
  created_at          timestamptz not null default now(),
  unique (country, national_id_index)
);

create table child (
  id                 uuid        primary key default uuidv7(),
  country            text        not null,
  national_id_cipher bytea       not null,
  national_id_index  bytea       not null check (octet_length(national_id_index) = 32),
  surname            text        not null,
  given              text        not null,
  patronymic         text,
  sex                text        not null check (sex in ('female', 'male')),
  birth_date         date        not null,
  certificate_cipher bytea,
  checked_at         timestamptz not null,
  unique (country, national_id_index)
);

-- Who may act for whom, as the civil registry says or a checked document proves. Ended, never deleted.
create table family_link (
  person_id  uuid        not null references person,
  child_id   uuid        not null references child,
  relation   text        not null,
  source     text        not null check (source in ('civil_registry', 'document')),
  linked_at  timestamptz not null default now(),
  checked_at timestamptz not null,
  ended_at   timestamptz,
  primary key (person_id, child_id)
);
create index family_link_child on family_link (child_id);

-- Children whom a preparation class lists as having finished it. Ids only as a blind index.
create table preschool_list (
  country           text  not null,
  national_id_index bytea not null,
  organisation      text  not null,
  primary key (country, national_id_index)
);

create table session (
  token_hash   bytea       primary key check (octet_length(token_hash) = 32),
  person_id    uuid        not null references person,
  created_at   timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at   timestamptz not null,
  ended_at     timestamptz,
  user_agent   text        not null
);
create index session_person on session (person_id);

create table sign_in_attempt (
  state_hash     bytea       primary key check (octet_length(state_hash) = 32),
  secrets_cipher bytea       not null,
  return_to      text        not null,
  language       text        not null,
  expires_at     timestamptz not null
);

create table notice (
  id          uuid        primary key default uuidv7(),
  campaign_id uuid        not null references campaign,
  arrival_seq bigint      not null,
  person_id   uuid        not null references person,
  child_id    uuid        not null references child,
  kind        text        not null,
  created_at  timestamptz not null,
  unique (campaign_id, arrival_seq, person_id)
);
create index notice_person on notice (person_id, created_at desc);

alter table person enable row level security;
create policy person_own on person to mektep_app
  using (id = (select actor_person()) or (select actor()) in ('sign_in', 'registry', 'worker', 'system'));

-- A parent reads her own children and links; only what the registers say, or a checked document, writes them.
alter table child enable row level security;
create policy child_read on child for select to mektep_app
  using ((select actor()) in ('registry', 'register', 'worker', 'system')
    or exists (select 1 from family_link l where l.child_id = child.id and l.person_id = (select actor_person()) and l.ended_at is null));
create policy child_write on child to mektep_app
  using ((select actor()) in ('registry', 'system'));

alter table family_link enable row level security;
create policy family_link_read on family_link for select to mektep_app
  using (person_id = (select actor_person()) or (select actor()) in ('registry', 'register', 'worker', 'system'));
create policy family_link_write on family_link to mektep_app
  using ((select actor()) in ('registry', 'system'));

alter table preschool_list enable row level security;
create policy preschool_list_office on preschool_list to mektep_app
  using ((select actor()) in ('registry', 'system'));

alter table session enable row level security;
create policy session_read on session for select to mektep_app
  using (person_id = (select actor_person()) or (select actor()) in ('sign_in', 'register', 'system'));
create policy session_begin on session for insert to mektep_app
  with check ((select actor()) in ('sign_in', 'system'));
create policy session_change on session for update to mektep_app
  using (person_id = (select actor_person()) or (select actor()) in ('sign_in', 'system'));

alter table sign_in_attempt enable row level security;
create policy sign_in_attempt_office on sign_in_attempt to mektep_app
  using ((select actor()) = 'sign_in');

alter table notice enable row level security;
create policy notice_own on notice to mektep_app
  using (person_id = (select actor_person()) or (select actor()) in ('worker', 'system'));

grant select, insert, update on person, child, family_link, notice to mektep_app;
grant select, insert, update (last_seen_at, expires_at, ended_at) on session to mektep_app;
grant select, insert on preschool_list to mektep_app;
grant select, insert, delete on sign_in_attempt to mektep_app;
