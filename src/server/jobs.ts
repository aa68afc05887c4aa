import { setTimeout as pause } from 'node:timers/promises';
import { Logger, run, type Runner } from 'graphile-worker';
import type { Logger as PinoLogger } from 'pino';
import { unlockAbandonedJobs } from './db/abandoned-jobs.ts';
import type { Database } from './db/connect.ts';

/** A job runner: `stop` lets the jobs in hand finish. */
export type Jobs = { stop(): Promise<void> };

export type TaskList = Readonly<Record<string, (payload: unknown) => Promise<void>>>;

const restartPauseMs = 500;
const abandonedAfterSeconds = 30;
const unlockEveryMs = 10_000;

/**
 * Runs the jobs the register and the services enqueued in their transactions. A runner that ended because the database cut it off is begun
 * again: jobs wait, they do not die, and neither does the process. Jobs of a process that was killed are taken up within a minute.
 */
export async function runJobs(database: Database, tasks: TaskList, log: PinoLogger): Promise<Jobs> {
  const ending = new AbortController();
  let runner = await begin(database, tasks, log);
  const watched = watch();
  const unlock = () =>
    unlockAbandonedJobs(database, abandonedAfterSeconds).catch((fault: unknown) =>
      log.warn({ part: 'jobs', err: fault }, 'abandoned jobs were not looked for'),
    );
  const timer = setInterval(() => void unlock(), unlockEveryMs);
  await unlock();

  async function watch(): Promise<void> {
    for (;;) {
      const fault: unknown = await runner.promise.then(
        () => null,
        (reason: unknown) => reason,
      );
      if (ending.signal.aborted) return;
      log.error({ part: 'jobs', err: fault }, 'the job runner ended; it is begun again');
      const next = await beginAgain();
      if (next === null) return;
      runner = next;
    }
  }

  async function beginAgain(): Promise<Runner | null> {
    while (!ending.signal.aborted) {
      await pause(restartPauseMs, undefined, { signal: ending.signal }).catch(() => undefined);
      if (ending.signal.aborted) return null;
      try {
        return await begin(database, tasks, log);
      } catch (fault) {
        log.error({ part: 'jobs', err: fault }, 'the job runner cannot begin; it is tried again');
      }
    }
    return null;
  }

  return {
    async stop() {
      ending.abort();
      clearInterval(timer);
      // One that has ended by itself cannot be stopped again.
      await runner.stop().catch(() => undefined);
      await watched;
    },
  };
}

function begin(database: Database, tasks: TaskList, log: PinoLogger): Promise<Runner> {
  const levels = { error: 'error', warning: 'warn', info: 'debug', debug: 'debug' } as const;
  return run({
    pgPool: database.pool,
    taskList: { ...tasks },
    concurrency: 2,
    pollInterval: 1000,
    // Completed and failed jobs go through the runner's batches: there a lost connection ends the runner, elsewhere it would end the process.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    // The process itself decides when it ends.
    noHandleSignals: true,
    logger: new Logger(() => (level, message) => log[levels[level]]({ part: 'jobs' }, message)),
  });
}
