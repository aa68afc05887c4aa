import { effectOfDecline } from '../application/decline.ts';
import { opensNext, refuseOutside, stageOf } from '../application/windows.ts';
import type { Refusal } from '../core/refusal.ts';
import type { Policy } from '../policy/policy.ts';
import type { Stage } from '../policy/stages.ts';
import { type Decision, freeSeats, type Pool, type SeatRequest, type Standing } from './seat.ts';

/** The facts a batch is decided on: pools by id, standings by child. A child that is not here has no place and its guarantee. */
export type Facts = { readonly pools: ReadonlyMap<number, Pool>; readonly standings: ReadonlyMap<string, Standing> };

/** Decisions in the order of the requests, and only the pools and standings they changed. */
export type Batch = {
  readonly decisions: readonly Decision[];
  readonly pools: ReadonlyMap<number, Pool>;
  readonly standings: ReadonlyMap<string, Standing>;
};

export const newcomer: Standing = { pool: null, guaranteeLost: false, cancellations: 0 };

/**
 * Decides a batch: who gets which seat, in arrival order. Pure, so that replay runs the very same function. KG25-21.
 * A request sees every seat taken and given back by the requests before it.
 */
export function decideBatch(policy: Policy, facts: Facts, requests: readonly SeatRequest[]): Batch {
  const pools = new Map<number, Pool>();
  const standings = new Map<string, Standing>();
  const seats: Seats = {
    pool: (id) => pools.get(id) ?? facts.pools.get(id),
    take: (pool, overQuota) =>
      pools.set(pool.id, { ...pool, taken: pool.taken + 1, overQuota: pool.overQuota + (overQuota ? 1 : 0) }),
    release: (id) => {
      const pool = pools.get(id) ?? facts.pools.get(id);
      if (pool === undefined) throw new Error(`pool ${id} of a held place is missing from the facts`);
      pools.set(id, { ...pool, taken: pool.taken - 1 });
    },
  };
  const decisions = requests.map((request) => {
    const standing = standings.get(request.child) ?? facts.standings.get(request.child) ?? newcomer;
    const { decision, after } = decide(policy, seats, standing, request);
    if (after !== standing) standings.set(request.child, after);
    return decision;
  });
  return { decisions, pools, standings };
}

type Seats = {
  readonly pool: (id: number) => Pool | undefined;
  readonly take: (pool: Pool, overQuota: boolean) => void;
  readonly release: (id: number) => void;
};

type Step = { readonly decision: Decision; readonly after: Standing };

function decide(policy: Policy, seats: Seats, standing: Standing, request: SeatRequest): Step {
  const stage = stageOf(policy, request.basis.stage);
  const outside = refuseOutside(policy, stage, request.at);
  if (outside !== null) return refused(request, standing, outside, null);
  return request.act === 'enrol' ? enrol(policy, seats, stage, standing, request) : decline(policy, seats, stage, standing, request);
}

function enrol(policy: Policy, seats: Seats, stage: Stage, standing: Standing, request: SeatRequest & { act: 'enrol' }): Step {
  const barred = refuseStanding(policy, stage, standing, request);
  if (barred !== null) return refused(request, standing, barred, null);
  const wishes = request.wishes.map((id) => seats.pool(id));
  if (wishes.length === 0 || wishes.some((pool) => pool === undefined || !isOffered(request, pool))) {
    return refused(request, standing, { kind: 'school_not_offered', remedy: 'choose_offered', clause: stage.clause }, null);
  }
  const known = wishes as readonly Pool[];
  // The seat held is free to its child: a family never moves to a wish behind it, nor reads that its own school is full.
  const free = known.find((pool) => pool.id === standing.pool || freeSeats(pool) > 0);
  const chosen = free ?? (stage.guarantee === 'without_limit' ? known[0] : undefined);
  if (chosen === undefined) return refused(request, standing, noPlaces(policy, stage, request), 0);
  if (chosen.id === standing.pool) return refused(request, standing, alreadyEnrolled(policy, stage, request), null);
  const overQuota = free === undefined;
  const freeBefore = freeSeats(chosen);
  // The new seat first, then the old one: a family that moves is never without either.
  seats.take(chosen, overQuota);
  if (standing.pool !== null) seats.release(standing.pool);
  const decision: Decision = {
    ...outcome(request, 'enrolled', stage.clause, 'bring_documents'),
    pool: chosen.id,
    released: standing.pool,
    freeBefore,
    overQuota,
    guaranteeLost: standing.guaranteeLost,
  };
  return { decision, after: { ...standing, pool: chosen.id } };
}

function refuseStanding(policy: Policy, stage: Stage, standing: Standing, request: SeatRequest): Refusal | null {
  if (standing.pool !== null && stage.move === 'no') return alreadyEnrolled(policy, stage, request);
  if (standing.guaranteeLost && stage.guarantee !== 'none') {
    const clause = policy.declines?.warning.clause ?? stage.clause;
    return { kind: 'guarantee_lost', opensAt: opensNext(policy, 'free_choice', request.at), remedy: 'free_choice', clause };
  }
  return null;
}

function decline(policy: Policy, seats: Seats, stage: Stage, standing: Standing, request: SeatRequest & { act: 'decline' }): Step {
  const somethingOffered = stage.guarantee !== 'none' && !standing.guaranteeLost;
  if (standing.pool === null && !somethingOffered) {
    return refused(request, standing, { kind: 'nothing_to_decline', remedy: 'none', clause: stage.clause }, null);
  }
  const effect = effectOfDecline(policy, request.reason, standing.cancellations);
  if (effect.kind === 'refused') return refused(request, standing, effect.refusal, null);
  const held = standing.pool;
  const freeBefore = held === null ? null : freeSeats(seats.pool(held) as Pool);
  if (held !== null) seats.release(held);
  const guaranteeLost = standing.guaranteeLost || effect.guaranteeLost;
  const decision: Decision = { ...outcome(request, 'declined', effect.clause, 'choose_freely'), released: held, freeBefore, guaranteeLost };
  return { decision, after: { pool: null, guaranteeLost, cancellations: standing.cancellations + 1 } };
}

function isOffered(request: SeatRequest, pool: Pool): boolean {
  const { offered, grades } = request.basis;
  if (pool.kind !== 'general' || !grades.includes(pool.grade)) return false;
  return offered === null || offered.includes(pool.id);
}

function noPlaces(policy: Policy, stage: Stage, request: SeatRequest): Refusal {
  const opensAt = stage.shows === 'with_free_seats' ? null : opensNext(policy, 'free_choice', request.at);
  const remedy = stage.shows === 'with_free_seats' || opensAt !== null ? 'other_school' : 'ask_district';
  return { kind: 'no_places', opensAt, remedy, clause: stage.clause };
}

function alreadyEnrolled(policy: Policy, stage: Stage, request: SeatRequest): Refusal {
  const opensAt = policy.stages.find((later) => later.move === 'seat_for_seat' && later.opens > request.at)?.opens ?? null;
  return { kind: 'already_enrolled', opensAt, remedy: opensAt === null ? 'decline_first' : 'move_later', clause: stage.clause };
}

function refused(request: SeatRequest, standing: Standing, refusal: Refusal, freeBefore: number | null): Step {
  const decision: Decision = {
    ...outcome(request, 'refused', refusal.clause, 'follow_remedy'),
    pool: standing.pool,
    freeBefore,
    guaranteeLost: standing.guaranteeLost,
    refusal,
  };
  return { decision, after: standing };
}

function outcome(request: SeatRequest, kind: Decision['outcome'], clause: string, next: Decision['next']): Decision {
  const { draft, child } = request;
  return { draft, child, outcome: kind, pool: null, released: null, freeBefore: null, overQuota: false, guaranteeLost: false, refusal: null, clause, next };
}
