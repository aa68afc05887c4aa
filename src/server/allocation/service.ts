import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from '#domain/allocation/seat.ts';
import { windowAt } from '#domain/application/windows.ts';
import type { Moment } from '#domain/core/day.ts';
import type { Policy } from '#domain/policy/policy.ts';
import { type Clock, momentAt } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import type { Answer, Claim, Waiting } from './service-claim.ts';
import { decideUnderTurn } from './service-turn.ts';
import { takeTurn } from './store.ts';

export type { Answer, ArrivalAnswered, Claim, Credential } from './service-claim.ts';

/** The register of seats of one campaign in this process. Every way to take or give back a seat goes through it, in one order. */
export type Register = {
  /** Stamps the claim's arrival now, before it queues, and answers when its batch is durable. */
  claim(claim: Claim): Promise<Answer>;
  /** Refuses new claims and waits for those in hand. */
  close(): Promise<void>;
};

export type RegisterOptions = {
  readonly campaign: { readonly id: string; readonly policy: Policy };
  readonly clock: Clock;
  /** Claims waiting beyond this are answered 503. */
  readonly queueLimit: number;
  /** Claims decided together, at most. */
  readonly batchLimit: number;
  /** A claim not decided after this long is answered “unknown yet”. */
  readonly patienceMs: number;
  readonly onFault: (fault: unknown) => void;
};

type Memory = { readonly batch: number; readonly pools: Map<number, Pool> };

const retryAfterSeconds = 2;
const attemptPauseMs = 150;

/** Opens the register. Batches gather while the one before commits; see docs/locking.md. */
export function openRegister(database: Database, options: RegisterOptions): Register {
  const { campaign, clock } = options;
  const writer = randomUUID();
  const waiting: Waiting[] = [];
  let memory: Memory | null = null;
  let running: Promise<void> | null = null;
  let closed = false;

  function claim(asked: Claim): Promise<Answer> {
    const receivedMs = clock.now();
    const at = momentAt(receivedMs, campaign.policy.timeZone);
    const early = notOpenYet(campaign.policy, at);
    if (early !== null) return Promise.resolve(early);
    if (closed || waiting.length >= options.queueLimit) return Promise.resolve({ kind: 'busy', retryAfterSeconds });
    return new Promise((answer) => {
      waiting.push({ claim: asked, receivedMs, deadlineMs: performance.now() + options.patienceMs, at, answer });
      running ??= drain();
    });
  }

  async function drain(): Promise<void> {
    // Requests that arrived in the same turn of the event loop belong to the same batch.
    await new Promise(setImmediate);
    try {
      while (waiting.length > 0) await settle(waiting.splice(0, options.batchLimit));
    } finally {
      // In the same breath as the last look at the queue: a claim made the moment another is answered must find nobody running.
      running = null;
    }
  }

  async function settle(batch: readonly Waiting[]): Promise<void> {
    let open = batch;
    for (;;) {
      const late = open.filter((one) => performance.now() > one.deadlineMs);
      for (const one of late) one.answer({ kind: 'unknown_yet', retryAfterSeconds });
      open = open.filter((one) => !late.includes(one));
      if (open.length === 0) return;
      const answers = await attempt(open);
      if (answers !== null) {
        open.forEach((one, place) => one.answer(answers[place] ?? { kind: 'unknown_draft' }));
        return;
      }
      // A draft answered by a commit whose answer was lost is found on the next attempt: deciding again is safe.
      memory = null;
      await pause(attemptPauseMs);
    }
  }

  async function attempt(batch: readonly Waiting[]): Promise<readonly Answer[] | null> {
    let client;
    try {
      client = await database.pool.connect();
    } catch (fault) {
      options.onFault(fault);
      return null;
    }
    try {
      const turn = await takeTurn(client, campaign.id);
      const pools = memory !== null && memory.batch === turn.batch && turn.writer === writer ? memory.pools : new Map<number, Pool>();
      const decided = await decideUnderTurn(client, campaign, batch, { ...turn, writer }, pools);
      await client.query(decided.kept ? 'commit' : 'rollback');
      client.release();
      if (!decided.kept) return null;
      memory = { batch: decided.batch, pools };
      return decided.answers;
    } catch (fault) {
      options.onFault(fault);
      // The connection's state is unknown: it is closed, and the server rolls back what was not committed.
      client.release(true);
      return null;
    }
  }

  return {
    claim,
    async close() {
      closed = true;
      await running;
    },
  };
}

/** Before any stage is open nothing queues: the answer is when it opens. */
function notOpenYet(policy: Policy, at: Moment): Answer | null {
  const window = windowAt(policy, at);
  if (window.kind !== 'not_open_yet' && window.kind !== 'between') return null;
  return { kind: 'not_open_yet', opensAt: window.next.opens, clause: window.next.clause };
}
