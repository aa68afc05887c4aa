import type { Refusal } from '../core/refusal.ts';
import type { InLine } from './line.ts';
import type { Decision, Pool, SeatRequest, Standing } from './seat.ts';

/** The seats as the requests before have left them. */
export type Seats = {
  readonly pool: (id: number) => Pool | undefined;
  readonly take: (pool: Pool, overQuota: boolean) => void;
  readonly release: (id: number) => void;
  /** The claim by which a child stands in line; nobody does where no list is switched on. */
  readonly inLine: (child: string) => InLine | undefined;
};

/** One decision, and what the child has after it. */
export type Step = { readonly decision: Decision; readonly after: Standing };

/** The law says no: nothing changes. */
export function refused(request: SeatRequest, standing: Standing, refusal: Refusal, freeBefore: number | null = null): Step {
  const { pool, guaranteeLost } = standing;
  return {
    decision: { ...outcome(request, 'refused', refusal.clause, 'follow_remedy'), pool, freeBefore, guaranteeLost, refusal },
    after: standing,
  };
}

/** A decision that touches no seat, to be filled in. */
export function outcome(
  { draft, child }: Pick<SeatRequest, 'draft' | 'child'>,
  kind: Decision['outcome'],
  clause: string,
  next: Decision['next'],
): Decision {
  const untouched = { pool: null, applied: null, released: null, freeBefore: null, overQuota: false, guaranteeLost: false, refusal: null };
  return { draft, child, outcome: kind, ...untouched, clause, next };
}
