import { binds, opensNext } from '../application/windows.ts';
import type { Moment } from '../core/day.ts';
import type { Refusal } from '../core/refusal.ts';
import type { Policy } from '../policy/policy.ts';
import type { Stage } from '../policy/stages.ts';
import type { Pool, RequestTo, SeatRequest, Standing } from './seat.ts';
import type { Seats } from './step.ts';

/** What a child has already that keeps it from asking for a seat in this stage. KG25-21.10, KZA-9. */
export function refuseStanding(policy: Policy, stage: Stage, standing: Standing, at: Moment): Refusal | null {
  const applied = standing.waiting !== null || standing.pool !== null;
  if (applied && policy.cancellation.withdrawFirst)
    return { kind: 'withdraw_first', remedy: 'withdraw', clause: policy.cancellation.clause };
  if (standing.pool !== null && stage.move === 'no') return alreadyEnrolled(policy, stage, at);
  if (standing.guaranteeLost && stage.guarantee !== 'none') return guaranteeLost(policy, stage, at);
  return null;
}

/** A family that gave its guaranteed place up. KG25-21.10. */
export function guaranteeLost(policy: Policy, stage: Stage, at: Moment): Refusal {
  const clause = policy.declines?.warning.clause ?? stage.clause;
  return { kind: 'guarantee_lost', opensAt: opensNext(policy, 'free_choice', at), remedy: 'free_choice', clause };
}

/** A child that has its place; when it can be exchanged, if ever. */
export function alreadyEnrolled(policy: Policy, stage: Stage, at: Moment): Refusal {
  const opensAt = policy.stages.find((later) => later.move === 'seat_for_seat' && later.opens > at)?.opens ?? null;
  return { kind: 'already_enrolled', opensAt, remedy: opensAt === null ? 'decline_first' : 'move_later', clause: stage.clause };
}

/** Nothing is free of what was asked for. */
export function noPlaces(policy: Policy, stage: Stage, { at }: SeatRequest): Refusal {
  const opensAt = stage.shows === 'with_free_seats' ? null : opensNext(policy, 'free_choice', at);
  const remedy = stage.shows === 'with_free_seats' || opensAt !== null ? 'other_school' : 'ask_district';
  return { kind: 'no_places', opensAt, remedy, clause: stage.clause };
}

/** The pools wished for, in order; `null` when there is none, or one of them was not offered to this family. */
export function poolsWished(seats: Seats, stage: Stage, request: RequestTo<'enrol'>): readonly Pool[] | null {
  const wishes = request.wishes.map((id) => seats.pool(id));
  const offered = wishes.filter((pool) => pool !== undefined && isOffered(stage, request, pool));
  return wishes.length > 0 && offered.length === wishes.length ? (offered as readonly Pool[]) : null;
}

function isOffered(stage: Stage, { basis: { offered, grades } }: SeatRequest, pool: Pool): boolean {
  if (pool.kind !== 'general' || !grades.includes(pool.grade) || !binds(stage, [pool.grade])) return false;
  return offered === null || offered.includes(pool.id);
}
