import type { LineChanges } from '#domain/allocation/line.ts';
import type { Basis, Decision, Pool, SeatAct, Standing } from '#domain/allocation/seat.ts';
import type { Home } from '#domain/catchment/in-force.ts';
import type { Entry } from '../journal/entry.ts';
import type { ArrivalRow, ChangeFound } from './store.ts';

/** What one batch changes. `believed` is the `taken` the decision rested on. */
export type Writing = {
  readonly campaign: string;
  readonly batch: number;
  readonly lastSeq: number;
  readonly arrivals: readonly ArrivalWritten[];
  readonly changes: readonly ChangeWritten[];
  readonly line: LineChanges;
  /** What children have now; `isNew` when the child had no place in the campaign yet, however empty. */
  readonly places: readonly (Standing & { readonly child: string; readonly seq: number; readonly isNew: boolean })[];
  readonly pools: readonly (Pool & { readonly believed: number })[];
  /** What else is written down with the batch. */
  readonly journal: readonly Entry[];
};

export type ArrivalWritten = {
  readonly seq: number;
  readonly person: string;
  readonly act: SeatAct;
  readonly basis: Basis;
  readonly wishes: readonly number[];
  readonly reason: string | null;
  readonly receivedAt: Date;
  readonly decision: Decision;
  /** The homes it was decided by, and the version of the school's boundaries that serves them; `null` where no boundaries decide, or none serves. */
  readonly homes: readonly Home[] | null;
  readonly version: string | null;
};

/** A change of a pool's seats that was let through. */
export type ChangeWritten = ChangeFound;

/** An arrival just written, in the shape in which it will be found. */
export function arrivalRow({ seq, wishes, reason, receivedAt, decision }: ArrivalWritten): ArrivalRow {
  return {
    seq,
    draft: decision.draft,
    child_id: decision.child,
    wishes,
    reason,
    outcome: decision.outcome,
    pool_id: decision.pool,
    applied_pool_id: decision.applied,
    released_id: decision.released,
    free_before: decision.freeBefore,
    over_quota: decision.overQuota,
    guarantee_lost: decision.guaranteeLost,
    refusal: decision.refusal,
    clause: decision.clause,
    next_step: decision.next,
    received_at: receivedAt,
  };
}
