import type { Day } from '../core/day.ts';
import type { Cited } from './cited.ts';

/** The papers a family brings or attaches. Nothing outside this list can be asked for. */
export type DocumentRules = {
  /** Papers brought to the school after the notice of admission, with the window in which they are brought. */
  readonly toSchool: Cited & { readonly from: Day; readonly to: Day; readonly list: readonly DocumentNeeded[] };
  /** Files attached to an application by channel. */
  readonly attached: readonly (DocumentNeeded & {
    readonly channels: readonly ('online' | 'paper')[];
    readonly unlessStateHolds: boolean;
  })[];
  /** What happens to the seat of a child whose papers did not come. */
  readonly notBrought: Cited & { readonly effect: 'nothing_stated' | 'status_and_seat_freed'; readonly on: Day | null };
};

export type DocumentNeeded = Cited & {
  readonly code: string;
  readonly form: 'original' | 'original_and_copy' | 'original_returned' | 'digital' | 'paper';
  readonly count: number;
  readonly grades: readonly number[] | null;
};

/** Deadlines and working-day limits of those who run the campaign. */
export type Duties = {
  readonly quotaAgreedBy: (Cited & { readonly day: Day }) | null;
  readonly childrenWithoutDocumentsListedBy: (Cited & { readonly day: Day }) | null;
  readonly statementAnsweredWithinWorkingDays: (Cited & { readonly days: number }) | null;
  readonly representativeCheckedWithinWorkingDays: (Cited & { readonly days: number }) | null;
  readonly directorChecksUntil: (Cited & { readonly day: Day }) | null;
};
