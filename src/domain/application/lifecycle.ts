import type { Role } from '../access/permissions.ts';
import type { Outcome, Standing } from '../allocation/seat.ts';

/** The states of a child's application in one campaign. Never stored: derived from arrivals and the place. */
export type ApplicationState =
  | 'not_applied'
  | 'waiting'
  | 'in_line'
  | 'enrolled'
  | 'declined'
  | 'refused'
  | 'withdrawn'
  | 'documents_received'
  | 'documents_not_submitted';

export type ApplicationAct =
  'enrol' | 'submit' | 'queue' | 'advance' | 'move' | 'decline' | 'withdraw' | 'confirm' | 'reject' | 'receive_documents' | 'lapse';

/** One line of the life cycle: from a state, by an act of somebody who may, to a state. */
export type Transition = {
  readonly from: ApplicationState;
  readonly act: ApplicationAct;
  readonly by: readonly Role[];
  readonly to: ApplicationState;
};

/** The whole life cycle. What is not in the table cannot be done. */
export const lifecycle = [
  { from: 'not_applied', act: 'enrol', by: ['applicant'], to: 'enrolled' },
  { from: 'not_applied', act: 'submit', by: ['applicant'], to: 'waiting' },
  { from: 'not_applied', act: 'queue', by: ['applicant'], to: 'in_line' },
  { from: 'not_applied', act: 'decline', by: ['applicant'], to: 'declined' },
  { from: 'waiting', act: 'confirm', by: ['director', 'commission'], to: 'enrolled' },
  { from: 'waiting', act: 'reject', by: ['director', 'commission'], to: 'refused' },
  { from: 'waiting', act: 'withdraw', by: ['applicant'], to: 'withdrawn' },
  { from: 'in_line', act: 'advance', by: ['system'], to: 'enrolled' },
  { from: 'in_line', act: 'enrol', by: ['applicant'], to: 'enrolled' },
  { from: 'in_line', act: 'submit', by: ['applicant'], to: 'waiting' },
  { from: 'in_line', act: 'queue', by: ['applicant'], to: 'in_line' },
  { from: 'in_line', act: 'decline', by: ['applicant'], to: 'declined' },
  { from: 'in_line', act: 'withdraw', by: ['applicant'], to: 'withdrawn' },
  { from: 'enrolled', act: 'decline', by: ['applicant'], to: 'declined' },
  { from: 'enrolled', act: 'withdraw', by: ['applicant'], to: 'withdrawn' },
  { from: 'enrolled', act: 'move', by: ['applicant'], to: 'enrolled' },
  { from: 'enrolled', act: 'receive_documents', by: ['director'], to: 'documents_received' },
  { from: 'enrolled', act: 'lapse', by: ['system'], to: 'documents_not_submitted' },
  { from: 'declined', act: 'enrol', by: ['applicant'], to: 'enrolled' },
  { from: 'declined', act: 'submit', by: ['applicant'], to: 'waiting' },
  { from: 'declined', act: 'queue', by: ['applicant'], to: 'in_line' },
  { from: 'refused', act: 'enrol', by: ['applicant'], to: 'enrolled' },
  { from: 'refused', act: 'submit', by: ['applicant'], to: 'waiting' },
  { from: 'refused', act: 'queue', by: ['applicant'], to: 'in_line' },
  { from: 'withdrawn', act: 'enrol', by: ['applicant'], to: 'enrolled' },
  { from: 'withdrawn', act: 'submit', by: ['applicant'], to: 'waiting' },
  { from: 'withdrawn', act: 'queue', by: ['applicant'], to: 'in_line' },
  { from: 'documents_not_submitted', act: 'enrol', by: ['applicant'], to: 'enrolled' },
  { from: 'documents_not_submitted', act: 'submit', by: ['applicant'], to: 'waiting' },
  { from: 'documents_not_submitted', act: 'queue', by: ['applicant'], to: 'in_line' },
] as const satisfies readonly Transition[];

/** The state an act leads to, or `null` when this role may not do it from this state. */
export function stateAfter(from: ApplicationState, act: ApplicationAct, role: Role): ApplicationState | null {
  const line = lifecycle.find((candidate: Transition) => candidate.from === from && candidate.act === act && candidate.by.includes(role));
  return line?.to ?? null;
}

/** The state a child's place and the last act that changed something amount to. A claim the register refused leaves the state as it was. */
export function stateFrom(
  { pool, waiting }: Pick<Standing, 'pool' | 'waiting'>,
  lastKept: Exclude<Outcome, 'refused'> | null,
): ApplicationState {
  if (pool !== null) return 'enrolled';
  if (waiting !== null) return 'waiting';
  return lastKept === null ? 'not_applied' : withoutPlace[lastKept];
}

const withoutPlace = {
  enrolled: 'not_applied',
  waiting: 'not_applied',
  queued: 'in_line',
  declined: 'declined',
  withdrawn: 'withdrawn',
  rejected: 'refused',
} as const satisfies Readonly<Record<Exclude<Outcome, 'refused'>, ApplicationState>>;
