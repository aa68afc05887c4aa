import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { windowAt } from '#domain/application/windows.ts';
import type { Moment } from '#domain/core/day.ts';
import type { Policy } from '#domain/policy/policy.ts';
import { type Clock, momentAt } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import type { Answer, CapacityAnswer, CapacityChange, Claim, Waiting } from './service-claim.ts';
import { decideUnderTurn, type Memory } from './service-turn.ts';
import { registerSettings, type Turn } from './store.ts';

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
/** How often it is looked whether somebody has waited too long. */
const bellMs = 100;

/** Opens the register. Batches gather while the one before commits; see docs/locking.md. */
export function openRegister(database: Database, options: RegisterOptions): Register {
  const { campaign, clock } = options;
  const writer = randomUUID();
  const waiting: Waiting[] = [];
  let inHand: readonly Waiting[] = [];
  let memory: Memory | null = null;
  let connection: Turn | null = null;
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
    // Requests that arrived in the same turn of the event loop belong to the same batch.
    await new Promise(setImmediate);
    const bell = setInterval(tellLate, bellMs);
    try {
      while (waiting.length > 0) await settle((inHand = waiting.splice(0, options.batchLimit)));
    } finally {
      clearInterval(bell);
      inHand = [];
      // In the same breath as the last look at the queue: a claim made the moment another is answered must find nobody running.
      running = null;
    }
  }

  /** A batch may be stuck on a connection that is dead and does not say so: neither those in it nor those behind it wait longer than they were promised. */
  function tellLate(): void {
    const now = performance.now();
    const inTime = waiting.findIndex((one) => one.deadlineMs >= now);
    const late = waiting.splice(0, inTime < 0 ? waiting.length : inTime);
    // What is in hand may be decided yet: whoever asks again is told then.
    for (const one of [...inHand.filter(({ deadlineMs }) => deadlineMs < now), ...late])
      one.answer({ kind: 'unknown_yet', retryAfterSeconds });
  }

  async function settle(batch: readonly Waiting[]): Promise<void> {
    let open = batch;
    for (;;) {
      const late = open.filter((one) => performance.now() > one.deadlineMs);
      for (const one of late) one.answer({ kind: 'unknown_yet', retryAfterSeconds });
      open = open.filter((one) => !late.includes(one));
      if (open.length === 0) return;
      const outcome = await attempt(open);
      if (outcome === 'written') return;
      // A draft answered by a commit whose answer was lost is found on the next attempt: deciding again is safe.
      memory = null;
      if (outcome === 'not_writable') return settleApart(open);
      await pause(attemptPauseMs);
    }
  }

  /** One claim holds what the database cannot keep: the batch is cut in two, in order, until that claim stands alone; the others are answered. */
  async function settleApart(batch: readonly Waiting[]): Promise<void> {
    const half = Math.ceil(batch.length / 2);
    if (batch.length === 1) batch[0]?.answer({ kind: 'unknown_yet', retryAfterSeconds });
    else for (const part of [batch.slice(0, half), batch.slice(half)]) await settle(part);
  }

  async function attempt(batch: readonly Waiting[]): Promise<'written' | 'not_writable' | 'again'> {
    try {
      connection ??= await database.open(registerSettings);
      const decided = await decideUnderTurn(connection, campaign, writer, memory, batch);
      if (decided === null) return 'again';
      memory = decided.memory;
      for (const give of decided.answers) give();
      return 'written';
    } catch (fault) {
      options.onFault(fault);
      // The connection's state is unknown: it is closed, and the server rolls back what was not committed.
      disconnect();
      return isNotWritable(fault) ? 'not_writable' : 'again';
    }
  }

  function disconnect(): void {
    const broken = connection;
    connection = null;
    broken?.end().catch(() => undefined);
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
      disconnect();
    },
  };
}

type NotDecided = Extract<CapacityAnswer, { readonly kind: 'busy' | 'unknown_yet' }>;
type Stamp = Pick<Waiting, 'receivedMs' | 'deadlineMs' | 'at'>;

/** A value that PostgreSQL will never take, however often it is sent: class 22 of its codes. */
function isNotWritable(fault: unknown): boolean {
  const code = typeof fault === 'object' && fault !== null && 'code' in fault ? String(fault.code) : '';
  return code.startsWith('22');
}

/** Before any stage is open nothing queues: the answer is when it opens. */
function notOpenYet(policy: Policy, at: Moment): Answer | null {
  const window = windowAt(policy, at);
  if (window.kind !== 'not_open_yet' && window.kind !== 'between') return null;
  return { kind: 'not_open_yet', opensAt: window.next.opens, clause: window.next.clause };
}
