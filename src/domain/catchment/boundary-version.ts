import type { Day } from '../core/day.ts';
import { readItems } from './house-list.ts';
import type { RangeHabit } from './range-side.ts';
import type { BoundaryAct } from './resolve.ts';

/** One line of a school's list: houses of a street as a person writes them, and the act that says so. */
export type BoundaryLine = {
  readonly streetId: number;
  readonly houses: string;
  readonly habit: RangeHabit;
  readonly act: BoundaryAct;
};

/** Where a version came from: `back` is an older one published anew, `request` an address a family asked for. */
export type BoundarySource = 'seed' | 'editor' | 'import' | 'request' | 'back';

/** A school's whole list, in force from a day until the next version's. */
export type BoundaryVersion = {
  readonly id: string;
  readonly school: string;
  readonly number: number;
  /** The number of the version it took the place of, 0 where there was none. */
  readonly follows: number;
  readonly fromDay: Day;
  /** The first day it is no longer in force; `null` while nothing follows it. */
  readonly toDay: Day | null;
  readonly source: BoundarySource;
  readonly ground: string;
  readonly publishedAt: Date;
  /** An actor as the journal knows it. */
  readonly publishedBy: string;
};

/** What became of one street between two lists: `null` where a list has not got the street. */
export type StreetDifference = {
  readonly streetId: number;
  readonly before: string | null;
  readonly after: string | null;
  /** Items as they are written that stand in one list only. */
  readonly came: readonly string[];
  readonly gone: readonly string[];
};

/** How two lists of a school differ, street by street in the order of the later list; streets that say the same are left out. */
export function differenceOf(before: readonly BoundaryLine[], after: readonly BoundaryLine[]): readonly StreetDifference[] {
  const was = byStreet(before);
  const is = byStreet(after);
  return [...new Set([...is.keys(), ...was.keys()])].flatMap((streetId) => {
    const [old, own] = [was.get(streetId) ?? null, is.get(streetId) ?? null];
    const [oldItems, ownItems] = [itemsIn(old), itemsIn(own)];
    const came = ownItems.filter((item) => !oldItems.includes(item));
    const gone = oldItems.filter((item) => !ownItems.includes(item));
    const isSame = came.length + gone.length === 0 && (old === null) === (own === null);
    return isSame ? [] : [{ streetId, before: old, after: own, came, gone }];
  });
}

/** The houses of each street, in the order of the list; a street may stand in several lines of an act. */
export function byStreet(lines: readonly BoundaryLine[]): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  for (const { streetId, houses } of lines) {
    const other = found.get(streetId);
    found.set(streetId, other === undefined ? houses : `${other}; ${houses}`);
  }
  return found;
}

function itemsIn(houses: string | null): readonly string[] {
  if (houses === null) return [];
  return [...new Set(readItems(houses).map(({ token }) => token.replace(/\s+/g, ' ')))];
}
