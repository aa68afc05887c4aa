import { Logger, run } from 'graphile-worker';
import type { Logger as PinoLogger } from 'pino';
import type { Database } from './db/connect.ts';

/** A job runner: `stop` lets the jobs in hand finish. */
export type Jobs = { stop(): Promise<void> };

export type TaskList = Readonly<Record<string, (payload: unknown) => Promise<void>>>;

/** Runs the jobs the register and the services enqueued in their transactions. */
export async function runJobs(database: Database, tasks: TaskList, log: PinoLogger): Promise<Jobs> {
  const levels = { error: 'error', warning: 'warn', info: 'debug', debug: 'debug' } as const;
  const runner = await run({
    pgPool: database.pool,
    taskList: { ...tasks },
    concurrency: 2,
    pollInterval: 1000,
    // The process itself decides when it ends.
    noHandleSignals: true,
    logger: new Logger(() => (level, message) => log[levels[level]]({ part: 'jobs' }, message)),
  });
  return { stop: () => runner.stop() };
}
