-- What the register writes is read under the turn a moment before, and nobody but the owner can delete it: looking each reference up once more
-- for every claim cost as much as the writing itself. docs/locking.md; `mektep replay` checks what these constraints promised.
alter table arrival drop constraint arrival_campaign_id_fkey, drop constraint arrival_draft_fkey;
alter table place drop constraint place_campaign_id_fkey, drop constraint place_child_id_fkey,
  drop constraint place_pool_id_fkey, drop constraint place_waiting_pool_id_fkey;

-- Ends a transaction whose guard did not hold, without another round trip.
create function abort_unless(held boolean) returns boolean language plpgsql as $$
begin
  if held is not true then
    raise exception 'a guard of the register did not hold' using errcode = 'MK001';
  end if;
  return held;
end $$;

-- A change of a pool's seats takes its number in the order of the arrivals: who arrived before it saw the old seats, who came after it the new ones.
create table capacity_change (
  campaign_id uuid        not null references campaign,
  seq         bigint      not null check (seq > 0),
  batch       bigint      not null,
  key         uuid        not null,          -- idempotency key of whoever changes it
  pool_id     integer     not null references pool,
  before      integer     not null check (before >= 0),
  after       integer     not null check (after >= 0),
  taken       integer     not null,          -- at that moment
  actor       text        not null,
  ground      text        not null,          -- the order or the clause it rests on
  received_at timestamptz not null,
  primary key (campaign_id, seq),
  unique (key, pool_id)
);
create index capacity_change_pool on capacity_change (pool_id, seq);
grant select, insert on capacity_change to mektep_app;
alter table capacity_change enable row level security;
-- How many seats a school has, and who changed that, is nobody's secret.
create policy capacity_change_read on capacity_change for select to mektep_app using (true);
create policy capacity_change_write on capacity_change for insert to mektep_app with check ((select actor()) = 'register');

-- Seats change hands, and their number changes, in the register only. A policy asks once a statement who acts; a trigger asked for every row.
drop trigger pool_guard on pool;
drop function pool_guard();
alter table pool enable row level security;
create policy pool_read on pool for select to mektep_app using (true);
create policy pool_enter on pool for insert to mektep_app with check ((select actor()) = 'system');
create policy pool_change on pool for update to mektep_app using (true) with check ((select actor()) = 'register');

-- Counters are rewritten where they stand.
alter table pool set (fillfactor = 50);
-- A child's arrivals are found by the child alone.
drop index arrival_child;
create index arrival_child on arrival (child_id, seq);
