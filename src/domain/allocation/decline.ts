import { effectOfDecline } from '../application/decline.ts';
import type { Policy } from '../policy/policy.ts';
import type { Stage } from '../policy/stages.ts';
import { freeSeats, type Pool, type RequestTo, type Standing } from './seat.ts';
import { outcome, refused, type Seats, type Step } from './step.ts';

/** «Отменить запись»: gives up a held or a proposed place for one of the law's reasons. KG25-21.9, KG25-21.10. */
export function decline(policy: Policy, seats: Seats, stage: Stage, standing: Standing, request: RequestTo<'decline'>): Step {
  const somethingOffered = stage.guarantee !== 'none' && !standing.guaranteeLost;
  if (standing.pool === null && !somethingOffered) {
    return refused(request, standing, { kind: 'nothing_to_decline', remedy: 'none', clause: stage.clause });
  }
  const effect = effectOfDecline(policy, request.reason, standing.cancellations);
  if (effect.kind === 'refused') return refused(request, standing, effect.refusal);
  const held = standing.pool;
  const freeBefore = held === null ? null : freeSeats(seats.pool(held) as Pool);
  if (held !== null) seats.release(held);
  const guaranteeLost = standing.guaranteeLost || effect.guaranteeLost;
  const decision = { ...outcome(request, 'declined', effect.clause, 'choose_freely'), released: held, freeBefore, guaranteeLost };
  return { decision, after: { ...standing, pool: null, guaranteeLost, cancellations: standing.cancellations + 1 } };
}
