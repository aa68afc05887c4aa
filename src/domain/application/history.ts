import type { Outcome, SeatAct } from '../allocation/seat.ts';
import type { Day, Moment } from '../core/day.ts';
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
  /** The seat given, given up, applied for, or asked for in vain. */
  readonly seat: SeatView | null;
  /** The seat that was exchanged for it. */
  readonly left: SeatView | null;
  /** Free seats just before the decision, where it looked at them. */
  readonly free: number | null;
  /** Given beyond the quota, where the law guarantees a place without limit. KG22-4. */
  readonly overQuota: boolean;
  readonly reason: string | null;
  readonly guaranteeLost: boolean;
  readonly refusal: Refusal | null;
  /** The list of the school's boundaries it rested on; `null` where no boundaries decided. */
  readonly boundaries: BoundariesView | null;
  readonly clause: string;
};

/** A version of a school's boundaries, and the day since which it is in force. */
export type BoundariesView = { readonly number: number; readonly fromDay: Day };

export type ActKind =
  | Exclude<Outcome, 'refused'>
  | 'moved'
  | 'advanced'
  | 'left_line'
  | 'refused_to_enrol'
  | 'refused_to_decline'
  | 'refused_to_withdraw'
  | 'refused_to_school';
/** Who pressed, as the reader knows them; nobody when a seat came to the first in line. */
export type ActBy = 'you' | 'other_parent' | 'other_representative' | 'school' | 'system';

/** What an arrival was: an enrolment that gave back another seat is a move; what was withdrawn and lay with no school stood in line. */
export function kindOfAct({
  act,
  outcome,
  applied,
  released,
}: {
  readonly act: SeatAct;
  readonly outcome: Outcome;
  readonly applied: number | null;
  readonly released: number | null;
}): ActKind {
  if (act === 'advance') return 'advanced';
  if (outcome === 'refused') return refusedTo[act];
  if (outcome === 'withdrawn' && applied === null && released === null) return 'left_line';
  return outcome === 'enrolled' && released !== null ? 'moved' : outcome;
}

const refusedTo = {
  enrol: 'refused_to_enrol',
  decline: 'refused_to_decline',
  withdraw: 'refused_to_withdraw',
  confirm: 'refused_to_school',
  reject: 'refused_to_school',
} as const satisfies Readonly<Record<Exclude<SeatAct, 'advance'>, ActKind>>;

/** A child's acts, newest first, and where the older ones begin; `null` when these are the last. */
export type HistoryPage = {
  readonly child: { readonly id: string; readonly name: PersonName };
  readonly acts: readonly ActView[];
  readonly before: number | null;
};
