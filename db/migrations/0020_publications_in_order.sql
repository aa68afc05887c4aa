-- A publication of boundaries takes its number in the order of the arrivals, as a change of seats does: whoever arrived before it is decided on the
-- boundaries as they were, who comes after it on the new ones. KG25-18.4, KG22-9.
create table boundary_change (
  campaign_id  uuid        not null references campaign,
  seq          bigint      not null check (seq > 0),
  batch        bigint      not null,
  version_id   uuid        not null unique references boundary_version,
  school_id    uuid        not null references school,
  actor        text        not null,
  published_at timestamptz not null,
  primary key (campaign_id, seq)
);
create index boundary_change_school on boundary_change (school_id);
-- Which list a school has, since when and by whom, is nobody's secret.
grant select, insert on boundary_change to mektep_app;

-- How often boundaries were published: by it every process tells whether what it knows of them still holds.
alter table register add column boundaries bigint not null default 0;

-- What a family was shown decides nothing any more. It is kept as far as it spares the register work: which version was found to serve which pool,
-- for which homes of the person it was offered to. Lists never change once they are published, so what was found of one stays true of it.
delete from offer;
alter table offer drop column stage, drop column route, drop column offered, drop column grades,
  add column homes text not null, add column pools int[] not null, add column versions uuid[] not null;

-- The register reads where somebody is registered, and nothing else of a person.
create view registered_home with (security_barrier) as
  select id as person_id, jsonb_build_array(address -> 'streetId', address -> 'house') as home
  from person where address is not null and (select actor()) = 'register';
grant select on registered_home to mektep_app;
