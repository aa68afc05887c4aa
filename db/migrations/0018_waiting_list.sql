-- The waiting list a campaign may switch on: a claim whose wishes are all full stands in line and holds no seat; what becomes free is given to the
-- first in line in the same batch, by an arrival of its own. KG25-21.13, docs/adr/0021-the-waiting-list.md.

alter table arrival drop constraint arrival_outcome_check;
alter table arrival add constraint arrival_outcome_check
  check (outcome in ('enrolled', 'declined', 'refused', 'waiting', 'queued', 'withdrawn', 'rejected'));

-- The draft of an advance answers a claim that stood in line a second time; the register makes it, its generation is the advance's number.
alter table draft drop constraint draft_act_check;
alter table draft add constraint draft_act_check check (act in ('enrol', 'decline', 'withdraw', 'confirm', 'reject', 'advance'));

-- Who stands in line, one row for each pool wished for. Derived from the arrivals, as places are: the arrival of this number says the rest.
create table line (
  campaign_id uuid    not null,
  pool_id     integer not null,
  stage       text    not null,   -- of the claim: when it closes nobody is served on it any more
  seq         bigint  not null,   -- the number of the arrival: who came first is served first
  child_id    uuid    not null,
  primary key (campaign_id, pool_id, stage, seq)
);
create index line_child on line (child_id);

alter table line enable row level security;
create policy line_read on line for select to mektep_app
  using ((select actor()) in ('register', 'worker', 'system')
    or exists (select 1 from family_link l where l.child_id = line.child_id and l.person_id = (select actor_person()) and l.ended_at is null));
create policy line_write on line for all to mektep_app
  using ((select actor()) = 'register') with check ((select actor()) = 'register');
grant select, insert, delete on line to mektep_app;
