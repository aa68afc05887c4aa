import type { Day, Moment } from '../core/day.ts';
import type { Cited } from './cited.ts';

/** A window of the campaign with its own right to a place. */
export type Stage = Cited & {
  readonly code: string;
  /** The first moment, on the campaign's wall clock. */
  readonly opens: Moment;
  /** The first moment after the window. */
  readonly closes: Moment;
  /** Grades the window binds; `null` binds all. */
  readonly grades: readonly number[] | null;
  readonly route: Route;
  /** Which address of the applicant counts. */
  readonly address: 'registered' | 'registered_or_temporary' | 'actual' | 'none';
  readonly zone: 'in_catchment' | 'in_catchment_or_outside' | 'anywhere';
  /** Which schools the family is shown. */
  readonly shows: 'catchment' | 'with_free_seats' | 'all';
  /** What a family of the catchment is promised. */
  readonly guarantee: 'none' | 'within_quota' | 'without_limit';
  /** Whether a family that holds a place may exchange it for another in one act. */
  readonly move: 'no' | 'seat_for_seat';
  readonly order: 'first_come';
  readonly decision: Decision;
};

/** The road by which a place is reached; an arrival records it. */
export type Route = 'registered_address' | 'free_choice' | 'during_year' | 'preference' | 'commission' | 'catalogue';

export type Decision =
  | { readonly by: 'system' }
  | {
      readonly by: 'school';
      readonly withinWorkingDays: number;
      readonly clause: string;
      readonly refusalGrounds: readonly (Cited & { readonly code: string })[];
    };

/** Categories with priority, and the share of seats kept for them. */
export type Preference = Cited & {
  /** Zero where the law names categories and keeps no seats apart for them. */
  readonly sharePercent: number;
  readonly unusedSeats: 'ministry_decides';
  /** Days the school has to confirm or reject; `null` where the law sets none. */
  readonly withinWorkingDays: number | null;
  readonly categories: readonly PreferenceCategory[];
};

export type PreferenceCategory = Cited & {
  readonly code: string;
  readonly proofs: readonly (Cited & { readonly document: string; readonly validMonths: number | null })[];
  readonly condition: PreferenceCondition;
};

export type PreferenceCondition =
  | { readonly kind: 'none' }
  | { readonly kind: 'by_family_residence' }
  | { readonly kind: 'employed_at_that_school' | 'employed_at_a_school'; readonly atLeastYears: number; readonly asOf: Day | null };

/** So many catchment children, then so many from outside. Off unless a campaign switches it on. */
export type Ratio = Cited & { readonly catchment: number; readonly outside: number; readonly active: boolean };

export type WaitingList = Cited & { readonly active: boolean };
