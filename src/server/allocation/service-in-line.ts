import type { InLine } from '#domain/allocation/line.ts';
import { freeSeats, type Pool } from '#domain/allocation/seat.ts';
import type { Moment } from '#domain/core/day.ts';
import type { Policy } from '#domain/policy/policy.ts';
import { momentAt } from '../clock.ts';
import { type Fresh, type FreshChange, poolsConcerned } from './service-sort.ts';
import { findInLine, type InLineFound, type Reach } from './store-in-line.ts';
import type { Turn } from './store-turn.ts';

/** The line as far as a batch can reach it; nothing is asked where no list is switched on. */
export async function lineFor(
  turn: Turn,
  campaign: { readonly id: string; readonly policy: Policy },
  fresh: readonly (Fresh | FreshChange)[],
  pools: ReadonlyMap<number, Pool>,
): Promise<readonly InLineFound[]> {
  if (!campaign.policy.waitingList.active || fresh.length === 0) return [];
  return findInLine(turn, campaign.id, campaign.policy.timeZone, reachOf(campaign.policy, fresh, pools));
}

/** What a batch can reach of the line: more than it can set free is never given. */
export function reachOf(policy: Policy, fresh: readonly (Fresh | FreshChange)[], pools: ReadonlyMap<number, Pool>): Reach {
  const claims = fresh.filter((one) => one.kind === 'fresh');
  const acts = Map.groupBy(claims, ({ request }) => request.child);
  const freed = new Set<number>();
  let seats = 0;
  for (const one of fresh) {
    // A lone claim of a child that holds nothing sets nothing free.
    const isLone = one.kind === 'fresh' && one.request.act === 'enrol' && one.standing.pool === null;
    if (isLone && acts.get(one.request.child)?.length === 1) continue;
    for (const pool of poolsConcerned(one)) freed.add(pool);
    if (one.kind === 'fresh') seats += 1;
    else for (const { pool, capacity } of one.request.pools) seats += Math.max(0, capacity - (pools.get(pool)?.taken ?? 0));
  }
  const here = [...freed].flatMap((id) => pools.get(id) ?? []);
  for (const pool of here) seats += Math.max(0, freeSeats(pool));
  const earliest = fresh.map(({ request }) => request.at).toSorted()[0] as Moment;
  const stages = policy.stages.filter(({ closes }) => earliest < closes).map(({ code }) => code);
  return { children: [...acts.keys()], pools: here.map(({ id }) => id), stages, seats };
}

/** A claim found in line as the law reads it. */
export function claimOf(found: InLineFound, zone: string): InLine {
  const { draft, child_id: child, stage, route, offered, grades, wishes, received_at: receivedAt } = found;
  return { act: 'enrol', draft, child, at: momentAt(receivedAt.getTime(), zone), basis: { stage, route, offered, grades }, wishes };
}
