import type { CapacityDecision, CapacityRequest } from '#domain/allocation/capacity.ts';
import type { Batch } from '#domain/allocation/decide.ts';
import { type Decision, type Pool, seatConcerned, type SeatRequest, type Standing } from '#domain/allocation/seat.ts';
import type { Home } from '#domain/catchment/in-force.ts';
import type { Policy } from '#domain/policy/policy.ts';
import {
  type Answer,
  type CapacityChange,
  type Claim,
  isClaim,
  type Waiting,
  type WaitingChange,
  type WaitingClaim,
} from './service-claim.ts';
import { type Boundaries, rightOf } from './service-rights.ts';
import type { Asked, DraftFound } from './store-drafts.ts';
import type { InLineFound } from './store-in-line.ts';
import type { ArrivalWritten, ChangeWritten } from './store-writing.ts';

/** A claim with what was found of it: answered at once, answered before, or to be decided. */
export type Sorted =
  | { readonly kind: 'turned_away'; readonly answer: Answer }
  | { readonly kind: 'stranger'; readonly person: string }
  | { readonly kind: 'answered_before'; readonly draft: string }
  | Fresh;

/** A claim to be decided. */
export type Fresh = {
  readonly kind: 'fresh';
  readonly draft: string;
  readonly person: string;
  readonly request: SeatRequest;
  readonly standing: Standing;
  /** Whether the child has a place in the campaign, however empty. */
  readonly placed: boolean;
  readonly waiting: WaitingClaim;
  readonly ground: Ground;
};

/** The homes a claim was decided by, and which version of the boundaries serves which pool; `null` where no boundaries decide. */
export type Ground = { readonly homes: readonly Home[]; readonly versions: ReadonlyMap<number, string> } | null;

/** What the claims of a batch are sorted by, besides what was found of each. */
export type SortedBy = { readonly boundaries: Boundaries | null; readonly pools: ReadonlyMap<number, Pool> };

/** A change of capacity to be decided. */
export type FreshChange = { readonly kind: 'change'; readonly request: CapacityRequest; readonly waiting: WaitingChange };

/** What is to become of each act of a batch, beside them, and what is to be decided, in order. */
export type SortedBatch = {
  readonly acts: readonly (Sorted | FreshChange)[];
  readonly fresh: readonly (Fresh | FreshChange)[];
};

/** Sorts the acts of a batch; `found` stand beside its claims. Of a draft or a key that stands in it twice the first is decided. */
export function sortBatch(
  policy: Policy,
  batch: readonly Waiting[],
  found: readonly DraftFound[],
  changedBefore: readonly ChangeWritten[],
  by: SortedBy,
): SortedBatch {
  const seen = new Set(changedBefore.map(({ key }) => key));
  const fresh: (Fresh | FreshChange)[] = [];
  let claims = 0;
  const acts = batch.map((one) => {
    const act = isClaim(one) ? sortClaim(policy, one, found[claims++] as DraftFound, by) : requestChange(one);
    if (act.kind !== 'fresh' && act.kind !== 'change') return act;
    const key = act.kind === 'fresh' ? act.draft : act.waiting.change.key;
    if (seen.has(key)) return act;
    seen.add(key);
    fresh.push(act);
    return act;
  });
  return { acts, fresh };
}

/** Under which draft, and by whom. */
export function askedBy({ claim: { draft, by } }: WaitingClaim): Asked {
  return { draft, token: 'session' in by ? by.session : null, person: 'person' in by ? by.person : null };
}

/** What becomes of a claim before the law is asked. Somebody else's draft is no draft; one that was answered has its answer. */
function sortClaim(policy: Policy, waiting: WaitingClaim, found: DraftFound, { boundaries, pools }: SortedBy): Sorted {
  const { claim, at } = waiting;
  if (found.person_id === null) return { kind: 'turned_away', answer: { kind: 'not_signed_in' } };
  const isOfChild = claim.child === undefined || claim.child === found.child_id;
  if (found.draft === null || !found.linked || found.act !== claim.act || !isOfChild) return { kind: 'stranger', person: found.person_id };
  if (found.answered !== null) return { kind: 'answered_before', draft: found.draft };
  const right = rightOf(policy, waiting, found, boundaries, (pool) => pools.get(pool));
  if (right.kind === 'not_open_yet') return { kind: 'turned_away', answer: right };
  const request = requestOf(claim, { draft: found.draft, child: found.child_id, at, basis: right.basis });
  const ground = right.versions === null ? null : { homes: found.homes.list, versions: right.versions };
  const standing = {
    pool: found.pool_id,
    waiting: found.waiting_pool_id,
    guaranteeLost: found.guarantee_lost,
    cancellations: found.cancellations,
  };
  return { kind: 'fresh', draft: found.draft, person: found.person_id, request, standing, placed: found.placed, waiting, ground };
}

/** A change of capacity as the law's request. */
function requestChange(waiting: WaitingChange): FreshChange {
  return { kind: 'change', request: { act: 'capacity', at: waiting.at, pools: waiting.change.pools }, waiting };
}

/** The seats a decision may touch. */
export function poolsConcerned(one: Fresh | FreshChange): readonly number[] {
  if (one.kind === 'change') return one.request.pools.map(({ pool }) => pool);
  const { pool, waiting } = one.standing;
  const held = [pool, waiting].filter((id) => id !== null);
  return one.request.act === 'enrol' ? [...one.request.wishes, ...held] : held;
}

/**
 * Gives numbers to what was decided, in the order of the acts after `last`, what the line was given right after the act that set it free; a change
 * that was refused takes none. `inLine`: who stood in line before this batch.
 */
export function numbered(
  last: number,
  fresh: readonly (Fresh | FreshChange)[],
  { decisions, advances }: Pick<Batch<Decision | CapacityDecision>, 'decisions' | 'advances'>,
  inLine: readonly InLineFound[],
): { readonly arrivals: readonly ArrivalWritten[]; readonly changes: readonly ChangeWritten[]; readonly lastSeq: number } {
  const arrivals: ArrivalWritten[] = [];
  const changes: ChangeWritten[] = [];
  let seq = last;
  const stoodBy = (draft: string): { readonly person: string; readonly ground: Ground } => {
    const before = inLine.find((found) => found.draft === draft);
    if (before !== undefined) return { person: before.person_id, ground: groundInLine(before) };
    const now = fresh.find((one) => one.kind === 'fresh' && one.draft === draft);
    if (now?.kind !== 'fresh') throw new Error(`the claim of draft ${draft} was served and is not known`);
    return now;
  };
  fresh.forEach((one, place) => {
    const receivedAt = new Date(one.waiting.receivedMs);
    if (one.kind === 'fresh') arrivals.push(arrivalOf(++seq, one, decisions[place] as Decision, receivedAt));
    else {
      const decision = decisions[place] as CapacityDecision;
      if (decision.outcome !== 'changed') return;
      const { key, actor, ground } = one.waiting.change;
      for (const changed of decision.changes) changes.push({ seq: ++seq, key, actor, ground, receivedAt, changed });
    }
    for (const { claim, decision } of advances.get(place) ?? []) {
      const { basis, wishes } = claim;
      const { person, ground } = stoodBy(claim.draft);
      const rested = restedOn(ground, decision, wishes);
      arrivals.push({ seq: ++seq, person, act: 'advance', basis, wishes, reason: null, receivedAt, decision, ...rested });
    }
  });
  return { arrivals, changes, lastSeq: seq };
}

/** Whether a draft or a key is repeated with the body it had. */
export function isSameClaim(claim: Claim, { wishes, reason }: Pick<ArrivalWritten, 'wishes' | 'reason'>): boolean {
  if (claim.act === 'decline') return claim.reason === reason;
  if (claim.act === 'withdraw') return true;
  return claim.wishes.length === wishes.length && claim.wishes.every((wish, place) => wish === wishes[place]);
}

/** Whether a change of capacity is repeated as it was let through. */
export function isSameChange({ pools, ground }: CapacityChange, written: readonly ChangeWritten[]): boolean {
  const isSame = ({ pool, capacity }: CapacityChange['pools'][number]) =>
    written.some((one) => one.ground === ground && one.changed.pool === pool && one.changed.after === capacity);
  return pools.length === written.length && pools.every(isSame);
}

/** A claim in line keeps what it was given its number on. */
function groundInLine({ homes, wishes, versions }: InLineFound): Ground {
  if (homes === null) return null;
  const served = wishes.flatMap((wish, place) => {
    const version = versions[place] ?? null;
    return version === null ? [] : [[wish, version] as const];
  });
  return { homes, versions: new Map(served) };
}

/** The homes, and the version that served the seat given, applied for or stood in line for; where all was refused, the first wish. */
function restedOn(ground: Ground, decision: Decision, wishes: readonly number[]): Pick<ArrivalWritten, 'homes' | 'version'> {
  if (ground === null) return { homes: null, version: null };
  return { homes: ground.homes, version: ground.versions.get(seatConcerned(decision, wishes) ?? 0) ?? null };
}

function arrivalOf(seq: number, { person, request, ground }: Fresh, decision: Decision, receivedAt: Date): ArrivalWritten {
  const wishes = request.act === 'enrol' ? request.wishes : [];
  const reason = request.act === 'decline' ? request.reason : null;
  return {
    seq,
    person,
    act: request.act,
    basis: request.basis,
    wishes,
    reason,
    receivedAt,
    decision,
    ...restedOn(ground, decision, wishes),
  };
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
