import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { decideBatch } from '#domain/allocation/decide.ts';
import type { Pool, SeatRequest, Standing } from '#domain/allocation/seat.ts';
import { stageOf, windowAt } from '#domain/application/windows.ts';
import type { Moment } from '#domain/core/day.ts';
import type { Policy } from '#domain/policy/policy.ts';
import { type Clock, momentAt } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import type { Entry } from '../journal/entry.ts';
import {
  type ArrivalRow,
  type ArrivalWritten,
  type DraftFound,
  findArrivals,
  findDrafts,
  arrivalRow,
  findPools,
  takeTurn,
  type Turn,
  writeBatch,
  writeJournal,
} from './store.ts';

/** Who asks for a seat: the holder of a session, or a person a trusted part of the system names. */
export type Credential = { readonly session: Buffer } | { readonly person: string };

/** One act on a seat. The draft is the idempotency key. */
export type Claim = { readonly draft: string; readonly by: Credential } & (
  | { readonly act: 'enrol'; readonly wishes: readonly number[] }
  | { readonly act: 'decline'; readonly reason: string }
  | { readonly act: 'withdraw' }
);

/** An arrival as it was answered. */
export type ArrivalAnswered = ArrivalRow;

/** The answer, given after it is durable. `sameBody` is false when the draft was answered before for another body. */
export type Answer =
  | { readonly kind: 'answered'; readonly arrival: ArrivalRow; readonly sameBody: boolean }
  | { readonly kind: 'not_open_yet'; readonly opensAt: Moment; readonly clause: string }
  | { readonly kind: 'not_signed_in' }
  | { readonly kind: 'unknown_draft' }
  | { readonly kind: 'busy'; readonly retryAfterSeconds: number }
  | { readonly kind: 'unknown_yet'; readonly retryAfterSeconds: number };

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

type Waiting = {
  readonly claim: Claim;
  readonly receivedMs: number;
  readonly deadlineMs: number;
  readonly at: Moment;
  readonly answer: (answer: Answer) => void;
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
      const decided = await decideUnderTurn(client, options, batch, { ...turn, writer }, pools);
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

type Turned = { readonly batch: number; readonly last_seq: number; readonly writer: string };
type Decided = { readonly kept: boolean; readonly batch: number; readonly answers: readonly Answer[] };

async function decideUnderTurn(
  client: Turn,
  options: RegisterOptions,
  batch: readonly Waiting[],
  turn: Turned,
  pools: Map<number, Pool>,
): Promise<Decided> {
  const { campaign } = options;
  const found = await findDrafts(
    client,
    campaign.id,
    batch.map(({ claim }) => claim.draft),
    batch.map(({ claim }) => ('session' in claim.by ? claim.by.session : null)),
    batch.map(({ claim }) => ('person' in claim.by ? claim.by.person : null)),
  );
  const sorted = batch.map((one, place) => sort(campaign.policy, one, found[place] as DraftFound));
  const fresh = firstOfEachDraft(sorted);
  const facts = await factsOf(client, campaign.id, fresh, pools);
  const { decisions, ...changed } = decideBatch(
    campaign.policy,
    facts,
    fresh.map(({ request }) => request),
  );
  const nextBatch = decisions.length > 0 ? turn.batch + 1 : turn.batch;
  const arrivals = fresh.map((one, place): ArrivalWritten => {
    const { act, basis } = one.request;
    const decision = decisions[place] as ArrivalWritten['decision'];
    const receivedAt = new Date(one.waiting.receivedMs);
    return {
      seq: turn.last_seq + 1 + place,
      person: one.person,
      act,
      basis,
      wishes: wishesOf(one.request),
      reason: reasonOf(one.request),
      receivedAt,
      decision,
    };
  });
  const lastSeqOf = new Map(arrivals.map((arrival) => [arrival.decision.child, arrival.seq]));
  const kept =
    arrivals.length === 0 ||
    (await writeBatch(client, {
      campaign: campaign.id,
      batch: nextBatch,
      lastSeq: turn.last_seq + arrivals.length,
      writer: turn.writer,
      arrivals,
      places: [...changed.standings].map(([child, standing]) => ({ ...standing, child, seq: lastSeqOf.get(child) as number })),
      pools: [...changed.pools.values()].map((pool) => ({ ...pool, believed: (facts.pools.get(pool.id) as Pool).taken })),
      journal: arrivals.map((arrival) => entryOf(campaign.id, arrival)),
    }));
  await writeJournal(
    client,
    campaign.id,
    sorted.flatMap((one, place) => strangerOf(campaign.id, one, batch[place] as Waiting)),
  );
  for (const [id, pool] of changed.pools) pools.set(id, pool);
  const before = sorted.flatMap((one) => (one.kind === 'answered_before' ? [one.draft] : []));
  const stored = [...arrivals.map(arrivalRow), ...(before.length > 0 ? await findArrivals(client, before) : [])];
  return { kept, batch: nextBatch, answers: answersOf(batch, sorted, stored) };
}

type Sorted =
  | { readonly kind: 'turned_away'; readonly answer: Answer }
  | { readonly kind: 'stranger'; readonly person: string }
  | { readonly kind: 'answered_before'; readonly draft: string }
  | {
      readonly kind: 'fresh';
      readonly draft: string;
      readonly person: string;
      readonly request: SeatRequest;
      readonly standing: Standing;
      readonly waiting: Waiting;
    };

function sort(policy: Policy, waiting: Waiting, found: DraftFound): Sorted {
  const { claim, at } = waiting;
  if (found.person_id === null) return { kind: 'turned_away', answer: { kind: 'not_signed_in' } };
  if (found.draft === null || !found.linked || found.act !== claim.act) return { kind: 'stranger', person: found.person_id };
  if (found.answered !== null) return { kind: 'answered_before', draft: found.draft };
  const stage = stageOf(policy, found.stage);
  if (at < stage.opens) return { kind: 'turned_away', answer: { kind: 'not_open_yet', opensAt: stage.opens, clause: stage.clause } };
  const basis = { stage: found.stage, route: found.route, offered: found.offered, grades: found.grades };
  const common = { draft: found.draft, child: found.child_id, at, basis };
  const request = requestOf(claim, common);
  const standing = {
    pool: found.pool_id,
    waiting: found.waiting_pool_id,
    guaranteeLost: found.guarantee_lost,
    cancellations: found.cancellations,
  };
  return { kind: 'fresh', draft: found.draft, person: found.person_id, request, standing, waiting };
}

function requestOf(claim: Claim, common: Pick<SeatRequest, 'draft' | 'child' | 'at' | 'basis'>): SeatRequest {
  switch (claim.act) {
    case 'enrol':
      return { ...common, act: 'enrol', wishes: claim.wishes };
    case 'decline':
      return { ...common, act: 'decline', reason: claim.reason };
    case 'withdraw':
      return { ...common, act: 'withdraw' };
  }
}

type Fresh = Extract<Sorted, { kind: 'fresh' }>;

function firstOfEachDraft(sorted: readonly Sorted[]): readonly Fresh[] {
  const first = new Map<string, Fresh>();
  for (const one of sorted) if (one.kind === 'fresh' && !first.has(one.draft)) first.set(one.draft, one);
  return [...first.values()];
}

async function factsOf(client: Turn, campaign: string, fresh: readonly Fresh[], pools: Map<number, Pool>) {
  const concerned = new Set(
    fresh.flatMap(({ request, standing: { pool, waiting } }) => [...wishesOf(request), pool, waiting].filter((id) => id !== null)),
  );
  const missing = [...concerned].filter((id) => !pools.has(id));
  if (missing.length > 0) for (const pool of await findPools(client, campaign, missing)) pools.set(pool.id, pool);
  return { pools, standings: new Map(fresh.map(({ request, standing }) => [request.child, standing])) };
}

function answersOf(batch: readonly Waiting[], sorted: readonly Sorted[], stored: readonly ArrivalRow[]): readonly Answer[] {
  const byDraft = new Map(stored.map((arrival) => [arrival.draft, arrival]));
  return sorted.map((one, place): Answer => {
    if (one.kind === 'turned_away') return one.answer;
    if (one.kind === 'stranger') return { kind: 'unknown_draft' };
    const arrival = byDraft.get(one.draft);
    if (arrival === undefined) throw new Error(`the arrival of draft ${one.draft} is missing after it was written`);
    return { kind: 'answered', arrival, sameBody: isSameBody((batch[place] as Waiting).claim, arrival) };
  });
}

function isSameBody(claim: Claim, arrival: ArrivalRow): boolean {
  if (claim.act === 'decline') return claim.reason === arrival.reason;
  if (claim.act === 'withdraw') return true;
  return claim.wishes.length === arrival.wishes.length && claim.wishes.every((wish, place) => wish === arrival.wishes[place]);
}

function wishesOf(request: SeatRequest): readonly number[] {
  return request.act === 'enrol' ? request.wishes : [];
}

function reasonOf(request: SeatRequest): string | null {
  return request.act === 'decline' ? request.reason : null;
}

/** Somebody asked with a draft that is not theirs: told that there is no such thing, and written down. */
function strangerOf(campaign: string, one: Sorted, { claim, receivedMs }: Waiting): readonly Entry[] {
  if (one.kind !== 'stranger') return [];
  return [
    {
      at: new Date(receivedMs),
      actor: `person:${one.person}`,
      act: 'draft.refused_to_stranger',
      campaign,
      subject: claim.draft.toLowerCase(),
      detail: {},
    },
  ];
}

function entryOf(campaign: string, { seq, person, act, decision, receivedAt }: ArrivalWritten): Entry {
  const { draft, outcome, pool, applied, released, refusal } = decision;
  const detail = { seq, draft, act, outcome, pool, applied, released, refusal: refusal?.kind ?? null };
  return { at: receivedAt, actor: `person:${person}`, act: `seat.${outcome}`, campaign, subject: decision.child, detail };
}
