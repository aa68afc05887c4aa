import type { Ratio } from '../policy/stages.ts';

/** Seats of one pool given so far to children of the catchment and to others. */
export type Given = { readonly catchment: number; readonly outside: number };

/**
 * The order in which the applications waiting for one pool are answered: after so many children of the catchment, so many from outside. Within
 * each of the two the order of arrival holds; when one is exhausted the other goes on. Without an active ratio it is the order of arrival.
 */
export function orderByRatio<Application extends { readonly inCatchment: boolean }>(
  ratio: Ratio | null,
  arrived: readonly Application[],
  given: Given = { catchment: 0, outside: 0 },
): readonly Application[] {
  if (ratio === null || !ratio.active) return arrived;
  const catchment = arrived.filter(({ inCatchment }) => inCatchment);
  const outside = arrived.filter(({ inCatchment }) => !inCatchment);
  const order: Application[] = [];
  let { catchment: inside, outside: beyond } = given;
  while (catchment.length + outside.length > 0) {
    const due = outsideDue(ratio, { catchment: inside, outside: beyond });
    const next = (due ? outside : catchment).shift() ?? (due ? catchment : outside).shift();
    if (next === undefined) return order;
    if (next.inCatchment) inside += 1;
    else beyond += 1;
    order.push(next);
  }
  return order;
}

/** Whether the next seat of a pool is one for a child from outside. */
export function outsideDue({ catchment, outside }: Ratio, given: Given): boolean {
  return Math.floor(given.catchment / catchment) * outside > given.outside;
}
