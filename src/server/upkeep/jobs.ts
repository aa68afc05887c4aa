import type { Logger } from 'pino';
import { queueState } from '../db/job-list.ts';
import type { Database } from '../db/connect.ts';
import { transact } from '../db/transaction.ts';
import { append } from '../journal/store.ts';
import { secondsOff } from '../start-checks.ts';
import { forgetBoundaryDrafts, forgetPreparedActs, forgetSessions } from './store.ts';

export type UpkeepPlan = {
  readonly sessionsKeptDays: number;
  readonly draftsKeptDays: number;
  readonly clockOffSeconds: number;
  readonly log: Logger;
};

/** A due job that nobody takes for so long means that no worker lives, or that there are too few. */
const lateSeconds = 15 * 60;
const roundsAtMost = 1_000;

/** What the clock hands out: what is past its time is forgotten, and what somebody must look at is said. */
export function upkeepJobs(database: Database, plan: UpkeepPlan) {
  const { log } = plan;

  /** Part after part, each in a transaction of its own, until nothing is left; what was forgotten is in the journal as a number. */
  async function forget(what: string, actor: 'worker' | 'sign_in', days: number, part: typeof forgetSessions): Promise<void> {
    let total = 0;
    for (let round = 0; round < roundsAtMost; round += 1) {
      const forgotten = await transact(database, actor, (tx) => part(tx, days));
      total += forgotten;
      if (forgotten === 0) break;
    }
    if (total === 0) return;
    const detail = { what, count: total, days };
    await transact(database, 'worker', (tx) =>
      append(tx, [{ at: new Date(), actor: 'worker', act: 'retention.forgotten', campaign: null, subject: null, detail }]),
    );
  }

  return {
    'retention.sessions': (): Promise<void> => forget('sessions', 'sign_in', plan.sessionsKeptDays, forgetSessions),

    'retention.drafts': async (): Promise<void> => {
      await forget('boundary_drafts', 'worker', plan.draftsKeptDays, forgetBoundaryDrafts);
      await forget('prepared_acts', 'worker', plan.draftsKeptDays, forgetPreparedActs);
    },

    'alarm.jobs': async (): Promise<void> => {
      const { givenUp, oldestDueSeconds } = await queueState(database);
      if (givenUp > 0)
        log.error({ part: 'jobs', alarm: 'jobs_given_up', count: givenUp }, 'jobs were given up; see `npm run mektep -- jobs list`');
      if (oldestDueSeconds > lateSeconds)
        log.error({ part: 'jobs', alarm: 'jobs_late', seconds: oldestDueSeconds }, 'jobs wait too long: are there enough workers?');
    },

    'alarm.clock': async (): Promise<void> => {
      const off = await secondsOff(database);
      if (Math.abs(off) > plan.clockOffSeconds)
        log.error({ part: 'clock', alarm: 'clock_off', seconds: Math.round(off) }, 'this machine’s clock is far from the database’s');
    },
  };
}
