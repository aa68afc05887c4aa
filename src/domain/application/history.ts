import type { Moment } from '../core/day.ts';
import type { Language } from '../core/language.ts';
import type { PersonName } from '../core/person-name.ts';
import type { Refusal } from '../core/refusal.ts';
import type { SchoolView } from '../core/school.ts';

/** A seat as a family knows it. */
export type SeatView = { readonly school: SchoolView; readonly grade: number; readonly language: Language };

/** One act on a child's seat, with what it rested on. Drawn from the arrival alone. */
export type ActView = {
  readonly number: number;
  readonly at: Moment;
  readonly kind: ActKind;
  readonly by: ActBy;
  /** The stage it was made in. */
  readonly stage: string;
  /** The seat given, given up, or asked for in vain. */
  readonly seat: SeatView | null;
  /** The seat that was exchanged for it. */
  readonly left: SeatView | null;
  /** Free seats just before the decision, where it looked at them. */
  readonly free: number | null;
  readonly reason: string | null;
  readonly guaranteeLost: boolean;
  readonly refusal: Refusal | null;
  readonly clause: string;
};

export type ActKind = 'enrolled' | 'moved' | 'declined' | 'refused_to_enrol' | 'refused_to_decline';
/** Who pressed, as the reader knows them. */
export type ActBy = 'you' | 'other_parent' | 'other_representative';

/** What an arrival was: an enrolment that gave back another seat is a move. */
export function kindOfAct({ act, outcome, released }: { readonly act: 'enrol' | 'decline'; readonly outcome: 'enrolled' | 'declined' | 'refused'; readonly released: number | null }): ActKind {
  if (outcome === 'refused') return act === 'enrol' ? 'refused_to_enrol' : 'refused_to_decline';
  return outcome === 'enrolled' && released !== null ? 'moved' : outcome;
}

/** A child's acts, newest first, and where the older ones begin; `null` when these are the last. */
export type HistoryPage = {
  readonly child: { readonly id: string; readonly name: PersonName };
  readonly acts: readonly ActView[];
  readonly before: number | null;
};
