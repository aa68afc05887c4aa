-- Where the school decides, an application waits for its answer and takes no seat; it can be withdrawn. KZA-6, KZA-9.

alter table place add column waiting_pool_id integer references pool;
create index place_waiting on place (waiting_pool_id) where waiting_pool_id is not null;

alter table arrival add column applied_pool_id integer;   -- of the application this act made, took back or answered
alter table arrival drop constraint arrival_outcome_check;
alter table arrival add constraint arrival_outcome_check check (outcome in ('enrolled', 'declined', 'refused', 'waiting', 'withdrawn', 'rejected'));

alter table draft drop constraint draft_act_check;
alter table draft add constraint draft_act_check check (act in ('enrol', 'decline', 'withdraw', 'confirm', 'reject'));
