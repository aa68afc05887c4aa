-- The schools' answers to a family whose address no boundaries hold, the notice of it, and the district's look at what was added. KG25-18.4, KG25-21.8.

-- Whether an appointment in force of the person who acts reaches a school in one of these roles.
create function staff_reaches(of_school uuid, roles text[]) returns boolean
  language sql stable
  return exists (
    select 1
    from school s
    join person p on p.id = actor_person()
    join staff_role r on r.country = p.country and r.national_id_index = p.national_id_index and r.ended_at is null
    where s.id = of_school and r.role = any (roles)
      and (r.role = 'ministry' or r.school_id = s.id or r.district_id = s.district_id));

-- The same of a district as a whole.
create function staff_reaches_district(of_district integer) returns boolean
  language sql stable
  return exists (
    select 1
    from person p
    join staff_role r on r.country = p.country and r.national_id_index = p.national_id_index and r.ended_at is null
    where p.id = actor_person() and (r.role = 'ministry' or r.district_id = of_district));

alter table address_request
  add column answer_by   date,                                        -- the last day of the limit; null where nobody has set one
  add column answered_by text,                                        -- an actor, as in the journal
  add column school_id   uuid references school,                      -- whose boundaries the address was added to
  add column version_id  uuid references boundary_version;            -- the version that brought it in; null when it was there already
create index address_request_open on address_request (campaign_id) where state = 'sent';

-- The schools a request went to, each with its own answer. The first that adds the address decides for all.
create table address_request_school (
  request_id  uuid        not null references address_request,
  school_id   uuid        not null references school,
  child_id    uuid        not null references child,
  why         text        not null check (why in ('same_street', 'near', 'school_on_street', 'district')),
  state       text        not null default 'open' check (state in ('open', 'added', 'refused')),
  reason      text,
  words       text,
  answered_by text,
  answered_at timestamptz check ((state = 'open') = (answered_at is null)),
  primary key (request_id, school_id),
  check ((state = 'refused') = (reason is not null)),
  check ((reason is null) = (words is null))
);
create index address_request_school_open on address_request_school (school_id) where state = 'open';

-- Whether a school that this person's appointments reach was asked: then the answers of the other schools are read, too. It looks past the row security of
-- the table it is a part of, and answers yes or no.
create function staff_was_asked(of_request uuid) returns boolean
  language sql stable security definer
  return exists (
    select 1 from address_request_school s where s.request_id = of_request and staff_reaches(s.school_id, '{director,district,ministry}'));

alter table address_request_school enable row level security;
create policy address_request_school_read on address_request_school for select to mektep_app
  using ((select actor()) in ('worker', 'system')
    or staff_was_asked(request_id)
    or exists (select 1 from family_link l where l.child_id = address_request_school.child_id and l.person_id = (select actor_person()) and l.ended_at is null));
create policy address_request_school_send on address_request_school for insert to mektep_app
  with check (state = 'open'
    and exists (select 1 from family_link l where l.child_id = address_request_school.child_id and l.person_id = (select actor_person()) and l.ended_at is null));
-- A director answers for the school, once.
create policy address_request_school_answer on address_request_school for update to mektep_app
  using (state = 'open' and staff_reaches(school_id, '{director}')) with check (staff_reaches(school_id, '{director}'));
grant select, insert, update (state, reason, words, answered_by, answered_at) on address_request_school to mektep_app;

create policy address_request_office on address_request for select to mektep_app
  using (staff_reaches_district((address ->> 'districtId')::integer)
    or staff_was_asked(id));
create policy address_request_answer on address_request for update to mektep_app
  using (exists (select 1 from address_request_school s where s.request_id = address_request.id and staff_reaches(s.school_id, '{director}')));
grant update (state, answered_at, answered_by, school_id, version_id) on address_request to mektep_app;

-- A notice that no arrival brought stands after the last arrival before it.
alter table notice
  add column request_id uuid references address_request,
  drop constraint notice_campaign_id_arrival_seq_person_id_key;
create unique index notice_of_arrival on notice (campaign_id, arrival_seq, person_id) where request_id is null;
create unique index notice_of_request on notice (request_id, person_id) where request_id is not null;

-- What the district made of a change of boundaries during a campaign. The latest stands, the others stay.
create table boundary_review (
  id         uuid        primary key default uuidv7(),
  version_id uuid        not null references boundary_version,
  verdict    text        not null check (verdict in ('reviewed', 'complaint')),
  note       text        not null,
  at         timestamptz not null,
  by         text        not null,       -- an actor, as in the journal
  key        uuid        not null unique,
  check (verdict = 'reviewed' or note <> '')
);
create index boundary_review_version on boundary_review (version_id);
grant select, insert on boundary_review to mektep_app;

-- Children enrolled within a day after their house came into the boundaries of the school.
create table boundary_flag (
  version_id  uuid        not null references boundary_version,
  campaign_id uuid        not null references campaign,
  arrival_seq bigint      not null,
  at          timestamptz not null,
  primary key (version_id, arrival_seq)
);
grant select, insert on boundary_flag to mektep_app;
