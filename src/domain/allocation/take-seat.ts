import type { Policy } from '../policy/policy.ts';
import type { Stage } from '../policy/stages.ts';
import { isSameWish } from './line.ts';
import { alreadyEnrolled, noPlaces, poolsWished, refuseStanding } from './refusals.ts';
import { freeSeats, type Pool, type RequestTo, type Standing } from './seat.ts';
import { outcome, refused, type Seats, type Step } from './step.ts';

/** «Записать» where the system decides: the first wish that has a free seat, at once. KG25-21.6. */
export function takeSeat(policy: Policy, seats: Seats, stage: Stage, standing: Standing, request: RequestTo<'enrol'>): Step {
  const barred = refuseStanding(policy, stage, standing, request.at);
  if (barred !== null) return refused(request, standing, barred);
  const wishes = poolsWished(seats, stage, request);
  if (wishes === null) return refused(request, standing, { kind: 'school_not_offered', remedy: 'choose_offered', clause: stage.clause });
  // The seat held is free to its child: a family never moves to a wish behind it, nor reads that its own school is full.
  const free = wishes.find((pool) => pool.id === standing.pool || freeSeats(pool) > 0);
  const chosen = free ?? (stage.guarantee === 'without_limit' ? wishes[0] : undefined);
  if (chosen === undefined) return full(policy, seats, stage, standing, request, wishes);
  if (chosen.id === standing.pool) return refused(request, standing, alreadyEnrolled(policy, stage, request.at));
  const overQuota = free === undefined;
  // The new seat first, then the old one: a family that moves is never without either.
  seats.take(chosen, overQuota);
  if (standing.pool !== null) seats.release(standing.pool);
  const { guaranteeLost, pool: released } = standing;
  const enrolled = outcome(request, 'enrolled', stage.clause, 'bring_documents');
  const decision = { ...enrolled, pool: chosen.id, released, freeBefore: freeSeats(chosen), overQuota, guaranteeLost };
  return { decision, after: { ...standing, pool: chosen.id, waiting: null } };
}

/** Nothing is free of what was wished for: the claim stands in line where a list is switched on, unless its child has something to lose by it. */
function full(policy: Policy, seats: Seats, stage: Stage, standing: Standing, request: RequestTo<'enrol'>, wishes: readonly Pool[]): Step {
  const { active, clause } = policy.waitingList;
  const hasNothing = standing.pool === null && standing.waiting === null;
  if (!active || !hasNothing) return refused(request, standing, noPlaces(policy, stage, request), 0);
  const before = seats.inLine(request.child);
  if (before !== undefined && isSameWish(before, request))
    return refused(request, standing, { kind: 'already_in_line', remedy: 'wait_in_line', clause }, 0);
  const queued = outcome(request, 'queued', clause, 'wait_in_line');
  const { guaranteeLost } = standing;
  return { decision: { ...queued, applied: wishes[0]?.id ?? null, freeBefore: 0, guaranteeLost }, after: standing };
}
