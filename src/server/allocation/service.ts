import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { windowAt } from '#domain/application/windows.ts';
import type { Moment } from '#domain/core/day.ts';
import type { Policy } from '#domain/policy/policy.ts';
import { type Clock, momentAt } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { batchesOf } from './service-batches.ts';
import type { Answer, CapacityAnswer, CapacityChange, Claim, Waiting } from './service-claim.ts';

export type { Answer, ArrivalAnswered, CapacityAnswer, CapacityChange, Claim, Credential } from './service-claim.ts';

/** The register of seats of one campaign in this process. Every way to take or give back a seat goes through it, in one order. */
export type Register = {
  /** Stamps the claim's arrival now, before it queues, and answers when its batch is durable. */
  claim(claim: Claim): Promise<Answer>;
  /** Changes a pool's seats in the same order: what becomes free is free for the next claim. Answers when it is durable. */
  changeCapacity(change: CapacityChange): Promise<CapacityAnswer>;
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

const retryAfterSeconds = 2;
const attemptPauseMs = 150;
const sweepMs = 250;

/** Opens the register. Batches gather while the one before commits; see docs/locking.md. */
export function openRegister(database: Database, options: RegisterOptions): Register {
  const { campaign, clock } = options;
  const waiting: Waiting[] = [];
  const batches = batchesOf(database, { ...campaign, writer: randomUUID() }, options);
  let running: Promise<void> | null = null;
  let closed = false;

  function claim(asked: Claim): Promise<Answer> {
    const receivedMs = clock.now();
    const at = momentAt(receivedMs, campaign.policy.timeZone);
    const early = notOpenYet(campaign.policy, at);
    if (early !== null) return Promise.resolve(early);
    return queue((stamp, answer) => ({ ...stamp, claim: asked, answer }), receivedMs, at);
  }

  function queue<Given>(
    make: (stamp: Stamp, answer: (given: Given | NotDecided) => void) => Waiting,
    receivedMs: number,
    at: Moment,
  ): Promise<Given | NotDecided> {
    if (closed || waiting.length >= options.queueLimit) return Promise.resolve({ kind: 'busy', retryAfterSeconds });
    return new Promise((answer) => {
      waiting.push(make({ receivedMs, deadlineMs: performance.now() + options.patienceMs, at }, answer));
      running ??= drain();
    });
  }

  async function drain(): Promise<void> {
    const sweeper = setInterval(turnAwayLate, sweepMs);
    // Requests that arrived in the same turn of the event loop belong to the same batch.
    await new Promise(setImmediate);
    try {
      while (waiting.length > 0) {
        const { outcome, left } = await batches.write(waiting);
        // Those who came first stay first.
        if (outcome === 'not_writable') waiting.unshift(...(await writeApart(left)));
        else waiting.unshift(...left);
        if (outcome === 'failed' || outcome === 'not_writable') await pause(attemptPauseMs);
        turnAwayLate();
      }
    } finally {
      clearInterval(sweeper);
      // In the same breath as the last look at the queue: a claim made the moment another is answered must find nobody running.
      running = null;
    }
  }

  /**
   * One act holds what the database cannot keep. The acts are cut in two, in their order, until that one stands alone: it is told that nothing is
   * known, the others are answered. What failed for another reason is left, with all behind it.
   */
  async function writeApart(acts: readonly Waiting[]): Promise<readonly Waiting[]> {
    if (acts.length <= 1) {
      acts[0]?.answer({ kind: 'unknown_yet', retryAfterSeconds });
      return [];
    }
    const middle = Math.ceil(acts.length / 2);
    for (const [from, to] of [[0, middle] as const, [middle, acts.length] as const]) {
      const { outcome, left } = await batches.write(acts.slice(from, to));
      const rest = outcome === 'not_writable' ? await writeApart(left) : left;
      if (rest.length > 0) return [...rest, ...acts.slice(to)];
    }
    return [];
  }

  /** Nobody waits for ever: who waits too long reads “not known yet”. What is in hand goes on, and its answer is there for whoever asks again. */
  function turnAwayLate(): void {
    const now = performance.now();
    const isLate = ({ deadlineMs }: Waiting) => deadlineMs < now;
    for (const one of [...batches.inHand(), ...waiting].filter(isLate)) one.answer({ kind: 'unknown_yet', retryAfterSeconds });
    const patient = waiting.filter((one) => !isLate(one));
    waiting.splice(0, waiting.length, ...patient);
  }

  return {
    claim,
    changeCapacity(change) {
      const receivedMs = clock.now();
      return queue((stamp, answer) => ({ ...stamp, change, answer }), receivedMs, momentAt(receivedMs, campaign.policy.timeZone));
    },
    async close() {
      closed = true;
      await running;
      batches.disconnect();
    },
  };
}

type NotDecided = Extract<CapacityAnswer, { readonly kind: 'busy' | 'unknown_yet' }>;
type Stamp = Pick<Waiting, 'receivedMs' | 'deadlineMs' | 'at'>;

/** Before any stage is open nothing queues: the answer is when it opens. */
function notOpenYet(policy: Policy, at: Moment): Answer | null {
  const window = windowAt(policy, at);
  if (window.kind !== 'not_open_yet' && window.kind !== 'between') return null;
  return { kind: 'not_open_yet', opensAt: window.next.opens, clause: window.next.clause };
}
