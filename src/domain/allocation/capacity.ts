import type { Moment } from '../core/day.ts';
import type { Pool } from './seat.ts';

/** A change of the seats of some pools, which takes its turn among the claims: all of them or none. */
export type CapacityRequest = { readonly act: 'capacity'; readonly at: Moment; readonly pools: readonly CapacityAsked[] };
export type CapacityAsked = { readonly pool: number; readonly capacity: number };

/** One pool's seats before and after, and how many were taken at that moment. */
export type CapacityChanged = { readonly pool: number; readonly before: number; readonly after: number; readonly taken: number };

/** What came of it. Never fewer seats than are taken: the refusal says by how many it is too low. */
export type CapacityDecision =
  | { readonly outcome: 'changed'; readonly changes: readonly CapacityChanged[] }
  | { readonly outcome: 'below_taken'; readonly pool: number; readonly before: number; readonly taken: number; readonly short: number }
  | { readonly outcome: 'unknown_pool'; readonly pool: number };

/** Decides a change of capacity; `after` are the pools as they are then, none when nothing changes. KG25-14.1, KG22-4. */
export function changeCapacity(
  { pools }: Omit<CapacityRequest, 'at'>,
  find: (id: number) => Pool | undefined,
): { readonly decision: CapacityDecision; readonly after: readonly Pool[] } {
  const changes: CapacityChanged[] = [];
  const after: Pool[] = [];
  for (const { pool: id, capacity } of pools) {
    const pool = find(id);
    if (pool === undefined) return { decision: { outcome: 'unknown_pool', pool: id }, after: [] };
    const { capacity: before, taken } = pool;
    // A full pool that a law let grow may be raised by less than it grew; it may not be lowered.
    if (capacity < taken && capacity < before)
      return { decision: { outcome: 'below_taken', pool: id, before, taken, short: taken - capacity }, after: [] };
    changes.push({ pool: id, before, after: capacity, taken });
    after.push({ ...pool, capacity, overQuota: Math.max(0, taken - capacity) });
  }
  return { decision: { outcome: 'changed', changes }, after };
}
