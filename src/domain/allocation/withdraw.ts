import { refuseCancelling } from '../application/decline.ts';
import type { Policy } from '../policy/policy.ts';
import { freeSeats, type Pool, type RequestTo, type Standing } from './seat.ts';
import { outcome, refused, type Seats, type Step } from './step.ts';

/**
 * Takes an application back: one that waits for its school or stands in line, or, where the law asks for no reason, the place it led to. Nothing
 * is lost by it, and no window binds it. KZA-9.
 */
export function withdraw(policy: Policy, seats: Seats, standing: Standing, request: RequestTo<'withdraw'>): Step {
  const { pool: held, waiting, guaranteeLost, cancellations } = standing;
  const { clause } = policy.cancellation;
  const withdrawn = { ...outcome(request, 'withdrawn', clause, 'apply_again'), guaranteeLost };
  if (waiting !== null) return { decision: { ...withdrawn, pool: held, applied: waiting }, after: { ...standing, waiting: null } };
  if (seats.inLine(request.child) !== undefined) return { decision: { ...withdrawn, clause: policy.waitingList.clause }, after: standing };
  if (held === null) return refused(request, standing, { kind: 'nothing_to_withdraw', remedy: 'none', clause });
  if (policy.declines !== null) {
    // Who left the line a moment too late holds a place by now: it is given up as every other.
    if (policy.waitingList.active)
      return refused(request, standing, {
        kind: 'already_enrolled',
        opensAt: null,
        remedy: 'decline_first',
        clause: policy.declines.clause,
      });
    return refused(request, standing, { kind: 'reason_not_in_law', remedy: 'choose_offered', clause: policy.declines.clause });
  }
  const usedUp = refuseCancelling(policy, cancellations);
  if (usedUp !== null) return refused(request, standing, usedUp);
  const freeBefore = freeSeats(seats.pool(held) as Pool);
  seats.release(held);
  return { decision: { ...withdrawn, released: held, freeBefore }, after: { ...standing, pool: null, cancellations: cancellations + 1 } };
}
