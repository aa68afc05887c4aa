import type { Moment } from '../core/day.ts';
import type { Language } from '../core/language.ts';
import type { Refusal } from '../core/refusal.ts';
import type { Route } from '../policy/stages.ts';

/** Seats that compete together: school × grade × language × kind. `taken` stays within `capacity + overQuota`. */
export type Pool = {
  readonly id: number;
  readonly school: string;
  readonly grade: number;
  readonly language: Language;
  readonly kind: 'general' | 'preference';
  readonly capacity: number;
  /** Seats beyond the capacity, counted only where a law guarantees without limit. */
  readonly overQuota: number;
  readonly taken: number;
};

/** What a child has in the campaign at this moment. */
export type Standing = {
  readonly pool: number | null;
  /** The pool applied for, as long as its school has not answered; takes no seat. KZA-6. */
  readonly waiting: number | null;
  readonly guaranteeLost: boolean;
  readonly cancellations: number;
};

/** What the preparation of a draft established, before the seat was asked for. */
export type Basis = {
  readonly stage: string;
  readonly route: Route;
  /** Pools the family was offered; `null` leaves the choice to the grades. */
  readonly offered: readonly number[] | null;
  readonly grades: readonly number[];
};

/** One act on a seat, in the order it was read from the socket. */
export type SeatRequest = {
  readonly draft: string;
  readonly child: string;
  readonly at: Moment;
  readonly basis: Basis;
} & (
  | { readonly act: 'enrol'; readonly wishes: readonly number[] }
  | { readonly act: 'decline'; readonly reason: string }
  | { readonly act: 'withdraw' }
  | { readonly act: 'confirm' }
  | { readonly act: 'reject'; readonly ground: string }
);

/** What an arrival records. `advance`: a seat that became free was given to a claim that stood in line; the register alone does it. */
export type SeatAct = SeatRequest['act'] | 'advance';

/** The request of one act. */
export type RequestTo<Act extends SeatAct> = Extract<SeatRequest, { readonly act: Act }>;

/** What came of an act. `waiting`: the application lies with the school; `queued`: it stands in line; `rejected`: the school said no; `refused`: the law did. */
export type Outcome = 'enrolled' | 'declined' | 'refused' | 'waiting' | 'queued' | 'withdrawn' | 'rejected';

/** What was decided, with what it rested on; the explanation a family reads is drawn from this and nothing else. */
export type Decision = {
  readonly draft: string;
  readonly child: string;
  readonly outcome: Outcome;
  /** The pool the child holds afterwards. */
  readonly pool: number | null;
  /** The pool of the application to a school that this act made, took back or answered; the first wish of a claim that stands in line. */
  readonly applied: number | null;
  /** The pool whose seat was given back. */
  readonly released: number | null;
  /** Free seats of the chosen pool just before the decision; of the first wish when none had any. */
  readonly freeBefore: number | null;
  readonly overQuota: boolean;
  readonly guaranteeLost: boolean;
  readonly refusal: Refusal | null;
  readonly clause: string;
  readonly next: NextStep;
};

/** The seat a decision on a claim is about: the one given, applied for or stood in line for; where all was refused, the first wished for. */
export function seatConcerned({ outcome, pool, applied }: Decision, wishes: readonly number[]): number | null {
  if (outcome === 'enrolled') return pool;
  return applied ?? wishes[0] ?? null;
}

/** What the family does next. */
export type NextStep = 'bring_documents' | 'choose_freely' | 'follow_remedy' | 'wait_for_school' | 'wait_in_line' | 'apply_again';

/** Free seats of a pool. */
export function freeSeats(pool: Pool): number {
  return pool.capacity + pool.overQuota - pool.taken;
}

/** The pool after one of its seats was given back. A seat beyond the capacity was made for one child and goes with it: it is free to nobody. KG22-4. */
export function released(pool: Pool): Pool {
  const taken = pool.taken - 1;
  return { ...pool, taken, overQuota: Math.max(0, Math.min(pool.overQuota, taken - pool.capacity)) };
}
