import type { Database } from './connect.ts';

/** Enqueues a job of each task with the same payload, all of them or none; one of the same key that waits still stands for the new one. */
export async function addJobsOnce(
  database: Database,
  tasks: readonly string[],
  { text, key }: { readonly text: string; readonly key: string },
): Promise<void> {
  await database.pool.query(
    `select graphile_worker.add_job(task, $2::json, job_key := task || ' ' || $3, job_key_mode := 'unsafe_dedupe') from unnest($1::text[]) task`,
    [tasks, text, key],
  );
}

/** Enqueues what the clock hands out, unless that was done for this time or a later one. */
export async function addJobDue(database: Database, task: string, due: Date): Promise<void> {
  await database.pool.query(
    `with due as (
       insert into timetable (line, done_until) values ($1, $2)
       on conflict (line) do update set done_until = excluded.done_until where timetable.done_until < excluded.done_until
       returning line)
     select graphile_worker.add_job(line, '{}'::json, job_key := 'timetable ' || line) from due`,
    [task, due],
  );
}
