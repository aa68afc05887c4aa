import type { Day } from '../core/day.ts';
import type { BoundaryLine } from './boundary-version.ts';
import { type Boundary, drawBoundary, resolve } from './resolve.ts';

/** Where somebody is registered, as far as boundaries ask. */
export type Home = { readonly streetId: number | null; readonly house: string };

/** Homes as one text: equal homes have equal texts. */
export function homesKey(homes: readonly Home[]): string {
  return JSON.stringify(homes.map(({ streetId, house }) => [streetId, house]));
}

/** A version as far as it tells what is in force: from which day, and its place among the versions of its school. */
export type Begins = { readonly fromDay: Day; readonly number: number };

/**
 * Of the versions a school has published so far, in whatever order, the one in force on a day: the last day on which one began counts, and of two
 * that begin on one day the later published. What was to begin later still does, so nothing else needs to be known of them.
 */
export function inForceOn<Version extends Begins>(published: readonly Version[], on: Day): Version | undefined {
  return published
    .filter(({ fromDay }) => fromDay <= on)
    .reduce<Version | undefined>((best, one) => (best === undefined || isLater(one, best) ? one : best), undefined);
}

function isLater(one: Begins, than: Begins): boolean {
  return one.fromDay > than.fromDay || (one.fromDay === than.fromDay && one.number > than.number);
}

/** The houses of a street as a list was read. */
export type DrawnLine = Pick<Boundary, 'streetId' | 'houses' | 'segments' | 'waiting' | 'unreadItems' | 'act'>;

/** A line of a list, read. */
export function drawLine({ streetId, houses, habit, act }: BoundaryLine): DrawnLine {
  return drawBoundary({ schoolId: '', streetId, houses, act }, habit);
}

/** Whether a school's list takes one of these homes for a grade: each is asked, and one is enough. KG25-21.4, KG22-3. */
export function serves(lines: readonly DrawnLine[], homes: readonly Home[], grade: number): boolean {
  const own = lines.map((line) => ({ ...line, schoolId: '' }));
  return homes.some(({ streetId, house }) => streetId !== null && resolve({ streetId, house, grade }, own).kind === 'found');
}
