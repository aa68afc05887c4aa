import { refuseOutside, stageOf } from '../application/windows.ts';
import type { Policy } from '../policy/policy.ts';
import { type Advance, advanceLine, type Standings } from './advance.ts';
import { type CapacityDecision, type CapacityRequest, changeCapacity } from './capacity.ts';
import { decline } from './decline.ts';
import { type InLine, type LineChanges, openLine } from './line.ts';
import { confirm, reject } from './school-answer.ts';
import { type Decision, type Pool, released, type SeatRequest, type Standing } from './seat.ts';
import { refused, type Seats, type Step } from './step.ts';
import { submit } from './submit.ts';
import { takeSeat } from './take-seat.ts';
import { withdraw } from './withdraw.ts';

/**
 * The facts a batch is decided on: pools by id, standings by child. A child that is not here has no place and its guarantee. `line`: the claims
 * that stand in line, in the order of their numbers, as far as this batch can reach them; looked at only where the law has a list switched on.
 */
export type Facts = {
  readonly pools: ReadonlyMap<number, Pool>;
  readonly standings: ReadonlyMap<string, Standing>;
  readonly line?: readonly InLine[];
};

/** Decisions in the order of the acts, and only the pools, standings and places in line they changed. */
export type Batch<Decided = Decision> = {
  readonly decisions: readonly Decided[];
  /** What an act set free and the line was given right after it, by the place of the act. */
  readonly advances: ReadonlyMap<number, readonly Advance[]>;
  readonly pools: ReadonlyMap<number, Pool>;
  readonly standings: ReadonlyMap<string, Standing>;
  readonly line: LineChanges;
};

export const newcomer: Standing = { pool: null, waiting: null, guaranteeLost: false, cancellations: 0 };

/**
 * Decides a batch: who gets which seat, in arrival order. Pure, so that replay runs the very same function. KG25-21.
 * A request sees every seat taken and given back by the requests before it.
 */
export function decideBatch(policy: Policy, facts: Facts, requests: readonly SeatRequest[]): Batch {
  // Requests for seats are answered with decisions on seats.
  return decideInOrder(policy, facts, requests) as Batch;
}

/** {@link decideBatch} with changes of capacity among the requests: who arrived before one saw the old seats, who came after it the new ones. */
export function decideInOrder(
  policy: Policy,
  facts: Facts,
  acts: readonly (SeatRequest | CapacityRequest)[],
): Batch<Decision | CapacityDecision> {
  const pools = new Map<number, Pool>();
  const standings = new Map<string, Standing>();
  const line = policy.waitingList.active ? openLine(policy, facts.line ?? []) : null;
  const freed = new Set<number>();
  const keep = (pool: Pool) => void pools.set(pool.id, sound(pool));
  const seats: Seats = {
    pool: (id) => pools.get(id) ?? facts.pools.get(id),
    take: (pool, overQuota) => keep({ ...pool, taken: pool.taken + 1, overQuota: pool.overQuota + (overQuota ? 1 : 0) }),
    release: (id) => {
      const pool = pools.get(id) ?? facts.pools.get(id);
      if (pool === undefined) throw new Error(`pool ${id} of a held place is missing from the facts`);
      keep(released(pool));
      if (line !== null) freed.add(id);
    },
    inLine: (child) => line?.of(child),
  };
  const has: Standings = {
    of: (child) => standings.get(child) ?? facts.standings.get(child) ?? newcomer,
    set: (child, after) => standings.set(child, after),
  };

  function decideOne(request: SeatRequest | CapacityRequest): Decision | CapacityDecision {
    if (request.act === 'capacity') {
      const { decision, after } = changeCapacity(request, seats.pool);
      for (const pool of after) keep(pool);
      if (line !== null) for (const pool of after) freed.add(pool.id);
      return decision;
    }
    const standing = has.of(request.child);
    const { decision, after } = decide(policy, seats, standing, request);
    if (after !== standing) has.set(request.child, after);
    if (line === null || decision.outcome === 'refused') return decision;
    // Whoever asks and stands in line for nothing else is out of it: no seat comes to a family that went another way.
    if (decision.outcome === 'queued') line.join(request as InLine);
    else line.leave(request.child);
    return decision;
  }

  const advances = new Map<number, readonly Advance[]>();
  const decisions = acts.map((request, place) => {
    const decision = decideOne(request);
    if (line !== null && freed.size > 0) {
      const given = advanceLine(policy, seats, line, has, freed, request.at);
      if (given.length > 0) advances.set(place, given);
      freed.clear();
    }
    return decision;
  });
  return { decisions, advances, pools, standings, line: line?.changes ?? nobodyInLine };
}

/** A pool as it may be; throws (a fault) where more is taken than there is: nothing of such a batch is written. */
export function sound(pool: Pool): Pool {
  const { id, taken, capacity, overQuota } = pool;
  if (taken < 0 || taken > capacity + overQuota) throw new Error(`pool ${id} has ${taken} of ${capacity} + ${overQuota} seats taken`);
  return pool;
}

const nobodyInLine: LineChanges = new Map();

function decide(policy: Policy, seats: Seats, standing: Standing, request: SeatRequest): Step {
  const stage = stageOf(policy, request.basis.stage);
  // The window binds families that ask or decline; taking back and the school's answer may come after it.
  const outside = request.act === 'enrol' || request.act === 'decline' ? refuseOutside(policy, stage, request.at) : null;
  if (outside !== null) return refused(request, standing, outside);
  switch (request.act) {
    case 'enrol':
      return stage.decision.by === 'school'
        ? submit(policy, seats, stage, standing, request)
        : takeSeat(policy, seats, stage, standing, request);
    case 'decline':
      return decline(policy, seats, stage, standing, request);
    case 'withdraw':
      return withdraw(policy, seats, standing, request);
    case 'confirm':
      return confirm(policy, seats, stage, standing, request);
    case 'reject':
      return reject(stage, standing, request);
  }
}
