-- Before a campaign starts each director checks off the school's entry, quota and boundaries. What was checked is kept as a print of its content: a check
-- stands as long as the content is the same. KG25-18.8.
create table readiness_check (
  id          uuid        primary key default uuidv7(),
  campaign_id uuid        not null references campaign,
  school_id   uuid        not null references school,
  part        text        not null check (part in ('entry', 'quota', 'boundaries')),
  print       text        not null,
  at          timestamptz not null,
  by          text        not null,       -- an actor, as in the journal
  unique (campaign_id, school_id, part, print)
);
grant select, insert, update (at, by) on readiness_check to mektep_app;

-- The content of each part of each school, as prints. A part that is not there has none.
create view readiness_print with (security_invoker = true) as
select c.id as campaign_id, s.id as school_id, s.district_id, p.part, p.print
from campaign c
cross join school s
cross join lateral (values
  ('entry', md5(s.name::text || s.address::text || s.director || coalesce(s.number::text, '') || s.kind)),
  ('quota', (select md5(string_agg(concat_ws(' ', q.grade, q.language, q.kind, q.capacity), ',' order by q.grade, q.language, q.kind))
             from pool q where q.campaign_id = c.id and q.school_id = s.id)),
  ('boundaries', (select v.id::text from boundary_version v
                  where v.campaign_id = c.id and v.school_id = s.id order by v.number desc limit 1))
) as p(part, print);
grant select on readiness_print to mektep_app;
