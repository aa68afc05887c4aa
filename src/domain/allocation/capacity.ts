import type { Pool } from './seat.ts';

/** A change of a pool's seats, which takes its turn among the claims. */
export type CapacityRequest = { readonly act: 'capacity'; readonly pool: number; readonly capacity: number };

/** What came of it. Never fewer seats than are taken: the refusal says by how many it is too low. */
export type CapacityDecision =
  | { readonly outcome: 'changed'; readonly pool: number; readonly before: number; readonly after: number; readonly taken: number }
  | { readonly outcome: 'below_taken'; readonly pool: number; readonly before: number; readonly taken: number; readonly short: number }
  | { readonly outcome: 'unknown_pool'; readonly pool: number };

/** Decides a change of capacity; `after` is the pool as it is then, `null` when nothing changes. KG25-16.2. */
export function changeCapacity(
  { capacity, pool: id }: CapacityRequest,
  pool: Pool | undefined,
): { readonly decision: CapacityDecision; readonly after: Pool | null } {
  if (pool === undefined) return { decision: { outcome: 'unknown_pool', pool: id }, after: null };
  const { capacity: before, taken } = pool;
  // A full pool that a law let grow may be raised by less than it grew; it may not be lowered.
  if (capacity < taken && capacity < before) {
    return { decision: { outcome: 'below_taken', pool: id, before, taken, short: taken - capacity }, after: null };
  }
  const overQuota = Math.max(0, taken - capacity);
  return { decision: { outcome: 'changed', pool: id, before, after: capacity, taken }, after: { ...pool, capacity, overQuota } };
}
