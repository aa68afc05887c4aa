-- Campaigns with their frozen law, schools, their documents, their streets and seats. Nothing here is personal.

create table campaign (
  id           uuid        primary key default uuidv7(),
  code         text        not null unique,
  policy       jsonb       not null,
  policy_hash  bytea       not null check (octet_length(policy_hash) = 32),
  version      integer     not null check (version > 0),
  published_by text        not null,
  published_at timestamptz not null default now()
);
grant select, insert, update on campaign to mektep_app;

create table district (
  id     integer primary key,              -- the address bureau's key
  code   text    not null,                 -- SOATE, digits only
  name   jsonb   not null,
  region jsonb   not null
);
grant select, insert on district to mektep_app;

create table school (
  id          uuid    primary key default uuidv7(),
  code        text    not null unique,
  district_id integer not null references district,
  number      integer,
  kind        text    not null,
  name        jsonb   not null,
  address     jsonb   not null,
  director    text    not null
);
create index school_district on school (district_id);
grant select, insert, update on school to mektep_app;

-- The charter and the local acts parents may read. KG25-17.6, KG25-20.
create table school_document (
  id        uuid primary key default uuidv7(),
  school_id uuid not null references school,
  kind      text not null check (kind in ('charter', 'local_act')),
  title     jsonb not null,
  body      jsonb not null,
  adopted   date not null
);
create index school_document_school on school_document (school_id);
grant select, insert on school_document to mektep_app;

create table street (
  id          integer primary key,         -- the address bureau's key
  district_id integer not null references district,
  name        jsonb   not null
);
grant select, insert on street to mektep_app;

-- A line of an act: the houses of a street assigned to a school, as the act writes them.
create table boundary (
  id          uuid    primary key default uuidv7(),
  campaign_id uuid    not null references campaign,
  school_id   uuid    not null references school,
  street_id   integer not null references street,
  houses      text    not null,
  range_habit text    not null default 'one_side' check (range_habit in ('one_side', 'unsure')),
  act         jsonb   not null
);
create index boundary_street on boundary (campaign_id, street_id);
create index boundary_school on boundary (school_id);
grant select, insert on boundary to mektep_app;

create table pool (
  id          integer  generated always as identity primary key,
  campaign_id uuid     not null references campaign,
  school_id   uuid     not null references school,
  grade       smallint not null,
  language    text     not null,
  kind        text     not null check (kind in ('general', 'preference')),
  capacity    integer  not null check (capacity >= 0),
  over_quota  integer  not null default 0 check (over_quota >= 0),
  taken       integer  not null default 0,
  unique (campaign_id, school_id, grade, language, kind),
  constraint pool_not_oversold check (taken between 0 and capacity + over_quota)
) with (fillfactor = 50);
create index pool_school on pool (school_id);
grant select, insert, update on pool to mektep_app;
