-- Hands on boundaries while families may rest on them: what waits for a second person or another district, and what a change did to decisions.

-- A publication that waits. It serves nobody until every yes it asks for is given; then it is published over the state it was made from. KG22-9, KG25-18.4
create table boundary_proposal (
  id          uuid        primary key default uuidv7(),
  campaign_id uuid        not null references campaign,
  district_id integer     not null references district,       -- of the schools
  act         text        not null check (act in ('boundaries.edited', 'boundaries.gone_back', 'boundaries.file_published', 'boundaries.file_taken_back', 'address_request.added')),
  import_id   uuid        references boundary_import,
  request_id  uuid        references address_request,
  from_day    date        not null,
  ground      text        not null,
  key         uuid        not null,                            -- the act's own key: sent again it is the same proposal
  asked_by    text        not null,                            -- an actor, as in the journal
  asked_at    timestamptz not null,
  state       text        not null default 'waiting' check (state in ('waiting', 'agreed', 'refused', 'outdated', 'withdrawn')),
  decided_at  timestamptz,
  check ((state = 'waiting') = (decided_at is null))
);
create unique index boundary_proposal_key on boundary_proposal (key) where state in ('waiting', 'agreed');
create index boundary_proposal_district on boundary_proposal (campaign_id, district_id, asked_at desc);
create index boundary_proposal_import on boundary_proposal (import_id) where import_id is not null;
create index boundary_proposal_request on boundary_proposal (request_id) where request_id is not null;
grant select, insert, update (state, decided_at) on boundary_proposal to mektep_app;

-- The lists it would publish, each over the version it was made from.
create table boundary_proposal_list (
  proposal_id uuid    not null references boundary_proposal,
  school_id   uuid    not null references school,
  over_number integer not null,
  source      text    not null,
  key         uuid    not null,
  lines       jsonb   not null,                                -- [{streetId, houses, habit, act}, …]
  primary key (proposal_id, school_id)
);
create index boundary_proposal_list_school on boundary_proposal_list (school_id);
grant select, insert on boundary_proposal_list to mektep_app;

-- Every yes it waits for: of a second person for a district's schools, of the district whose streets it touches.
create table boundary_proposal_ask (
  proposal_id uuid        not null references boundary_proposal,
  need        text        not null check (need in ('second', 'ground')),
  district_id integer     not null references district,
  answer      text        check (answer in ('yes', 'no')),
  words       text,
  answered_by text,
  answered_at timestamptz,
  primary key (proposal_id, need, district_id),
  check ((answer is null) = (answered_at is null)),
  check (answer is distinct from 'no' or words <> '')
);
create index boundary_proposal_ask_district on boundary_proposal_ask (district_id);
grant select, insert, update (answer, words, answered_by, answered_at) on boundary_proposal_ask to mektep_app;

-- Whether a version gave the decision's family the school or took it from it. Until now only houses that came were looked for.
alter table boundary_flag add column way text not null default 'gave' check (way in ('gave', 'took'));
alter table boundary_flag alter column way drop default;
create index boundary_flag_arrival on boundary_flag (campaign_id, arrival_seq);

-- A notice of a change of boundaries: to a child's parents, or to a director (of no child).
alter table notice
  add column version_id uuid references boundary_version,
  alter column child_id drop not null,
  add check (child_id is not null or version_id is not null);
drop index notice_of_arrival;
create unique index notice_of_arrival on notice (campaign_id, arrival_seq, person_id) where request_id is null and version_id is null;
create unique index notice_of_version on notice (version_id, person_id, child_id) nulls not distinct where version_id is not null;
