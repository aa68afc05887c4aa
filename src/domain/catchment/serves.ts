import type { BoundaryLine } from './boundary-version.ts';
import { drawBoundary, resolve } from './resolve.ts';

/** An address as far as boundaries ask for it. */
export type HomeAt = { readonly streetId: number | null; readonly house: string };

/** Whether a list takes one of these homes for certain, for a child of one of the grades; of no grade in particular when none is given. KG25-21.4. */
export function serves(lines: readonly BoundaryLine[], homes: readonly HomeAt[], grades: readonly number[] = []): boolean {
  return homes.some(({ streetId, house }) => {
    if (streetId === null) return false;
    const drawn = lines
      .filter((line) => line.streetId === streetId)
      .map((line) => drawBoundary({ schoolId: '', streetId, houses: line.houses, act: line.act }, line.habit));
    const asked = grades.length === 0 ? [{ streetId, house }] : grades.map((grade) => ({ streetId, house, grade }));
    return asked.some((one) => resolve(one, drawn).kind === 'found');
  });
}
