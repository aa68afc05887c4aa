import type { Moment } from '../core/day.ts';
import type { SchoolView } from '../core/school.ts';
import type { AskedBecause, OfficeAnswer, RefusalReason, SchoolAnswerState } from './addition.ts';

/** A school's answer as it is kept. */
export type AnswerKept = {
  readonly school_id: string;
  readonly why: AskedBecause;
  readonly state: SchoolAnswerState;
  readonly reason: RefusalReason | null;
  readonly words: string | null;
  readonly answered_at: Date | null;
};

/** A school's answer with its name, and the time as the campaign's clock showed it. One that is open when the request is decided is not needed any more. */
export function answerView(
  { school_id: id, why, state, reason, words, answered_at: at }: AnswerKept,
  schools: ReadonlyMap<string, SchoolView>,
  momentOf: (at: Date) => Moment,
  isDecided: boolean,
): OfficeAnswer {
  const name = schools.get(id)?.name ?? { ru: '' };
  return {
    school: { id, name },
    why,
    state: isDecided && state === 'open' ? 'not_needed' : state,
    reason,
    words,
    answeredAt: at === null ? null : momentOf(at),
  };
}
