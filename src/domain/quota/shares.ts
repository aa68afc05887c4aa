/** Seats of a school for one grade and language, split into the general and the preferential share. */
export type Shares = { readonly general: number; readonly preference: number };

/**
 * Splits a quota: the preferential share is set automatically as a percentage of all seats, rounded down, so that it never takes a seat
 * the percentage does not reach. KG25-18.3.
 */
export function splitQuota(seats: number, sharePercent: number): Shares {
  const preference = Math.floor((seats * sharePercent) / 100);
  return { general: seats - preference, preference };
}
