import type { Refusal } from '../core/refusal.ts';
import type { Policy } from '../policy/policy.ts';
import type { Stage } from '../policy/stages.ts';
import { noPlaces } from './refusals.ts';
import { freeSeats, type Pool, type RequestTo, type Standing } from './seat.ts';
import { outcome, refused, type Seats, type Step } from './step.ts';

/** The school accepts an application: only now is the seat taken. In a full class it cannot, and the law's ground for that is told. KZA-6. */
export function confirm(policy: Policy, seats: Seats, stage: Stage, standing: Standing, request: RequestTo<'confirm'>): Step {
  const { waiting, pool: released, guaranteeLost } = standing;
  if (waiting === null) return refused(request, standing, nothingWaiting(stage));
  const chosen = seats.pool(waiting) as Pool;
  const freeBefore = freeSeats(chosen);
  if (freeBefore <= 0) return refused(request, standing, groundOf(stage, 'classes_full') ?? noPlaces(policy, stage, request), freeBefore);
  seats.take(chosen, false);
  if (released !== null) seats.release(released);
  const clause = stage.decision.by === 'school' ? stage.decision.clause : stage.clause;
  const enrolled = outcome(request, 'enrolled', clause, 'bring_documents');
  const decision = { ...enrolled, pool: waiting, applied: waiting, released, freeBefore, guaranteeLost };
  return { decision, after: { ...standing, pool: waiting, waiting: null } };
}

/** The school says no, for one of the law's grounds and for no other. KZA-6. */
export function reject(stage: Stage, standing: Standing, request: RequestTo<'reject'>): Step {
  const { waiting, pool, guaranteeLost } = standing;
  if (waiting === null) return refused(request, standing, nothingWaiting(stage));
  const refusal = groundOf(stage, request.ground);
  if (refusal === null) return refused(request, standing, { kind: 'ground_not_in_law', remedy: 'choose_offered', clause: stage.clause });
  const rejected = outcome(request, 'rejected', refusal.clause, 'follow_remedy');
  return { decision: { ...rejected, pool, applied: waiting, guaranteeLost, refusal }, after: { ...standing, waiting: null } };
}

function groundOf({ decision }: Stage, code: string): Refusal | null {
  const ground = decision.by === 'school' ? decision.refusalGrounds.find((candidate) => candidate.code === code) : undefined;
  return ground === undefined ? null : { kind: 'application_refused', ground: code, remedy: 'apply_elsewhere', clause: ground.clause };
}

function nothingWaiting({ clause }: Stage): Refusal {
  return { kind: 'nothing_waiting', remedy: 'none', clause };
}
