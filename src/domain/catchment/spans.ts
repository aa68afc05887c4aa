/** A run of house numbers on one side, `from` to `to`, both taken. */
export type Span = { readonly from: number; readonly to: number };

/** A question put to many spans at once: does any of them meet this one? Sorted once, so that each answer takes logarithmic time. */
export function meetsAny(spans: readonly Span[]): (asked: Span) => boolean {
  const sorted = spans.toSorted((a, b) => a.from - b.from);
  let reach = 0;
  const furthest = sorted.map(({ to }) => (reach = Math.max(reach, to)));
  return ({ from, to }) => {
    const before = countFrom(sorted, to);
    return before > 0 && (furthest[before - 1] ?? 0) >= from;
  };
}

/** How many spans begin at `limit` or before. */
function countFrom(sorted: readonly Span[], limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.from ?? Infinity) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
