-- Files people attach, the applications of legal representatives that stand on them, and the days nobody works.

-- What is known of a file; the file itself lies encrypted in the storage under a key drawn by chance. Written once, never changed.
create table document (
  id          uuid        primary key,
  person_id   uuid        not null references person,
  media_type  text        not null check (media_type in ('application/pdf', 'image/jpeg', 'image/png')),
  bytes       integer     not null check (bytes > 0),
  sha256      bytea       not null check (octet_length(sha256) = 32),   -- of the file as it was sent
  storage_key text        not null unique,
  name_cipher bytea       not null,
  created_at  timestamptz not null
);
create index document_person on document (person_id, created_at);

-- An adoptive parent, guardian, trustee or officer asks to act for a child. The child is known by its national id alone until a director has checked.
create table guardianship (
  id                       uuid        primary key default uuidv7(),
  campaign_id              uuid        not null references campaign,
  person_id                uuid        not null references person,
  relation                 text        not null,
  child_national_id_cipher bytea       not null,
  child_national_id_index  bytea       not null check (octet_length(child_national_id_index) = 32),
  document_id              uuid        not null unique references document,
  key                      uuid,                          -- drawn by the form that was sent
  state                    text        not null check (state in ('submitted')),
  submitted_at             timestamptz not null,
  answer_by                date                           -- null where the law sets no limit
);
create unique index guardianship_submitted on guardianship (campaign_id, person_id, child_national_id_index) where state = 'submitted';
create unique index guardianship_key on guardianship (person_id, key, child_national_id_index) where key is not null;

-- Where a country's week is not the usual one: a weekday nobody works, or a Saturday or Sunday everybody does.
create table day_off (
  country text not null,
  day     date not null,
  kind    text not null check (kind in ('off', 'working')),
  act     text not null,                   -- the act that says so
  primary key (country, day)
);

alter table document enable row level security;
create policy document_own on document to mektep_app
  using (person_id = (select actor_person()) or (select actor()) in ('worker', 'system'));

alter table guardianship enable row level security;
create policy guardianship_own on guardianship to mektep_app
  using (person_id = (select actor_person()) or (select actor()) in ('worker', 'system'));

grant select, insert on document, guardianship to mektep_app;
grant select, insert, update on day_off to mektep_app;
