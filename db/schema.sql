-- The database as the migrations leave it, printed from pg_catalog by `node tools/generate-schema.ts`.
-- For reading and for comparing; migrations are what is applied. The check of the house fails when this file is out of date.

-- Extensions

create extension pgcrypto;

-- Functions

CREATE OR REPLACE FUNCTION public.abort_unless(held boolean)
 RETURNS boolean
 LANGUAGE plpgsql
AS $function$
begin
  if held is not true then
    raise exception 'a guard of the register did not hold' using errcode = 'MK001';
  end if;
  return held;
end $function$;

CREATE OR REPLACE FUNCTION public.actor()
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN COALESCE(current_setting('mektep.actor'::text, true), ''::text);

CREATE OR REPLACE FUNCTION public.actor_person()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN CASE WHEN (actor() ~~ 'person:%'::text) THEN (substr(actor(), 8))::uuid ELSE NULL::uuid END;

CREATE OR REPLACE FUNCTION public.staff_reaches(of_school uuid, roles text[])
 RETURNS boolean
 LANGUAGE sql
 STABLE
RETURN (EXISTS (SELECT 1 FROM ((school s JOIN person p ON ((p.id = actor_person()))) JOIN staff_role r ON (((r.country = p.country) AND (r.national_id_index = p.national_id_index) AND (r.ended_at IS NULL)))) WHERE ((s.id = staff_reaches.of_school) AND (r.role = ANY (staff_reaches.roles)) AND ((r.role = 'ministry'::text) OR (r.school_id = s.id) OR (r.district_id = s.district_id)))));

CREATE OR REPLACE FUNCTION public.staff_reaches_district(of_district integer)
 RETURNS boolean
 LANGUAGE sql
 STABLE
RETURN (EXISTS (SELECT 1 FROM (person p JOIN staff_role r ON (((r.country = p.country) AND (r.national_id_index = p.national_id_index) AND (r.ended_at IS NULL)))) WHERE ((p.id = actor_person()) AND ((r.role = 'ministry'::text) OR (r.district_id = staff_reaches_district.of_district)))));

CREATE OR REPLACE FUNCTION public.staff_was_asked(of_request uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
RETURN (EXISTS (SELECT 1 FROM address_request_school s WHERE ((s.request_id = staff_was_asked.of_request) AND staff_reaches(s.school_id, '{director,district,ministry}'::text[]))));

-- Tables

create table address_request (
  id uuid default uuidv7() not null,
  campaign_id uuid not null,
  child_id uuid not null,
  person_id uuid not null,
  address jsonb not null,
  bureau_answered_at timestamp with time zone not null,
  state text default 'sent'::text not null,
  sent_at timestamp with time zone not null,
  answered_at timestamp with time zone,
  answer_by date,
  answered_by text,
  school_id uuid,
  version_id uuid,
  constraint address_request_pkey PRIMARY KEY (id),
  constraint address_request_campaign_id_child_id_address_key UNIQUE (campaign_id, child_id, address),
  constraint address_request_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id),
  constraint address_request_child_id_fkey FOREIGN KEY (child_id) REFERENCES child(id),
  constraint address_request_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint address_request_school_id_fkey FOREIGN KEY (school_id) REFERENCES school(id),
  constraint address_request_version_id_fkey FOREIGN KEY (version_id) REFERENCES boundary_version(id),
  constraint address_request_check CHECK (((state = 'sent'::text) = (answered_at IS NULL))),
  constraint address_request_state_check CHECK ((state = ANY (ARRAY['sent'::text, 'added'::text, 'outside'::text])))
);

create table address_request_school (
  request_id uuid not null,
  school_id uuid not null,
  child_id uuid not null,
  why text not null,
  state text default 'open'::text not null,
  reason text,
  words text,
  answered_by text,
  answered_at timestamp with time zone,
  constraint address_request_school_pkey PRIMARY KEY (request_id, school_id),
  constraint address_request_school_child_id_fkey FOREIGN KEY (child_id) REFERENCES child(id),
  constraint address_request_school_request_id_fkey FOREIGN KEY (request_id) REFERENCES address_request(id),
  constraint address_request_school_school_id_fkey FOREIGN KEY (school_id) REFERENCES school(id),
  constraint address_request_school_check CHECK (((state = 'open'::text) = (answered_at IS NULL))),
  constraint address_request_school_check1 CHECK (((state = 'refused'::text) = (reason IS NOT NULL))),
  constraint address_request_school_check2 CHECK (((reason IS NULL) = (words IS NULL))),
  constraint address_request_school_state_check CHECK ((state = ANY (ARRAY['open'::text, 'added'::text, 'refused'::text]))),
  constraint address_request_school_why_check CHECK ((why = ANY (ARRAY['same_street'::text, 'near'::text, 'school_on_street'::text, 'district'::text])))
);

create table arrival (
  campaign_id uuid not null,
  seq bigint not null,
  batch bigint not null,
  draft uuid not null,
  child_id uuid not null,
  person_id uuid not null,
  act text not null,
  stage text not null,
  route text not null,
  offered integer[],
  grades smallint[] not null,
  wishes integer[] not null,
  reason text,
  outcome text not null,
  pool_id integer,
  released_id integer,
  free_before integer,
  over_quota boolean not null,
  guarantee_lost boolean not null,
  refusal jsonb,
  clause text not null,
  next_step text not null,
  received_at timestamp with time zone not null,
  applied_pool_id integer,
  homes jsonb,
  version_id uuid,
  constraint arrival_pkey PRIMARY KEY (campaign_id, seq),
  constraint arrival_draft_key UNIQUE (draft),
  constraint arrival_outcome_check CHECK ((outcome = ANY (ARRAY['enrolled'::text, 'declined'::text, 'refused'::text, 'waiting'::text, 'queued'::text, 'withdrawn'::text, 'rejected'::text]))),
  constraint arrival_refused_releases_none CHECK (((released_id IS NULL) OR (outcome <> 'refused'::text))),
  constraint arrival_releases_another CHECK (((released_id IS NULL) OR (released_id IS DISTINCT FROM pool_id))),
  constraint arrival_seq_check CHECK ((seq > 0))
);

create table boundary (
  id uuid default uuidv7() not null,
  campaign_id uuid not null,
  school_id uuid not null,
  street_id integer not null,
  houses text not null,
  range_habit text default 'one_side'::text not null,
  act jsonb not null,
  version_id uuid not null,
  valid_from date not null,
  valid_to date,
  constraint boundary_pkey PRIMARY KEY (id),
  constraint boundary_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id),
  constraint boundary_school_id_fkey FOREIGN KEY (school_id) REFERENCES school(id),
  constraint boundary_street_id_fkey FOREIGN KEY (street_id) REFERENCES street(id),
  constraint boundary_version_id_fkey FOREIGN KEY (version_id) REFERENCES boundary_version(id),
  constraint boundary_check CHECK ((valid_to >= valid_from)),
  constraint boundary_range_habit_check CHECK ((range_habit = ANY (ARRAY['one_side'::text, 'unsure'::text])))
);

create table boundary_alias (
  district_id integer not null,
  kind text not null,
  name_key text not null,
  target text not null,
  chosen_by text not null,
  chosen_at timestamp with time zone not null,
  constraint boundary_alias_pkey PRIMARY KEY (district_id, kind, name_key),
  constraint boundary_alias_district_id_fkey FOREIGN KEY (district_id) REFERENCES district(id),
  constraint boundary_alias_kind_check CHECK ((kind = ANY (ARRAY['school'::text, 'street'::text])))
);

create table boundary_change (
  campaign_id uuid not null,
  seq bigint not null,
  batch bigint not null,
  version_id uuid not null,
  school_id uuid not null,
  actor text not null,
  published_at timestamp with time zone not null,
  constraint boundary_change_pkey PRIMARY KEY (campaign_id, seq),
  constraint boundary_change_version_id_key UNIQUE (version_id),
  constraint boundary_change_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id),
  constraint boundary_change_school_id_fkey FOREIGN KEY (school_id) REFERENCES school(id),
  constraint boundary_change_version_id_fkey FOREIGN KEY (version_id) REFERENCES boundary_version(id),
  constraint boundary_change_seq_check CHECK ((seq > 0))
);

create table boundary_draft (
  campaign_id uuid not null,
  school_id uuid not null,
  street_id integer not null,
  houses text,
  before text,
  changed_at timestamp with time zone not null,
  changed_by text not null,
  constraint boundary_draft_pkey PRIMARY KEY (campaign_id, school_id, street_id),
  constraint boundary_draft_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id),
  constraint boundary_draft_school_id_fkey FOREIGN KEY (school_id) REFERENCES school(id),
  constraint boundary_draft_street_id_fkey FOREIGN KEY (street_id) REFERENCES street(id)
);

create table boundary_flag (
  version_id uuid not null,
  campaign_id uuid not null,
  arrival_seq bigint not null,
  at timestamp with time zone not null,
  way text not null,
  constraint boundary_flag_pkey PRIMARY KEY (version_id, arrival_seq),
  constraint boundary_flag_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id),
  constraint boundary_flag_version_id_fkey FOREIGN KEY (version_id) REFERENCES boundary_version(id),
  constraint boundary_flag_way_check CHECK ((way = ANY (ARRAY['gave'::text, 'took'::text])))
);

create table boundary_import (
  id uuid default uuidv7() not null,
  campaign_id uuid not null,
  district_id integer not null,
  key uuid not null,
  file_name text not null,
  format text not null,
  encoding text,
  content bytea,
  sent_by text not null,
  sent_at timestamp with time zone not null,
  columns jsonb,
  state text not null,
  turn integer default 0 not null,
  progress integer default 0 not null,
  rows integer not null,
  summary jsonb,
  from_day date,
  published_at timestamp with time zone,
  effect_at timestamp with time zone,
  head jsonb,
  opened integer default 0 not null,
  opened_at timestamp with time zone,
  refused text,
  erased_at timestamp with time zone,
  constraint boundary_import_pkey PRIMARY KEY (id),
  constraint boundary_import_key_key UNIQUE (key),
  constraint boundary_import_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id),
  constraint boundary_import_district_id_fkey FOREIGN KEY (district_id) REFERENCES district(id),
  constraint boundary_import_content_erased CHECK (((content IS NOT NULL) OR (erased_at IS NOT NULL))),
  constraint boundary_import_format_check CHECK ((format = ANY (ARRAY['csv'::text, 'xlsx'::text]))),
  constraint boundary_import_state_check CHECK ((state = ANY (ARRAY['columns'::text, 'reading'::text, 'ready'::text, 'failed'::text, 'published'::text, 'taken_back'::text, 'deleted'::text])))
);

create table boundary_import_choice (
  import_id uuid not null,
  kind text not null,
  subject text not null,
  choice text not null,
  chosen_by text not null,
  chosen_at timestamp with time zone not null,
  constraint boundary_import_choice_pkey PRIMARY KEY (import_id, kind, subject),
  constraint boundary_import_choice_import_id_fkey FOREIGN KEY (import_id) REFERENCES boundary_import(id),
  constraint boundary_import_choice_kind_check CHECK ((kind = ANY (ARRAY['school'::text, 'street'::text, 'reading'::text])))
);

create table boundary_import_finding (
  import_id uuid not null,
  part text not null,
  place integer not null,
  item jsonb not null,
  constraint boundary_import_finding_pkey PRIMARY KEY (import_id, part, place),
  constraint boundary_import_finding_import_id_fkey FOREIGN KEY (import_id) REFERENCES boundary_import(id)
);

create table boundary_proposal (
  id uuid default uuidv7() not null,
  campaign_id uuid not null,
  district_id integer not null,
  act text not null,
  import_id uuid,
  request_id uuid,
  from_day date not null,
  ground text not null,
  key uuid not null,
  asked_by text not null,
  asked_at timestamp with time zone not null,
  state text default 'waiting'::text not null,
  decided_at timestamp with time zone,
  constraint boundary_proposal_pkey PRIMARY KEY (id),
  constraint boundary_proposal_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id),
  constraint boundary_proposal_district_id_fkey FOREIGN KEY (district_id) REFERENCES district(id),
  constraint boundary_proposal_import_id_fkey FOREIGN KEY (import_id) REFERENCES boundary_import(id),
  constraint boundary_proposal_request_id_fkey FOREIGN KEY (request_id) REFERENCES address_request(id),
  constraint boundary_proposal_act_check CHECK ((act = ANY (ARRAY['boundaries.edited'::text, 'boundaries.gone_back'::text, 'boundaries.file_published'::text, 'boundaries.file_taken_back'::text, 'address_request.added'::text]))),
  constraint boundary_proposal_check CHECK (((state = 'waiting'::text) = (decided_at IS NULL))),
  constraint boundary_proposal_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'agreed'::text, 'refused'::text, 'outdated'::text, 'withdrawn'::text])))
);

create table boundary_proposal_ask (
  proposal_id uuid not null,
  need text not null,
  district_id integer not null,
  answer text,
  words text,
  answered_by text,
  answered_at timestamp with time zone,
  constraint boundary_proposal_ask_pkey PRIMARY KEY (proposal_id, need, district_id),
  constraint boundary_proposal_ask_district_id_fkey FOREIGN KEY (district_id) REFERENCES district(id),
  constraint boundary_proposal_ask_proposal_id_fkey FOREIGN KEY (proposal_id) REFERENCES boundary_proposal(id),
  constraint boundary_proposal_ask_answer_check CHECK ((answer = ANY (ARRAY['yes'::text, 'no'::text]))),
  constraint boundary_proposal_ask_check CHECK (((answer IS NULL) = (answered_at IS NULL))),
  constraint boundary_proposal_ask_check1 CHECK (((answer IS DISTINCT FROM 'no'::text) OR (words <> ''::text))),
  constraint boundary_proposal_ask_need_check CHECK ((need = ANY (ARRAY['second'::text, 'ground'::text])))
);

create table boundary_proposal_list (
  proposal_id uuid not null,
  school_id uuid not null,
  over_number integer not null,
  source text not null,
  key uuid not null,
  lines jsonb not null,
  constraint boundary_proposal_list_pkey PRIMARY KEY (proposal_id, school_id),
  constraint boundary_proposal_list_proposal_id_fkey FOREIGN KEY (proposal_id) REFERENCES boundary_proposal(id),
  constraint boundary_proposal_list_school_id_fkey FOREIGN KEY (school_id) REFERENCES school(id)
);

create table boundary_review (
  id uuid default uuidv7() not null,
  version_id uuid not null,
  verdict text not null,
  note text not null,
  at timestamp with time zone not null,
  by text not null,
  key uuid not null,
  constraint boundary_review_pkey PRIMARY KEY (id),
  constraint boundary_review_key_key UNIQUE (key),
  constraint boundary_review_version_id_fkey FOREIGN KEY (version_id) REFERENCES boundary_version(id),
  constraint boundary_review_check CHECK (((verdict = 'reviewed'::text) OR (note <> ''::text))),
  constraint boundary_review_verdict_check CHECK ((verdict = ANY (ARRAY['reviewed'::text, 'complaint'::text])))
);

create table boundary_version (
  id uuid default uuidv7() not null,
  campaign_id uuid not null,
  school_id uuid not null,
  number integer not null,
  follows integer default 0 not null,
  from_day date not null,
  to_day date,
  published_at timestamp with time zone not null,
  published_by text not null,
  source text not null,
  ground text not null,
  key uuid not null,
  constraint boundary_version_pkey PRIMARY KEY (id),
  constraint boundary_version_campaign_id_school_id_number_key UNIQUE (campaign_id, school_id, number),
  constraint boundary_version_key_key UNIQUE (key),
  constraint boundary_version_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id),
  constraint boundary_version_school_id_fkey FOREIGN KEY (school_id) REFERENCES school(id),
  constraint boundary_version_check CHECK ((to_day >= from_day)),
  constraint boundary_version_number_check CHECK ((number > 0)),
  constraint boundary_version_source_check CHECK ((source = ANY (ARRAY['seed'::text, 'editor'::text, 'import'::text, 'request'::text, 'back'::text])))
);

create table campaign (
  id uuid default uuidv7() not null,
  code text not null,
  policy jsonb not null,
  policy_hash bytea not null,
  version integer not null,
  published_by text not null,
  published_at timestamp with time zone default now() not null,
  constraint campaign_pkey PRIMARY KEY (id),
  constraint campaign_code_key UNIQUE (code),
  constraint campaign_policy_hash_check CHECK ((octet_length(policy_hash) = 32)),
  constraint campaign_version_check CHECK ((version > 0))
);

create table capacity_change (
  campaign_id uuid not null,
  seq bigint not null,
  batch bigint not null,
  key uuid not null,
  pool_id integer not null,
  before integer not null,
  after integer not null,
  taken integer not null,
  actor text not null,
  ground text not null,
  received_at timestamp with time zone not null,
  constraint capacity_change_pkey PRIMARY KEY (campaign_id, seq),
  constraint capacity_change_key_pool_id_key UNIQUE (key, pool_id),
  constraint capacity_change_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id),
  constraint capacity_change_pool_id_fkey FOREIGN KEY (pool_id) REFERENCES pool(id),
  constraint capacity_change_after_check CHECK ((after >= 0)),
  constraint capacity_change_before_check CHECK ((before >= 0)),
  constraint capacity_change_seq_check CHECK ((seq > 0))
);

create table child (
  id uuid default uuidv7() not null,
  country text not null,
  national_id_cipher bytea not null,
  national_id_index bytea not null,
  surname text not null,
  given text not null,
  patronymic text,
  sex text,
  birth_date date not null,
  certificate_cipher bytea,
  checked_at timestamp with time zone not null,
  national_id_end text,
  constraint child_pkey PRIMARY KEY (id),
  constraint child_country_national_id_index_key UNIQUE (country, national_id_index),
  constraint child_national_id_end_check CHECK ((national_id_end ~ '^[0-9]{4}$'::text)),
  constraint child_national_id_index_check CHECK ((octet_length(national_id_index) = 32)),
  constraint child_sex_check CHECK ((sex = ANY (ARRAY['female'::text, 'male'::text])))
);

create table data_key (
  id smallint generated always as identity not null,
  purpose text not null,
  wrapped bytea not null,
  created_at timestamp with time zone default now() not null,
  retired_at timestamp with time zone,
  constraint data_key_pkey PRIMARY KEY (id),
  constraint data_key_purpose_check CHECK ((purpose = ANY (ARRAY['record'::text, 'blind_index'::text])))
);

create table day_off (
  country text not null,
  day date not null,
  kind text not null,
  act text not null,
  constraint day_off_pkey PRIMARY KEY (country, day),
  constraint day_off_kind_check CHECK ((kind = ANY (ARRAY['off'::text, 'working'::text])))
);

create table demo_clock (
  only_row boolean default true not null,
  offset_seconds bigint not null,
  constraint demo_clock_pkey PRIMARY KEY (only_row),
  constraint demo_clock_only_row_check CHECK (only_row)
);

create table district (
  id integer not null,
  code text not null,
  name jsonb not null,
  region jsonb not null,
  region_id integer not null,
  constraint district_pkey PRIMARY KEY (id)
);

create table document (
  id uuid not null,
  person_id uuid not null,
  media_type text not null,
  bytes integer not null,
  sha256 bytea not null,
  storage_key text not null,
  name_cipher bytea not null,
  created_at timestamp with time zone not null,
  is_scanned boolean default false not null,
  constraint document_pkey PRIMARY KEY (id),
  constraint document_storage_key_key UNIQUE (storage_key),
  constraint document_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint document_bytes_check CHECK ((bytes > 0)),
  constraint document_media_type_check CHECK ((media_type = ANY (ARRAY['application/pdf'::text, 'image/jpeg'::text, 'image/png'::text]))),
  constraint document_sha256_check CHECK ((octet_length(sha256) = 32))
);

create table draft (
  id uuid default uuidv7() not null,
  campaign_id uuid not null,
  child_id uuid not null,
  act text not null,
  generation integer not null,
  constraint draft_pkey PRIMARY KEY (id),
  constraint draft_campaign_id_child_id_act_generation_key UNIQUE (campaign_id, child_id, act, generation),
  constraint draft_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id),
  constraint draft_child_id_fkey FOREIGN KEY (child_id) REFERENCES child(id),
  constraint draft_act_check CHECK ((act = ANY (ARRAY['enrol'::text, 'decline'::text, 'withdraw'::text, 'confirm'::text, 'reject'::text, 'advance'::text]))),
  constraint draft_generation_check CHECK ((generation > 0))
);

create table family_link (
  person_id uuid not null,
  child_id uuid not null,
  relation text not null,
  source text not null,
  linked_at timestamp with time zone default now() not null,
  checked_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  doubtful_since timestamp with time zone,
  ended_because text,
  constraint family_link_pkey PRIMARY KEY (person_id, child_id),
  constraint family_link_child_id_fkey FOREIGN KEY (child_id) REFERENCES child(id),
  constraint family_link_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint family_link_ended_because_check CHECK ((ended_because = ANY (ARRAY['act_names_others'::text, 'not_listed'::text]))),
  constraint family_link_source_check CHECK ((source = ANY (ARRAY['civil_registry'::text, 'document'::text])))
);

create table guardianship (
  id uuid default uuidv7() not null,
  campaign_id uuid not null,
  person_id uuid not null,
  relation text not null,
  child_national_id_cipher bytea not null,
  child_national_id_index bytea not null,
  document_id uuid not null,
  key uuid,
  state text not null,
  submitted_at timestamp with time zone not null,
  answer_by date,
  constraint guardianship_pkey PRIMARY KEY (id),
  constraint guardianship_document_id_key UNIQUE (document_id),
  constraint guardianship_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id),
  constraint guardianship_document_id_fkey FOREIGN KEY (document_id) REFERENCES document(id),
  constraint guardianship_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint guardianship_child_national_id_index_check CHECK ((octet_length(child_national_id_index) = 32)),
  constraint guardianship_state_check CHECK ((state = 'submitted'::text))
);

create table job_death (
  job_id bigint not null,
  deaths integer not null,
  last_at timestamp with time zone default now() not null,
  constraint job_death_pkey PRIMARY KEY (job_id),
  constraint job_death_deaths_check CHECK ((deaths > 0))
);

create table journal (
  seq bigint generated always as identity not null,
  at timestamp with time zone not null,
  actor text not null,
  act text not null,
  campaign_id uuid,
  subject uuid,
  detail jsonb not null,
  hash bytea not null,
  constraint journal_pkey PRIMARY KEY (seq),
  constraint journal_hash_check CHECK ((octet_length(hash) = 32))
);

create table journal_tally (
  actor text not null,
  act text not null,
  day date not null,
  times integer not null,
  constraint journal_tally_pkey PRIMARY KEY (actor, act, day)
);

create table line (
  campaign_id uuid not null,
  pool_id integer not null,
  stage text not null,
  seq bigint not null,
  child_id uuid not null,
  constraint line_pkey PRIMARY KEY (campaign_id, pool_id, stage, seq)
);

create table migration (
  name text not null,
  sha256 text not null,
  applied_at timestamp with time zone default now() not null,
  constraint migration_pkey PRIMARY KEY (name)
);

create table notice (
  id uuid default uuidv7() not null,
  campaign_id uuid not null,
  arrival_seq bigint not null,
  person_id uuid not null,
  child_id uuid,
  kind text not null,
  created_at timestamp with time zone not null,
  read_at timestamp with time zone,
  request_id uuid,
  version_id uuid,
  constraint notice_pkey PRIMARY KEY (id),
  constraint notice_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id),
  constraint notice_child_id_fkey FOREIGN KEY (child_id) REFERENCES child(id),
  constraint notice_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint notice_request_id_fkey FOREIGN KEY (request_id) REFERENCES address_request(id),
  constraint notice_version_id_fkey FOREIGN KEY (version_id) REFERENCES boundary_version(id),
  constraint notice_check CHECK (((child_id IS NOT NULL) OR (version_id IS NOT NULL)))
);

create table offer (
  draft uuid not null,
  person_id uuid not null,
  prepared_at timestamp with time zone not null,
  homes text not null,
  pools integer[] not null,
  versions uuid[] not null,
  constraint offer_pkey PRIMARY KEY (draft, person_id),
  constraint offer_draft_fkey FOREIGN KEY (draft) REFERENCES draft(id),
  constraint offer_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
);

create table person (
  id uuid default uuidv7() not null,
  country text not null,
  national_id_cipher bytea not null,
  national_id_index bytea not null,
  surname text not null,
  given text not null,
  patronymic text,
  sex text,
  birth_date date,
  citizenship text,
  phone text,
  work_phone text,
  email text,
  passport_cipher bytea,
  passport_checked_at timestamp with time zone,
  address jsonb,
  address_checked_at timestamp with time zone,
  children_checked_at timestamp with time zone,
  children_without_act integer default 0 not null,
  created_at timestamp with time zone default now() not null,
  address_given jsonb,
  children_other_parents integer default 0 not null,
  children_unread integer default 0 not null,
  constraint person_pkey PRIMARY KEY (id),
  constraint person_country_national_id_index_key UNIQUE (country, national_id_index),
  constraint person_national_id_index_check CHECK ((octet_length(national_id_index) = 32)),
  constraint person_sex_check CHECK ((sex = ANY (ARRAY['female'::text, 'male'::text])))
);

create table place (
  campaign_id uuid not null,
  child_id uuid not null,
  pool_id integer,
  guarantee_lost boolean not null,
  cancellations integer not null,
  seq bigint not null,
  waiting_pool_id integer,
  constraint place_pkey PRIMARY KEY (campaign_id, child_id)
);

create table pool (
  id integer generated always as identity not null,
  campaign_id uuid not null,
  school_id uuid not null,
  grade smallint not null,
  language text not null,
  kind text not null,
  capacity integer not null,
  over_quota integer default 0 not null,
  taken integer default 0 not null,
  constraint pool_pkey PRIMARY KEY (id),
  constraint pool_campaign_id_school_id_grade_language_kind_key UNIQUE (campaign_id, school_id, grade, language, kind),
  constraint pool_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id),
  constraint pool_school_id_fkey FOREIGN KEY (school_id) REFERENCES school(id),
  constraint pool_capacity_check CHECK ((capacity >= 0)),
  constraint pool_kind_check CHECK ((kind = ANY (ARRAY['general'::text, 'preference'::text]))),
  constraint pool_not_oversold CHECK (((taken >= 0) AND (taken <= (capacity + over_quota)))),
  constraint pool_over_quota_check CHECK ((over_quota >= 0))
);

create table preschool_list (
  country text not null,
  national_id_index bytea not null,
  organisation text not null,
  constraint preschool_list_pkey PRIMARY KEY (country, national_id_index)
);

create table readiness_check (
  id uuid default uuidv7() not null,
  campaign_id uuid not null,
  school_id uuid not null,
  part text not null,
  print text not null,
  at timestamp with time zone not null,
  by text not null,
  constraint readiness_check_pkey PRIMARY KEY (id),
  constraint readiness_check_campaign_id_school_id_part_print_key UNIQUE (campaign_id, school_id, part, print),
  constraint readiness_check_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id),
  constraint readiness_check_school_id_fkey FOREIGN KEY (school_id) REFERENCES school(id),
  constraint readiness_check_part_check CHECK ((part = ANY (ARRAY['entry'::text, 'quota'::text, 'boundaries'::text])))
);

create table register (
  campaign_id uuid not null,
  batch bigint default 0 not null,
  last_seq bigint default 0 not null,
  writer uuid,
  boundaries bigint default 0 not null,
  constraint register_pkey PRIMARY KEY (campaign_id),
  constraint register_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id)
);

create table school (
  id uuid default uuidv7() not null,
  code text not null,
  district_id integer not null,
  number integer,
  kind text not null,
  name jsonb not null,
  address jsonb not null,
  director text not null,
  constraint school_pkey PRIMARY KEY (id),
  constraint school_code_key UNIQUE (code),
  constraint school_district_id_fkey FOREIGN KEY (district_id) REFERENCES district(id)
);

create table school_document (
  id uuid default uuidv7() not null,
  school_id uuid not null,
  kind text not null,
  title jsonb not null,
  body jsonb not null,
  adopted date not null,
  constraint school_document_pkey PRIMARY KEY (id),
  constraint school_document_school_id_fkey FOREIGN KEY (school_id) REFERENCES school(id),
  constraint school_document_kind_check CHECK ((kind = ANY (ARRAY['charter'::text, 'local_act'::text])))
);

create table school_place (
  school_id uuid not null,
  longitude double precision not null,
  latitude double precision not null,
  source text not null,
  entered_at timestamp with time zone default now() not null,
  constraint school_place_pkey PRIMARY KEY (school_id),
  constraint school_place_school_id_fkey FOREIGN KEY (school_id) REFERENCES school(id)
);

create table session (
  token_hash bytea not null,
  person_id uuid not null,
  created_at timestamp with time zone not null,
  last_seen_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  user_agent text not null,
  id uuid default uuidv7() not null,
  end_reason text,
  logout_hint_cipher bytea,
  constraint session_pkey PRIMARY KEY (token_hash),
  constraint session_id_key UNIQUE (id),
  constraint session_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint session_end_reason_check CHECK ((end_reason = ANY (ARRAY['signed_out'::text, 'elsewhere'::text, 'too_many'::text, 'signed_in_anew'::text]))),
  constraint session_token_hash_check CHECK ((octet_length(token_hash) = 32))
);

create table sign_in_return (
  state_hash bytea not null,
  expires_at timestamp with time zone not null,
  constraint sign_in_return_pkey PRIMARY KEY (state_hash),
  constraint sign_in_return_state_hash_check CHECK ((octet_length(state_hash) = 32))
);

create table staff_role (
  id uuid default uuidv7() not null,
  country text not null,
  national_id_index bytea not null,
  role text not null,
  school_id uuid,
  district_id integer,
  appointed_by text not null,
  appointed_at timestamp with time zone default now() not null,
  ended_at timestamp with time zone,
  constraint staff_role_pkey PRIMARY KEY (id),
  constraint staff_role_district_id_fkey FOREIGN KEY (district_id) REFERENCES district(id),
  constraint staff_role_school_id_fkey FOREIGN KEY (school_id) REFERENCES school(id),
  constraint staff_role_check CHECK (((role = 'director'::text) = (school_id IS NOT NULL))),
  constraint staff_role_check1 CHECK (((role = 'district'::text) = (district_id IS NOT NULL))),
  constraint staff_role_national_id_index_check CHECK ((octet_length(national_id_index) = 32)),
  constraint staff_role_role_check CHECK ((role = ANY (ARRAY['director'::text, 'district'::text, 'ministry'::text])))
);

create table street (
  id integer not null,
  district_id integer not null,
  name jsonb not null,
  constraint street_pkey PRIMARY KEY (id),
  constraint street_district_id_fkey FOREIGN KEY (district_id) REFERENCES district(id)
);

create table street_place (
  street_id integer not null,
  lines jsonb not null,
  longitude double precision not null,
  latitude double precision not null,
  source text not null,
  entered_at timestamp with time zone default now() not null,
  constraint street_place_pkey PRIMARY KEY (street_id),
  constraint street_place_street_id_fkey FOREIGN KEY (street_id) REFERENCES street(id)
);

create table timetable (
  line text not null,
  done_until timestamp with time zone not null,
  constraint timetable_pkey PRIMARY KEY (line)
);

-- Views

create view readiness_print with (security_invoker=true) as
 SELECT c.id AS campaign_id,
    s.id AS school_id,
    s.district_id,
    p.part,
    p.print
   FROM campaign c
     CROSS JOIN school s
     CROSS JOIN LATERAL ( VALUES ('entry'::text,md5((((s.name::text || s.address::text) || s.director) || COALESCE(s.number::text, ''::text)) || s.kind)), ('quota'::text,( SELECT md5(string_agg(concat_ws(' '::text, q.grade, q.language, q.kind, q.capacity), ','::text ORDER BY q.grade, q.language, q.kind)) AS md5
                   FROM pool q
                  WHERE q.campaign_id = c.id AND q.school_id = s.id)), ('boundaries'::text,( SELECT v.id::text AS id
                   FROM boundary_version v
                  WHERE v.campaign_id = c.id AND v.school_id = s.id
                  ORDER BY v.number DESC
                 LIMIT 1))) p(part, print);

create view registered_home with (security_barrier=true) as
 SELECT id AS person_id,
    jsonb_build_array(address -> 'streetId'::text, address -> 'house'::text) AS home
   FROM person
  WHERE address IS NOT NULL AND (( SELECT actor() AS actor)) = 'register'::text;

-- Indexes

CREATE INDEX address_request_open ON public.address_request USING btree (campaign_id) WHERE (state = 'sent'::text);
CREATE INDEX address_request_school_open ON public.address_request_school USING btree (school_id) WHERE (state = 'open'::text);
CREATE INDEX arrival_child ON public.arrival USING btree (child_id, seq);
CREATE INDEX boundary_change_school ON public.boundary_change USING btree (school_id);
CREATE INDEX boundary_flag_arrival ON public.boundary_flag USING btree (campaign_id, arrival_seq);
CREATE INDEX boundary_import_district ON public.boundary_import USING btree (campaign_id, district_id, sent_at DESC);
CREATE INDEX boundary_import_kept ON public.boundary_import USING btree (sent_at) WHERE (erased_at IS NULL);
CREATE INDEX boundary_proposal_ask_district ON public.boundary_proposal_ask USING btree (district_id);
CREATE INDEX boundary_proposal_district ON public.boundary_proposal USING btree (campaign_id, district_id, asked_at DESC);
CREATE INDEX boundary_proposal_import ON public.boundary_proposal USING btree (import_id) WHERE (import_id IS NOT NULL);
CREATE UNIQUE INDEX boundary_proposal_key ON public.boundary_proposal USING btree (key) WHERE (state = ANY (ARRAY['waiting'::text, 'agreed'::text]));
CREATE INDEX boundary_proposal_list_school ON public.boundary_proposal_list USING btree (school_id);
CREATE INDEX boundary_proposal_request ON public.boundary_proposal USING btree (request_id) WHERE (request_id IS NOT NULL);
CREATE INDEX boundary_review_version ON public.boundary_review USING btree (version_id);
CREATE INDEX boundary_school ON public.boundary USING btree (school_id);
CREATE INDEX boundary_street ON public.boundary USING btree (campaign_id, street_id);
CREATE INDEX boundary_version_lines ON public.boundary USING btree (version_id);
CREATE INDEX boundary_version_published ON public.boundary_version USING btree (campaign_id, published_at);
CREATE INDEX boundary_version_school ON public.boundary_version USING btree (school_id);
CREATE INDEX capacity_change_pool ON public.capacity_change USING btree (pool_id, seq);
CREATE INDEX district_region ON public.district USING btree (region_id);
CREATE INDEX document_person ON public.document USING btree (person_id, created_at);
CREATE INDEX family_link_child ON public.family_link USING btree (child_id);
CREATE UNIQUE INDEX guardianship_key ON public.guardianship USING btree (person_id, key, child_national_id_index) WHERE (key IS NOT NULL);
CREATE UNIQUE INDEX guardianship_submitted ON public.guardianship USING btree (campaign_id, person_id, child_national_id_index) WHERE (state = 'submitted'::text);
CREATE INDEX journal_subject ON public.journal USING btree (subject, seq) WHERE (subject IS NOT NULL);
CREATE INDEX line_child ON public.line USING btree (child_id);
CREATE UNIQUE INDEX notice_of_arrival ON public.notice USING btree (campaign_id, arrival_seq, person_id) WHERE ((request_id IS NULL) AND (version_id IS NULL));
CREATE UNIQUE INDEX notice_of_request ON public.notice USING btree (request_id, person_id) WHERE (request_id IS NOT NULL);
CREATE UNIQUE INDEX notice_of_version ON public.notice USING btree (version_id, person_id, child_id) NULLS NOT DISTINCT WHERE (version_id IS NOT NULL);
CREATE INDEX notice_person ON public.notice USING btree (person_id, created_at DESC);
CREATE INDEX notice_unread ON public.notice USING btree (person_id, campaign_id) WHERE (read_at IS NULL);
CREATE INDEX place_pool ON public.place USING btree (pool_id) WHERE (pool_id IS NOT NULL);
CREATE INDEX place_waiting ON public.place USING btree (waiting_pool_id) WHERE (waiting_pool_id IS NOT NULL);
CREATE INDEX pool_school ON public.pool USING btree (school_id);
CREATE INDEX school_district ON public.school USING btree (district_id);
CREATE INDEX school_document_school ON public.school_document USING btree (school_id);
CREATE INDEX session_person ON public.session USING btree (person_id);
CREATE UNIQUE INDEX staff_role_once ON public.staff_role USING btree (country, national_id_index, role, COALESCE((school_id)::text, ''::text), COALESCE(district_id, 0)) WHERE (ended_at IS NULL);
CREATE INDEX staff_role_person ON public.staff_role USING btree (country, national_id_index) WHERE (ended_at IS NULL);

-- Row-level security

alter table address_request enable row level security;
alter table address_request_school enable row level security;
alter table arrival enable row level security;
alter table capacity_change enable row level security;
alter table child enable row level security;
alter table document enable row level security;
alter table draft enable row level security;
alter table family_link enable row level security;
alter table guardianship enable row level security;
alter table journal enable row level security;
alter table journal_tally enable row level security;
alter table line enable row level security;
alter table notice enable row level security;
alter table offer enable row level security;
alter table person enable row level security;
alter table place enable row level security;
alter table pool enable row level security;
alter table preschool_list enable row level security;
alter table session enable row level security;
alter table sign_in_return enable row level security;
alter table staff_role enable row level security;

-- Policies

create policy address_request_answer on address_request for update to mektep_app using ((EXISTS ( SELECT 1
   FROM address_request_school s
  WHERE ((s.request_id = address_request.id) AND staff_reaches(s.school_id, '{director}'::text[])))));
create policy address_request_office on address_request for select to mektep_app using ((staff_reaches_district(((address ->> 'districtId'::text))::integer) OR staff_was_asked(id)));
create policy address_request_read on address_request for select to mektep_app using (((( SELECT actor() AS actor) = ANY (ARRAY['worker'::text, 'system'::text])) OR (EXISTS ( SELECT 1
   FROM family_link l
  WHERE ((l.child_id = address_request.child_id) AND (l.person_id = ( SELECT actor_person() AS actor_person)) AND (l.ended_at IS NULL))))));
create policy address_request_write on address_request for insert to mektep_app with check (((person_id = ( SELECT actor_person() AS actor_person)) AND (state = 'sent'::text) AND (EXISTS ( SELECT 1
   FROM family_link l
  WHERE ((l.child_id = address_request.child_id) AND (l.person_id = ( SELECT actor_person() AS actor_person)) AND (l.ended_at IS NULL))))));
create policy address_request_school_answer on address_request_school for update to mektep_app using (((state = 'open'::text) AND staff_reaches(school_id, '{director}'::text[]))) with check (staff_reaches(school_id, '{director}'::text[]));
create policy address_request_school_read on address_request_school for select to mektep_app using (((( SELECT actor() AS actor) = ANY (ARRAY['worker'::text, 'system'::text])) OR staff_was_asked(request_id) OR (EXISTS ( SELECT 1
   FROM family_link l
  WHERE ((l.child_id = address_request_school.child_id) AND (l.person_id = ( SELECT actor_person() AS actor_person)) AND (l.ended_at IS NULL))))));
create policy address_request_school_send on address_request_school for insert to mektep_app with check (((state = 'open'::text) AND (EXISTS ( SELECT 1
   FROM family_link l
  WHERE ((l.child_id = address_request_school.child_id) AND (l.person_id = ( SELECT actor_person() AS actor_person)) AND (l.ended_at IS NULL))))));
create policy arrival_own on arrival for select to mektep_app using (((( SELECT actor() AS actor) = ANY (ARRAY['register'::text, 'worker'::text, 'system'::text])) OR (EXISTS ( SELECT 1
   FROM family_link l
  WHERE ((l.child_id = arrival.child_id) AND (l.person_id = ( SELECT actor_person() AS actor_person)) AND (l.ended_at IS NULL))))));
create policy arrival_write on arrival for insert to mektep_app with check ((( SELECT actor() AS actor) = 'register'::text));
create policy capacity_change_read on capacity_change for select to mektep_app using (true);
create policy capacity_change_write on capacity_change for insert to mektep_app with check ((( SELECT actor() AS actor) = 'register'::text));
create policy child_read on child for select to mektep_app using (((( SELECT actor() AS actor) = ANY (ARRAY['registry'::text, 'register'::text, 'worker'::text, 'system'::text])) OR (EXISTS ( SELECT 1
   FROM family_link l
  WHERE ((l.child_id = child.id) AND (l.person_id = ( SELECT actor_person() AS actor_person)) AND (l.ended_at IS NULL))))));
create policy child_write on child for all to mektep_app using ((( SELECT actor() AS actor) = ANY (ARRAY['registry'::text, 'system'::text])));
create policy document_own on document for all to mektep_app using (((person_id = ( SELECT actor_person() AS actor_person)) OR (( SELECT actor() AS actor) = ANY (ARRAY['worker'::text, 'system'::text]))));
create policy draft_forget on draft as restrictive for delete to mektep_app using ((( SELECT actor() AS actor) = 'worker'::text));
create policy draft_own on draft for all to mektep_app using (((( SELECT actor() AS actor) = ANY (ARRAY['register'::text, 'worker'::text, 'system'::text])) OR (EXISTS ( SELECT 1
   FROM family_link l
  WHERE ((l.child_id = draft.child_id) AND (l.person_id = ( SELECT actor_person() AS actor_person)) AND (l.ended_at IS NULL))))));
create policy family_link_read on family_link for select to mektep_app using (((person_id = ( SELECT actor_person() AS actor_person)) OR (( SELECT actor() AS actor) = ANY (ARRAY['registry'::text, 'register'::text, 'worker'::text, 'system'::text]))));
create policy family_link_write on family_link for all to mektep_app using ((( SELECT actor() AS actor) = ANY (ARRAY['registry'::text, 'system'::text])));
create policy guardianship_own on guardianship for all to mektep_app using (((person_id = ( SELECT actor_person() AS actor_person)) OR (( SELECT actor() AS actor) = ANY (ARRAY['worker'::text, 'system'::text]))));
create policy journal_read on journal for select to mektep_app using ((( SELECT actor() AS actor) = ANY (ARRAY['worker'::text, 'system'::text, 'register'::text])));
create policy journal_write on journal for insert to mektep_app with check (((( SELECT actor() AS actor) <> ''::text) AND ((actor = ( SELECT actor() AS actor)) OR ((( SELECT actor() AS actor) = 'register'::text) AND (act = 'draft.refused_to_stranger'::text) AND (actor ~~ 'person:%'::text)) OR ((( SELECT actor() AS actor) = 'sign_in'::text) AND (act = ANY (ARRAY['session.begun'::text, 'session.ended'::text])) AND (actor = ('person:'::text || subject))) OR ((act = ANY (ARRAY['boundaries.agreed'::text, 'boundaries.partly_agreed'::text, 'boundaries.not_agreed'::text, 'boundaries.proposal_outdated'::text])) AND (EXISTS ( SELECT 1
   FROM boundary_proposal p
  WHERE ((p.id = journal.subject) AND (p.asked_by = ( SELECT actor() AS actor)))))))));
create policy journal_tally_own on journal_tally for all to mektep_app using (((actor = ( SELECT actor() AS actor)) OR (( SELECT actor() AS actor) = ANY (ARRAY['sign_in'::text, 'system'::text]))));
create policy line_read on line for select to mektep_app using (((( SELECT actor() AS actor) = ANY (ARRAY['register'::text, 'worker'::text, 'system'::text])) OR (EXISTS ( SELECT 1
   FROM family_link l
  WHERE ((l.child_id = line.child_id) AND (l.person_id = ( SELECT actor_person() AS actor_person)) AND (l.ended_at IS NULL))))));
create policy line_write on line for all to mektep_app using ((( SELECT actor() AS actor) = 'register'::text)) with check ((( SELECT actor() AS actor) = 'register'::text));
create policy notice_own on notice for all to mektep_app using (((person_id = ( SELECT actor_person() AS actor_person)) OR (( SELECT actor() AS actor) = ANY (ARRAY['worker'::text, 'system'::text]))));
create policy offer_forget on offer as restrictive for delete to mektep_app using ((( SELECT actor() AS actor) = 'worker'::text));
create policy offer_own on offer for all to mektep_app using (((person_id = ( SELECT actor_person() AS actor_person)) OR (( SELECT actor() AS actor) = ANY (ARRAY['register'::text, 'worker'::text, 'system'::text]))));
create policy person_own on person for all to mektep_app using (((id = ( SELECT actor_person() AS actor_person)) OR (( SELECT actor() AS actor) = ANY (ARRAY['sign_in'::text, 'registry'::text, 'worker'::text, 'system'::text]))));
create policy place_read on place for select to mektep_app using (((( SELECT actor() AS actor) = ANY (ARRAY['register'::text, 'worker'::text, 'system'::text])) OR (EXISTS ( SELECT 1
   FROM family_link l
  WHERE ((l.child_id = place.child_id) AND (l.person_id = ( SELECT actor_person() AS actor_person)) AND (l.ended_at IS NULL))))));
create policy place_write on place for all to mektep_app using ((( SELECT actor() AS actor) = 'register'::text)) with check ((( SELECT actor() AS actor) = 'register'::text));
create policy pool_change on pool for update to mektep_app using (true) with check ((( SELECT actor() AS actor) = 'register'::text));
create policy pool_enter on pool for insert to mektep_app with check ((( SELECT actor() AS actor) = 'system'::text));
create policy pool_read on pool for select to mektep_app using (true);
create policy preschool_list_office on preschool_list for all to mektep_app using ((( SELECT actor() AS actor) = ANY (ARRAY['registry'::text, 'system'::text])));
create policy preschool_list_own on preschool_list for select to mektep_app using ((EXISTS ( SELECT 1
   FROM child c
  WHERE ((c.country = preschool_list.country) AND (c.national_id_index = preschool_list.national_id_index)))));
create policy session_begin on session for insert to mektep_app with check ((( SELECT actor() AS actor) = ANY (ARRAY['sign_in'::text, 'system'::text])));
create policy session_change on session for update to mektep_app using (((person_id = ( SELECT actor_person() AS actor_person)) OR (( SELECT actor() AS actor) = ANY (ARRAY['sign_in'::text, 'system'::text]))));
create policy session_forget on session for delete to mektep_app using ((( SELECT actor() AS actor) = 'sign_in'::text));
create policy session_read on session for select to mektep_app using (((person_id = ( SELECT actor_person() AS actor_person)) OR (( SELECT actor() AS actor) = ANY (ARRAY['sign_in'::text, 'register'::text, 'system'::text]))));
create policy sign_in_return_office on sign_in_return for all to mektep_app using ((( SELECT actor() AS actor) = 'sign_in'::text));
create policy staff_role_read on staff_role for select to mektep_app using (((( SELECT actor() AS actor) = ANY (ARRAY['sign_in'::text, 'system'::text, 'worker'::text])) OR (EXISTS ( SELECT 1
   FROM person p
  WHERE ((p.id = ( SELECT actor_person() AS actor_person)) AND (p.country = staff_role.country) AND (p.national_id_index = staff_role.national_id_index))))));
create policy staff_role_write on staff_role for all to mektep_app using ((( SELECT actor() AS actor) = 'system'::text)) with check ((( SELECT actor() AS actor) = 'system'::text));

-- Rights

grant delete, insert, select on table boundary_import_choice to mektep_app;
grant delete, insert, select on table boundary_import_finding to mektep_app;
grant delete, insert, select on table line to mektep_app;
grant delete, insert, select on table session to mektep_app;
grant delete, insert, select on table sign_in_return to mektep_app;
grant delete, insert, select, update on table boundary_draft to mektep_app;
grant delete, insert, select, update on table draft to mektep_app;
grant delete, insert, select, update on table job_death to mektep_app;
grant delete, insert, select, update on table offer to mektep_app;
grant execute on function abort_unless(held boolean) to public;
grant execute on function actor() to public;
grant execute on function actor_person() to public;
grant execute on function staff_reaches(of_school uuid, roles text[]) to public;
grant execute on function staff_reaches_district(of_district integer) to public;
grant execute on function staff_was_asked(of_request uuid) to public;
grant insert, select on table address_request to mektep_app;
grant insert, select on table address_request_school to mektep_app;
grant insert, select on table arrival to mektep_app;
grant insert, select on table boundary to mektep_app;
grant insert, select on table boundary_alias to mektep_app;
grant insert, select on table boundary_change to mektep_app;
grant insert, select on table boundary_flag to mektep_app;
grant insert, select on table boundary_import to mektep_app;
grant insert, select on table boundary_proposal to mektep_app;
grant insert, select on table boundary_proposal_ask to mektep_app;
grant insert, select on table boundary_proposal_list to mektep_app;
grant insert, select on table boundary_review to mektep_app;
grant insert, select on table boundary_version to mektep_app;
grant insert, select on table capacity_change to mektep_app;
grant insert, select on table data_key to mektep_app;
grant insert, select on table district to mektep_app;
grant insert, select on table document to mektep_app;
grant insert, select on table guardianship to mektep_app;
grant insert, select on table journal to mektep_app;
grant insert, select on table journal_tally to mektep_app;
grant insert, select on table preschool_list to mektep_app;
grant insert, select on table readiness_check to mektep_app;
grant insert, select on table school_document to mektep_app;
grant insert, select on table street to mektep_app;
grant insert, select, update on table campaign to mektep_app;
grant insert, select, update on table child to mektep_app;
grant insert, select, update on table day_off to mektep_app;
grant insert, select, update on table demo_clock to mektep_app;
grant insert, select, update on table family_link to mektep_app;
grant insert, select, update on table notice to mektep_app;
grant insert, select, update on table person to mektep_app;
grant insert, select, update on table place to mektep_app;
grant insert, select, update on table pool to mektep_app;
grant insert, select, update on table register to mektep_app;
grant insert, select, update on table school to mektep_app;
grant insert, select, update on table school_place to mektep_app;
grant insert, select, update on table staff_role to mektep_app;
grant insert, select, update on table street_place to mektep_app;
grant insert, select, update on table timetable to mektep_app;
grant select on table migration to mektep_app;
grant select on table readiness_print to mektep_app;
grant select on table registered_home to mektep_app;
grant update (answer, words, answered_by, answered_at) on table boundary_proposal_ask to mektep_app;
grant update (at, by) on table readiness_check to mektep_app;
grant update (child_national_id_cipher) on table guardianship to mektep_app;
grant update (choice, chosen_by, chosen_at) on table boundary_import_choice to mektep_app;
grant update (content, columns, state, turn, progress, summary, from_day, published_at, effect_at, head, opened, opened_at, refused, erased_at) on table boundary_import to mektep_app;
grant update (last_seen_at, expires_at, ended_at, end_reason, logout_hint_cipher) on table session to mektep_app;
grant update (name_cipher) on table document to mektep_app;
grant update (state, answered_at, answered_by, school_id, version_id) on table address_request to mektep_app;
grant update (state, decided_at) on table boundary_proposal to mektep_app;
grant update (state, reason, words, answered_by, answered_at) on table address_request_school to mektep_app;
grant update (target, chosen_by, chosen_at) on table boundary_alias to mektep_app;
grant update (times) on table journal_tally to mektep_app;
grant update (to_day) on table boundary_version to mektep_app;
grant update (valid_to) on table boundary to mektep_app;
grant update (wrapped, retired_at) on table data_key to mektep_app;
grant usage on schema public to mektep_app;
grant usage on schema public to public;
