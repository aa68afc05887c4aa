import type { Database } from './connect.ts';

/** A job as whoever runs the system sees it: never its payload. */
export type JobSeen = {
  readonly id: string;
  readonly task: string;
  readonly attempts: number;
  readonly error: string | null;
  readonly since: Date;
};

/** How the queue stands. */
export type QueueState = {
  readonly waiting: number;
  readonly givenUp: number;
  /** How long the oldest job has been due that nobody has taken. */
  readonly oldestDueSeconds: number;
};

const listAtMost = 500;

/** The jobs that were given up, the oldest first. */
export async function findGivenUp(database: Database): Promise<readonly JobSeen[]> {
  const { rows } = await database.pool.query<JobSeen>(
    `select id::text, task_identifier as task, attempts, split_part(last_error, E'\\n', 1) as error, created_at as since
       from graphile_worker.jobs where attempts >= max_attempts and locked_at is null order by id limit ${listAtMost}`,
  );
  return rows;
}

/** Counts the queue. */
export async function queueState(database: Database): Promise<QueueState> {
  const { rows } = await database.pool.query<QueueState>(
    `select count(*) filter (where attempts < max_attempts)::int as waiting,
            count(*) filter (where attempts >= max_attempts and locked_at is null)::int as "givenUp",
            coalesce(extract(epoch from now() - min(run_at) filter (where attempts < max_attempts and locked_at is null and run_at <= now())), 0)::int
              as "oldestDueSeconds"
       from graphile_worker.jobs`,
  );
  return rows[0] as QueueState;
}

/** Begins given-up jobs anew, with all their attempts; `null` means all of them. Answers their ids. */
export async function retryGivenUp(database: Database, ids: readonly string[] | null): Promise<readonly string[]> {
  const { rows } = await database.pool.query<{ id: string }>(
    `with chosen as (
       select id from graphile_worker.jobs where attempts >= max_attempts and locked_at is null and ($1::bigint[] is null or id = any($1::bigint[]))),
     alive as (delete from job_death where job_id in (select id from chosen))
     select r.id::text from graphile_worker.reschedule_jobs((select array_agg(id) from chosen), now(), attempts := 0, max_attempts := 25) r`,
    [ids],
  );
  return rows.map(({ id }) => id);
}

/** Throws given-up jobs away. Answers their ids. */
export async function dropGivenUp(database: Database, ids: readonly string[]): Promise<readonly string[]> {
  const { rows } = await database.pool.query<{ id: string }>(
    `select c.id::text from graphile_worker.complete_jobs((
       select array_agg(id) from graphile_worker.jobs where attempts >= max_attempts and locked_at is null and id = any($1::bigint[]))) c`,
    [ids],
  );
  return rows.map(({ id }) => id);
}
