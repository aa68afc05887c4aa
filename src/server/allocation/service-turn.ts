import { decideInOrder, type Facts } from '#domain/allocation/decide.ts';
import type { Pool } from '#domain/allocation/seat.ts';
import type { CapacityDecision } from '#domain/allocation/capacity.ts';
import type { Policy } from '#domain/policy/policy.ts';
import type { Entry } from '../journal/entry.ts';
import type { Answer, CapacityAnswer, Waiting, WaitingChange, WaitingClaim } from './service-claim.ts';
import {
  askedBy,
  type Fresh,
  type FreshChange,
  isSameChange,
  isSameClaim,
  numbered,
  poolsConcerned,
  requestChange,
  sortClaim,
  type Sorted,
} from './service-sort.ts';
import { type DraftFound, findArrivals, findChanges, findPools, takeTurn, type Turn } from './store.ts';
import { arrivalRow, type ChangeWritten, writeBatch, writeJournal } from './store-write.ts';

/** What this process wrote last, and the pools as it left them. */
export type Memory = { readonly batch: number; readonly pools: Map<number, Pool> };

/** The answer to one act, ready to be given once the batch is durable. */
export type Given = () => void;

/** A batch whose turn is asked for. What it rests on comes when the turn is held; whoever does not go on with it gives the turn back. */
export type Opened = {
  readonly batch: readonly Waiting[];
  readonly claims: readonly WaitingClaim[];
  readonly turn: ReturnType<typeof takeTurn>;
};

/** A batch that was decided and sent to be written; `kept` tells whether every guard held. The memory is true if it was. */
export type Sent = { readonly memory: Memory; readonly kept: Promise<boolean>; readonly answers: readonly Given[] };

/** Asks for the turn and for what the claims of a batch rest on, behind whatever the connection is doing. */
export function openBatch(client: Turn, campaign: string, batch: readonly Waiting[]): Opened {
  const claims = batch.filter(isClaim);
  const turn = takeTurn(client, campaign, claims.map(askedBy));
  // Seen by whoever goes on with the batch; until then it is nobody's fault.
  turn.catch(() => undefined);
  return { batch, claims, turn };
}

/** Decides a batch under the turn and sends it to be written and committed. */
export async function decideUnderTurn(
  client: Turn,
  campaign: { readonly id: string; readonly policy: Policy },
  writer: string,
  remembered: Memory | null,
  { batch, claims, turn }: Opened,
): Promise<Sent> {
  const { row, found } = await turn;
  const isMine = remembered !== null && remembered.batch === row.batch && row.writer === writer;
  const pools = isMine ? remembered.pools : new Map<number, Pool>();
  const known = new Map(claims.map((claim, place) => [claim, sortClaim(campaign.policy, claim, found[place] as DraftFound)]));
  const changedBefore = await changesBefore(client, batch);
  const fresh = firstOfEach(batch, known, changedBefore);
  const facts = await factsOf(client, campaign.id, fresh, pools);
  const { decisions, ...after } = decideInOrder(
    campaign.policy,
    facts,
    fresh.map(({ request }) => request),
  );
  const { arrivals, changes, lastSeq } = numbered(row.last_seq, fresh, decisions);
  const before = [...known.values()].flatMap((one) => (one.kind === 'answered_before' ? [one.draft] : []));
  const stored = before.length > 0 ? await findArrivals(client, before) : [];
  const strangers = [...known].flatMap(([claim, one]) => strangerOf(campaign.id, one, claim));
  const nextBatch = lastSeq > row.last_seq ? row.batch + 1 : row.batch;
  const lastSeqOf = new Map(arrivals.map((arrival) => [arrival.decision.child, arrival.seq]));
  const kept =
    nextBatch === row.batch
      ? writeJournal(client, campaign.id, strangers)
      : writeBatch(client, {
          ...{ campaign: campaign.id, batch: nextBatch, lastSeq, writer, arrivals, changes, journal: strangers },
          places: [...after.standings].map(([child, standing]) => ({ ...standing, child, seq: lastSeqOf.get(child) as number })),
          pools: [...after.pools.values()].map((pool) => ({ ...pool, believed: (facts.pools.get(pool.id) as Pool).taken })),
        });
  for (const [id, pool] of after.pools) pools.set(id, pool);
  const byDraft = new Map([...arrivals.map(arrivalRow), ...stored].map((arrival) => [arrival.draft, arrival]));
  const refusals = new Map(fresh.map((one, place) => [one.waiting, decisions[place]]));
  const byKey = Map.groupBy([...changedBefore, ...changes], ({ key }) => key);
  return {
    memory: { batch: nextBatch, pools },
    kept,
    answers: batch.map((one): Given => {
      if (!isClaim(one)) return () => one.answer(changeAnswer(one, byKey.get(one.change.key), refusals.get(one)));
      const answer = answerOf(one, known.get(one) as Sorted, byDraft);
      return () => one.answer(answer);
    }),
  };
}

function isClaim(one: Waiting): one is WaitingClaim {
  return 'claim' in one;
}

async function changesBefore(client: Turn, batch: readonly Waiting[]): Promise<readonly ChangeWritten[]> {
  const keys = batch.flatMap((one) => (isClaim(one) ? [] : [one.change.key]));
  return keys.length === 0 ? [] : findChanges(client, keys);
}

/** What is to be decided, in order; of a draft or a key that stands in the batch twice, the first. */
function firstOfEach(
  batch: readonly Waiting[],
  known: ReadonlyMap<WaitingClaim, Sorted>,
  changedBefore: readonly ChangeWritten[],
): readonly (Fresh | FreshChange)[] {
  const seen = new Set(changedBefore.map(({ key }) => key));
  return batch.flatMap((one): readonly (Fresh | FreshChange)[] => {
    const asked = isClaim(one) ? known.get(one) : requestChange(one);
    if (asked === undefined || (asked.kind !== 'fresh' && asked.kind !== 'change')) return [];
    const key = asked.kind === 'fresh' ? asked.draft : asked.waiting.change.key;
    if (seen.has(key)) return [];
    seen.add(key);
    return [asked];
  });
}

async function factsOf(client: Turn, campaign: string, fresh: readonly (Fresh | FreshChange)[], pools: Map<number, Pool>): Promise<Facts> {
  const missing = [...new Set(fresh.flatMap(poolsConcerned))].filter((id) => !pools.has(id));
  if (missing.length > 0) for (const pool of await findPools(client, campaign, missing)) pools.set(pool.id, pool);
  const standings = fresh.flatMap((one) => (one.kind === 'fresh' ? [[one.request.child, one.standing] as const] : []));
  return { pools, standings: new Map(standings) };
}

function answerOf(one: WaitingClaim, sorted: Sorted, byDraft: ReadonlyMap<string, ReturnType<typeof arrivalRow>>): Answer {
  if (sorted.kind === 'turned_away') return sorted.answer;
  if (sorted.kind === 'stranger') return { kind: 'unknown_draft' };
  const arrival = byDraft.get(sorted.draft);
  if (arrival === undefined) throw new Error(`the arrival of draft ${sorted.draft} is missing after it was written`);
  return { kind: 'answered', arrival, sameBody: isSameClaim(one.claim, arrival) };
}

function changeAnswer(one: WaitingChange, written: readonly ChangeWritten[] | undefined, decided: unknown): CapacityAnswer {
  if (written !== undefined) {
    const changes = written.map(({ seq, changed }) => ({ ...changed, number: seq }));
    return { kind: 'changed', changes, sameBody: isSameChange(one.change, written) };
  }
  // Of a key that stands in the batch twice and is refused, each is told so by the first one's decision.
  const refusal = decided as Exclude<CapacityDecision, { outcome: 'changed' }> | undefined;
  return refusal === undefined ? { kind: 'unknown_yet', retryAfterSeconds: 1 } : { ...refusal, kind: 'refused' };
}

/** Somebody asked with a draft that is not theirs: told that there is no such thing, and written down. */
function strangerOf(campaign: string, one: Sorted, { claim, receivedMs }: WaitingClaim): readonly Entry[] {
  if (one.kind !== 'stranger') return [];
  const subject = claim.draft.toLowerCase();
  const actor = `person:${one.person}` as const;
  return [{ at: new Date(receivedMs), actor, act: 'draft.refused_to_stranger', campaign, subject, detail: {} }];
}
