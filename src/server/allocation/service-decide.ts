import type { CapacityDecision } from '#domain/allocation/capacity.ts';
import { decideInOrder } from '#domain/allocation/decide.ts';
import type { Pool, Standing } from '#domain/allocation/seat.ts';
import type { Policy } from '#domain/policy/policy.ts';
import type { Entry } from '../journal/entry.ts';
import { type Answer, type CapacityAnswer, isClaim, type Waiting, type WaitingChange, type WaitingClaim } from './service-claim.ts';
import { claimOf } from './service-in-line.ts';
import { isSameChange, isSameClaim, numbered, type Sorted, type SortedBatch } from './service-sort.ts';
import { type InLineFound, standingOf } from './store-in-line.ts';
import type { ArrivalRow } from './store.ts';
import { arrivalRow, type ChangeWritten, type Writing } from './store-writing.ts';

/** What a batch is decided on: where the register stands, the seats concerned, and what was answered before. */
export type Grounds = {
  readonly batch: number;
  readonly lastSeq: number;
  readonly pools: ReadonlyMap<number, Pool>;
  readonly stored: readonly ArrivalRow[];
  readonly changed: readonly ChangeWritten[];
  /** Who stands in line, as far as the batch can reach; nobody where no list is switched on. */
  readonly line: readonly InLineFound[];
};

/** A batch that was decided and not written yet. */
export type Decided = {
  /** Where the register stands once it is written. */
  readonly batch: number;
  readonly lastSeq: number;
  /** What is to be written; `null` when nothing was decided. */
  readonly writing: Writing | null;
  /** Who asked with a draft of somebody else's. */
  readonly strangers: readonly Entry[];
  readonly pools: ReadonlyMap<number, Pool>;
  readonly standings: ReadonlyMap<string, Standing>;
  readonly byDraft: ReadonlyMap<string, ArrivalRow>;
  /** Gives every answer; only when all of it is durable. */
  give(): void;
};

/** Decides the acts of a batch in their order and gives them their numbers. Nothing is asked and nothing is written here. */
export function decideActs(
  campaign: { readonly id: string; readonly policy: Policy },
  batch: readonly Waiting[],
  { acts, fresh }: SortedBatch,
  grounds: Grounds,
): Decided {
  const asking = new Map(fresh.flatMap((one) => (one.kind === 'fresh' ? [[one.request.child, one.standing] as const] : [])));
  for (const found of grounds.line) if (!asking.has(found.child_id)) asking.set(found.child_id, standingOf(found));
  const decided = decideInOrder(
    campaign.policy,
    { pools: grounds.pools, standings: asking, line: grounds.line.map((found) => claimOf(found, campaign.policy.timeZone)) },
    fresh.map(({ request }) => request),
  );
  const { decisions, pools, standings, line } = decided;
  const { arrivals, changes, lastSeq } = numbered(grounds.lastSeq, fresh, decided, grounds.line);
  const strangers = batch.flatMap((one, place) => (isClaim(one) ? strangerOf(campaign.id, acts[place] as Sorted, one) : []));
  const next = lastSeq > grounds.lastSeq ? grounds.batch + 1 : grounds.batch;
  const lastSeqOf = new Map(arrivals.map((arrival) => [arrival.decision.child, arrival.seq]));
  const placed = new Set(fresh.flatMap((one) => (one.kind === 'fresh' && one.placed ? [one.request.child] : [])));
  for (const found of grounds.line) if (found.placed) placed.add(found.child_id);
  const byDraft = new Map(arrivals.map((arrival) => [arrival.decision.draft, arrivalRow(arrival)]));
  return {
    ...{ batch: next, lastSeq, strangers, pools, standings, byDraft },
    writing:
      next === grounds.batch
        ? null
        : {
            ...{ campaign: campaign.id, batch: next, lastSeq, arrivals, changes, line, journal: strangers },
            places: [...standings].map(([child, standing]) => ({
              ...standing,
              ...{ child, seq: lastSeqOf.get(child) as number, isNew: !placed.has(child) },
            })),
            pools: [...pools.values()].map((pool) => ({ ...pool, believed: (grounds.pools.get(pool.id) as Pool).taken })),
          },
    give() {
      const before = new Map(grounds.stored.map((arrival) => [arrival.draft, arrival]));
      const byKey = Map.groupBy([...grounds.changed, ...changes], ({ key }) => key);
      const decidedFor = new Map(fresh.flatMap((one, place) => (one.kind === 'change' ? [[one.waiting, decisions[place]] as const] : [])));
      batch.forEach((one, place) => {
        if (!isClaim(one)) return one.answer(changeAnswer(one, byKey.get(one.change.key), decidedFor.get(one)));
        one.answer(answerOf(one, acts[place] as Sorted, (draft) => byDraft.get(draft) ?? before.get(draft)));
      });
    },
  };
}

function answerOf(one: WaitingClaim, sorted: Sorted, find: (draft: string) => ArrivalRow | undefined): Answer {
  if (sorted.kind === 'turned_away') return sorted.answer;
  if (sorted.kind === 'stranger') return { kind: 'unknown_draft' };
  const arrival = find(sorted.draft);
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
