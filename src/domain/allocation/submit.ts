import type { Policy } from '../policy/policy.ts';
import type { Stage } from '../policy/stages.ts';
import { poolsWished, refuseStanding } from './refusals.ts';
import { freeSeats, type RequestTo, type Standing } from './seat.ts';
import { outcome, refused, type Seats, type Step } from './step.ts';

/**
 * The same claim where the school decides: an application to the first school wished for, which waits for its answer and takes no seat.
 * A full class can be applied to; whether it is full on the day of the answer is the school's to say. KZA-4, KZA-9.
 */
export function submit(policy: Policy, seats: Seats, stage: Stage, standing: Standing, request: RequestTo<'enrol'>): Step {
  const barred = refuseStanding(policy, stage, standing, request.at);
  if (barred !== null) return refused(request, standing, barred);
  const chosen = poolsWished(seats, stage, request)?.[0];
  if (chosen === undefined)
    return refused(request, standing, { kind: 'school_not_offered', remedy: 'choose_offered', clause: stage.clause });
  const { pool, guaranteeLost } = standing;
  const waiting = outcome(request, 'waiting', stage.clause, 'wait_for_school');
  const decision = { ...waiting, pool, applied: chosen.id, freeBefore: freeSeats(chosen), guaranteeLost };
  return { decision, after: { ...standing, waiting: chosen.id } };
}
