import type { Database } from './connect.ts';

/**
 * Gives back jobs that a worker took so long ago that it must have died with them in hand; without this they would lie for hours.
 * Jobs are idempotent: one that was merely slow does no harm when it runs twice.
 */
export async function unlockAbandonedJobs(database: Database, olderThanSeconds: number): Promise<void> {
  await database.pool.query(
    `select graphile_worker.force_unlock_workers(array(
       select distinct locked_by from graphile_worker.jobs where locked_at < now() - make_interval(secs => $1)))`,
    [olderThanSeconds],
  );
}
