/** What came of the claims, in the order in which they arrived. */
export type Told = { readonly pool: number; readonly outcome: string | null };

/** Claims of a pool refused as full that a later arrival of the same pool overtook; and those without any answer. Nobody gives a seat back here. */
export function judge(told: readonly (Told | undefined)[]): { readonly outOfOrder: number; readonly lost: number } {
  const full = new Set<number>();
  let [outOfOrder, lost] = [0, 0];
  for (const one of told) {
    if (one?.outcome === 'refused') full.add(one.pool);
    else if (one?.outcome === 'enrolled') outOfOrder += full.has(one.pool) ? 1 : 0;
    else lost += 1;
  }
  return { outOfOrder, lost };
}

/** The median of some figures. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** The latency below which a share of all lie, in milliseconds with one decimal. */
export function quantileMs(sorted: readonly number[] | Float64Array, share: number): number {
  return Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 10) / 10;
}
