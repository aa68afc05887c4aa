-- The register of seats. Arrivals and places are the truth; an application's state is derived from them. docs/locking.md.

-- One row per campaign: the turn. Whoever holds its lock decides.
create table register (
  campaign_id uuid   primary key references campaign,
  batch       bigint not null default 0,
  last_seq    bigint not null default 0,
  writer      uuid
) with (fillfactor = 10);

-- The idempotency key of an act. A child has one open draft per act, given to both parents and every device: the latest generation,
-- open until an arrival answers it.
create table draft (
  id          uuid        primary key default uuidv7(),
  campaign_id uuid        not null references campaign,
  child_id    uuid        not null references child,
  act         text        not null check (act in ('enrol', 'decline')),
  generation  integer     not null check (generation > 0),
  unique (campaign_id, child_id, act, generation)
);

-- What was checked before the seat was asked for, for each applicant: parents registered at different addresses are offered different schools.
create table offer (
  draft       uuid        not null references draft,
  person_id   uuid        not null references person,
  stage       text        not null,
  route       text        not null,
  offered     integer[],                     -- pools; null leaves the choice to the grades
  grades      smallint[]  not null,
  prepared_at timestamptz not null,
  primary key (draft, person_id)
);

create table arrival (
  campaign_id    uuid        not null references campaign,
  seq            bigint      not null check (seq > 0),
  batch          bigint      not null,
  draft          uuid        not null references draft,
  child_id       uuid        not null,       -- the draft's
  person_id      uuid        not null,       -- who pressed
  act            text        not null,
  stage          text        not null,
  route          text        not null,
  offered        integer[],
  grades         smallint[]  not null,
  wishes         integer[]   not null,
  reason         text,
  outcome        text        not null check (outcome in ('enrolled', 'declined', 'refused')),
  pool_id        integer,
  released_id    integer,
  free_before    integer,
  over_quota     boolean     not null,
  guarantee_lost boolean     not null,
  refusal        jsonb,
  clause         text        not null,
  next_step      text        not null,
  received_at    timestamptz not null,
  primary key (campaign_id, seq),
  unique (draft)
);
create index arrival_child on arrival (campaign_id, child_id, seq);

-- The live state: one row per campaign and child, never deleted. A child without a pool holds no seat.
create table place (
  campaign_id    uuid    not null references campaign,
  child_id       uuid    not null references child,
  pool_id        integer references pool,
  guarantee_lost boolean not null,
  cancellations  integer not null,
  seq            bigint  not null,
  primary key (campaign_id, child_id)
);
create index place_pool on place (pool_id) where pool_id is not null;

alter table draft enable row level security;
create policy draft_own on draft to mektep_app
  using ((select actor()) in ('register', 'worker', 'system')
    or exists (select 1 from family_link l where l.child_id = draft.child_id and l.person_id = (select actor_person()) and l.ended_at is null));

alter table offer enable row level security;
create policy offer_own on offer to mektep_app
  using (person_id = (select actor_person()) or (select actor()) in ('register', 'worker', 'system'));

alter table arrival enable row level security;
create policy arrival_own on arrival for select to mektep_app
  using ((select actor()) in ('register', 'worker', 'system')
    or exists (select 1 from family_link l where l.child_id = arrival.child_id and l.person_id = (select actor_person()) and l.ended_at is null));
create policy arrival_write on arrival for insert to mektep_app with check ((select actor()) = 'register');

alter table place enable row level security;
create policy place_read on place for select to mektep_app
  using ((select actor()) in ('register', 'worker', 'system')
    or exists (select 1 from family_link l where l.child_id = place.child_id and l.person_id = (select actor_person()) and l.ended_at is null));
create policy place_write on place for all to mektep_app
  using ((select actor()) = 'register') with check ((select actor()) = 'register');

-- Seats change hands in the register only: outside of it the counters of a pool do not move.
create function pool_guard() returns trigger language plpgsql as $$
begin
  if (new.taken, new.over_quota) is distinct from (old.taken, old.over_quota) and actor() <> 'register' then
    raise exception 'only the register of seats moves the counters of a pool';
  end if;
  return new;
end $$;
create trigger pool_guard before update on pool for each row execute function pool_guard();

grant select, insert, update on register, draft, offer, place to mektep_app;
grant select, insert on arrival to mektep_app;
