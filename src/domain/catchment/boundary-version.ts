import type { Day } from '../core/day.ts';
import { readItems } from './house-list.ts';
import type { RangeHabit } from './range-side.ts';
import type { Outcome } from './reading.ts';
import type { BoundaryAct } from './resolve.ts';
import type { Segment } from './segment.ts';
import { type Probe, servedDifference, takes } from './served-houses.ts';

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
  /** Items as they are written that take a house the other list does not: what serves nobody is no difference, however it is written. */
  readonly came: readonly string[];
  readonly gone: readonly string[];
  /** The words differ, and not one house. */
  readonly onlyWords: boolean;
};

/** How two lists of a school differ, street by street in the order of the later list; streets that say the same are left out. */
export function differenceOf(before: readonly BoundaryLine[], after: readonly BoundaryLine[]): readonly StreetDifference[] {
  const [was, is] = [byStreet(before), byStreet(after)];
  const [old, own] = [Map.groupBy(before, ({ streetId }) => streetId), Map.groupBy(after, ({ streetId }) => streetId)];
  return [...new Set([...is.keys(), ...was.keys()])].flatMap((streetId) => {
    const [wasText, isText] = [was.get(streetId) ?? null, is.get(streetId) ?? null];
    const [oldItems, ownItems] = [itemsIn(old.get(streetId) ?? []), itemsIn(own.get(streetId) ?? [])];
    if (saidIn(oldItems) === saidIn(ownItems) && (wasText === null) === (isText === null)) return [];
    const served = servedDifference(segmentsIn(oldItems), segmentsIn(ownItems));
    const came = takingIn(ownItems, served.came);
    const gone = takingIn(oldItems, served.gone);
    return [{ streetId, before: wasText, after: isText, came, gone, onlyWords: came.length + gone.length === 0 }];
  });
}

/** Streets of which not only the words differ. */
export function changedStreets(before: readonly BoundaryLine[], after: readonly BoundaryLine[]): readonly number[] {
  return differenceOf(before, after).flatMap(({ streetId, onlyWords }) => (onlyWords ? [] : [streetId]));
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

type Item = { readonly text: string; readonly segments: readonly Segment[] };

function itemsIn(lines: readonly BoundaryLine[]): readonly Item[] {
  return lines.flatMap(({ houses, habit }) =>
    readItems(houses, habit).map(({ token, outcome }) => ({ text: token.replace(/\s+/g, ' '), segments: sureIn(outcome) })),
  );
}

/** Each item with what it means: a list that runs ranges over both sides means something else by the same words. */
function saidIn(items: readonly Item[]): string {
  return JSON.stringify([...new Set(items.map((item) => JSON.stringify(item)))].toSorted());
}

function sureIn(outcome: Outcome): readonly Segment[] {
  if (outcome.kind === 'sure') return outcome.parts.flatMap(({ place, segments }) => (place === null ? segments : []));
  return outcome.kind === 'confirm' && outcome.place === null ? outcome.sure : [];
}

function segmentsIn(items: readonly Item[]): readonly Segment[] {
  return items.flatMap(({ segments }) => segments);
}

function takingIn(items: readonly Item[], probes: readonly Probe[]): readonly string[] {
  return [...new Set(items.filter(({ segments }) => probes.some((probe) => takes(segments, probe))).map(({ text }) => text))];
}
