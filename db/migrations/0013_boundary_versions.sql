-- Boundaries by date. A school's whole list is published as a version in force from a day until the next one; nothing is changed or deleted but the day a
-- version ends. KG25-18.4.
create table boundary_version (
  id           uuid        primary key default uuidv7(),
  campaign_id  uuid        not null references campaign,
  school_id    uuid        not null references school,
  number       integer     not null check (number > 0),
  follows      integer     not null default 0, -- the number of the version it took the place of
  from_day     date        not null,
  to_day       date,                       -- the first day it is no longer in force; null: nothing follows it yet
  published_at timestamptz not null,
  published_by text        not null,       -- an actor, as in the journal
  source       text        not null check (source in ('seed', 'editor', 'import', 'request', 'back')),
  ground       text        not null,
  key          uuid        not null unique,
  unique (campaign_id, school_id, number),
  check (to_day >= from_day)
);
create index boundary_version_published on boundary_version (campaign_id, published_at);
create index boundary_version_school on boundary_version (school_id);
grant select, insert, update (to_day) on boundary_version to mektep_app;

alter table boundary
  add column version_id uuid references boundary_version,
  add column valid_from date,
  add column valid_to   date,
  add check (valid_to >= valid_from);

-- What was entered before is every school's first version, in force since its oldest act.
insert into boundary_version (campaign_id, school_id, number, from_day, published_at, published_by, source, ground, key)
select campaign_id, school_id, 1, min((act ->> 'day')::date), now(), 'system', 'seed', '', gen_random_uuid()
from boundary
group by campaign_id, school_id;
update boundary b
set version_id = v.id, valid_from = v.from_day
from boundary_version v
where v.campaign_id = b.campaign_id and v.school_id = b.school_id;

alter table boundary
  alter column version_id set not null,
  alter column valid_from set not null;
create index boundary_version_lines on boundary (version_id);
grant update (valid_to) on boundary to mektep_app;

-- Streets of a school that somebody has begun to change; nobody is served by them until they are published. Houses: null takes the street out; `before`: what
-- was in force when it was begun, null where the street was not there.
create table boundary_draft (
  campaign_id uuid        not null references campaign,
  school_id   uuid        not null references school,
  street_id   integer     not null references street,
  houses      text,
  before      text,
  changed_at  timestamptz not null,
  changed_by  text        not null,
  primary key (campaign_id, school_id, street_id)
);
grant select, insert, update, delete on boundary_draft to mektep_app;
