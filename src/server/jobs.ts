import { EventEmitter } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Logger, run, type Runner, type WorkerEvents } from 'graphile-worker';
import type { Logger as PinoLogger } from 'pino';
import { showLife, unlockAbandonedJobs } from './db/abandoned-jobs.ts';
import type { Database } from './db/connect.ts';
import { type GivenUp, limited } from './job-limits.ts';
import { handOutDue, type TimetableLine } from './timetable.ts';

/** A job runner: `stop` lets the jobs in hand finish. */
export type Jobs = {
  /** Whether it takes jobs: not while it is being begun again. */
  isAlive(): boolean;
  stop(): Promise<void>;
};

export type TaskList = Readonly<Record<string, (payload: unknown) => Promise<void>>>;

/** What the clock hands out, by the hours of a zone. */
export type Hours = { readonly lines: readonly TimetableLine[]; readonly zone: string };

const restartPauseMs = 500;
const abandonedAfterSeconds = 30;
const lookEveryMs = 10_000;

/**
 * Runs the jobs the register and the services enqueued in their transactions, and those the clock hands out. A runner that ended because the
 * database cut it off is begun again: jobs wait, they do not die, and neither does the process. Jobs of a process that was killed are taken up
 * within a minute.
 */
export async function runJobs(database: Database, tasks: TaskList, log: PinoLogger, hours: Hours | null = null): Promise<Jobs> {
  const ending = new AbortController();
  const workers = new Set<string>();
  const begun = () => begin(database, tasks, log, workers);
  let runner = await begun();
  let alive = true;
  const watched = watch();
  const lines = (hours?.lines ?? []).filter(({ task }) => tasks[task] !== undefined);

  /** Shows life, then looks for those who show none. Who could not show its own life believes nobody else dead. */
  async function lookAround(): Promise<void> {
    await showLife(database, [...workers]);
    await unlockAbandonedJobs(database, abandonedAfterSeconds);
    if (hours !== null) await handOutDue(database, lines, Date.now(), hours.zone);
  }
  const look = () =>
    lookAround().catch((fault: unknown) => log.warn({ part: 'jobs', err: fault }, 'jobs that are abandoned or due were not looked for'));
  const timer = setInterval(() => void look(), lookEveryMs);
  await look();

  async function watch(): Promise<void> {
    for (;;) {
      const fault: unknown = await runner.promise.then(
        () => null,
        (reason: unknown) => reason,
      );
      alive = false;
      if (ending.signal.aborted) return;
      log.error({ part: 'jobs', err: fault }, 'the job runner ended; it is begun again');
      const next = await beginAgain();
      if (next === null) return;
      runner = next;
      alive = true;
    }
  }

  async function beginAgain(): Promise<Runner | null> {
    while (!ending.signal.aborted) {
      await pause(restartPauseMs, undefined, { signal: ending.signal }).catch(() => undefined);
      if (ending.signal.aborted) return null;
      try {
        return await begun();
      } catch (fault) {
        log.error({ part: 'jobs', err: fault }, 'the job runner cannot begin; it is tried again');
      }
    }
    return null;
  }

  return {
    isAlive: () => alive,
    async stop() {
      ending.abort();
      clearInterval(timer);
      // One that has ended by itself cannot be stopped again.
      await runner.stop().catch(() => undefined);
      await watched;
    },
  };
}

function begin(database: Database, tasks: TaskList, log: PinoLogger, workers: Set<string>): Promise<Runner> {
  const levels = { error: 'error', warning: 'warn', info: 'debug', debug: 'debug' } as const;
  const events = new EventEmitter() as WorkerEvents;
  events.on('pool:create', ({ workerPool }) => void workers.add(workerPool.id));
  const onGivenUp = ({ fault, ...which }: GivenUp) =>
    log.error({ part: 'jobs', alarm: 'job_given_up', ...which, err: fault }, 'a job was given up; see `npm run mektep -- jobs list`');
  const runner = run({
    pgPool: database.pool,
    events,
    taskList: Object.fromEntries(Object.entries(tasks).map(([name, task]) => [name, limited(database, name, task, onGivenUp)])),
    concurrency: 2,
    pollInterval: 1000,
    // Completed and failed jobs go through the runner's batches: there a lost connection ends the runner, elsewhere it would end the process.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    // The process itself decides when it ends.
    noHandleSignals: true,
    logger: new Logger(() => (level, message) => log[levels[level]]({ part: 'jobs' }, message)),
  });
  endIfFirstLookFails(events, runner);
  return runner;
}

/**
 * The runner reads once which tasks it knows and keeps also a failure to read them: one whose first look failed would never take a job again.
 * It is ended, so that another is begun.
 */
function endIfFirstLookFails(events: WorkerEvents, runner: Promise<Runner>): void {
  let hasLooked = false;
  const looked = () => void (hasLooked = true);
  events.on('worker:getJob:empty', looked);
  events.on('job:start', looked);
  events.on('worker:getJob:error', () => {
    if (!hasLooked) void runner.then((one) => one.stop()).catch(() => undefined);
  });
}
