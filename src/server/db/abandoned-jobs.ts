import type { Database } from './connect.ts';

/** A process that ended twice with the same job in hand does not get it a third time. */
const deathsAtMost = 2;

/**
 * Gives back jobs whose worker has shown no life for so long that its process must have ended with them in hand; without this they would lie for
 * hours. A job that was in hand at two such ends is given up: it may be what ends them, and whoever runs the system decides.
 */
export async function unlockAbandonedJobs(database: Database, olderThanSeconds: number): Promise<void> {
  await database.pool.query({ text: unlockSql, values: [olderThanSeconds, deathsAtMost, gaveUp] });
}

/** Why a job was given up, as the list of given-up jobs says it. */
export const gaveUp = 'its process ended with it in hand, twice; look what it was before it is tried again';

// Workers that look at the same moment take turns: whoever comes second finds nothing abandoned.
const unlockSql = `
  with turn as materialized (select pg_advisory_xact_lock(hashtext('mektep.abandoned_jobs'))),
  dead as materialized (
    select j.id, j.locked_by from turn, graphile_worker._private_jobs j
    where j.locked_at < now() - make_interval(secs => $1) for update of j skip locked),
  counted as (
    insert into job_death as d (job_id, deaths) select id, 1 from dead
    on conflict (job_id) do update set deaths = d.deaths + 1, last_at = now()
    returning job_id, deaths),
  queues as (
    update graphile_worker._private_job_queues q set locked_at = null, locked_by = null from dead where q.locked_by = dead.locked_by),
  forgotten as (
    delete from job_death d where not exists (select from graphile_worker._private_jobs j where j.id = d.job_id))
  update graphile_worker._private_jobs j
  set locked_at = null, locked_by = null,
      attempts = case when c.deaths >= $2 then j.max_attempts else j.attempts end,
      last_error = case when c.deaths >= $2 then $3 else j.last_error end
  from counted c where j.id = c.job_id`;

/** Shows that the workers of this process live: a job that takes long is not taken for one whose process has ended. */
export async function showLife(database: Database, workers: readonly string[]): Promise<void> {
  if (workers.length === 0) return;
  await database.pool.query(
    `with jobs as (update graphile_worker._private_jobs set locked_at = now() where locked_by = any($1::text[]))
     update graphile_worker._private_job_queues set locked_at = now() where locked_by = any($1::text[])`,
    [workers],
  );
}

/** Ends the attempts of a job that has failed as often as its task may. */
export async function giveUpJob(database: Database, job: string): Promise<void> {
  await database.pool.query('update graphile_worker._private_jobs set max_attempts = greatest(attempts, 1) where id = $1', [job]);
}
