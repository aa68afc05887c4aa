import type { JobHelpers } from 'graphile-worker';
import { giveUpJob } from './db/abandoned-jobs.ts';
import type { Database } from './db/connect.ts';

/** How often a task is tried and how long one attempt may take. The pauses grow: some 3 seconds, 7, 20, 55, … up to 6 hours. */
export type TaskLimit = { readonly attempts: number; readonly minutes: number };

type Task = (payload: unknown) => Promise<void>;

const usual: TaskLimit = { attempts: 12, minutes: 10 };

/** Where the usual does not fit: what the clock hands out comes again by itself; a large file takes its time. */
const limits: Readonly<Record<string, TaskLimit>> = {
  'alarm.jobs': { attempts: 2, minutes: 1 },
  'alarm.clock': { attempts: 2, minutes: 1 },
  'retention.sessions': { attempts: 3, minutes: 10 },
  'retention.drafts': { attempts: 3, minutes: 10 },
  erase_boundary_files: { attempts: 3, minutes: 30 },
  boundary_import: { attempts: 5, minutes: 30 },
};

/** How often a task is tried, and for how long. */
export function limitOf(task: string): TaskLimit {
  return limits[task] ?? usual;
}

/** A job that failed for the last time. */
export type GivenUp = { readonly job: string; readonly task: string; readonly attempts: number; readonly fault: unknown };

/** The task within its limits: an attempt that takes too long has failed, and after the last one the job is given up, which somebody is told. */
export function limited(database: Database, name: string, task: Task, onGivenUp: (given: GivenUp) => void, limit = limitOf(name)) {
  return async (payload: unknown, { job }: Pick<JobHelpers, 'job'>): Promise<void> => {
    try {
      await within(limit.minutes, task(payload));
    } catch (fault) {
      if (job.attempts >= Math.min(limit.attempts, job.max_attempts)) {
        await giveUpJob(database, job.id);
        onGivenUp({ job: job.id, task: name, attempts: job.attempts, fault });
      }
      throw fault;
    }
  };
}

async function within(minutes: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it did not end within ${minutes} minutes`)), minutes * 60_000);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
