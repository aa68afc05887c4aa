import { type BoundaryLine, byStreet } from './boundary-version.ts';
import { rangeHabit, readItems } from './house-list.ts';
import type { RangeHabit } from './range-side.ts';
import type { ItemRead } from './reading.ts';
import type { BoundaryAct } from './resolve.ts';

/** A street of a list that somebody has begun to change: `null` takes it out; `before` is what was in force when it was begun. */
export type StreetChange = { readonly streetId: number; readonly houses: string | null; readonly before: string | null };

/** One street of a list as it will be. */
export type StreetEdited = {
  readonly streetId: number;
  /** As it will be; `null` where the street is taken out. */
  readonly houses: string | null;
  /** As it is in force; `null` where the street is new. */
  readonly inForce: string | null;
  readonly act: BoundaryAct | null;
  readonly isChanged: boolean;
  /** Somebody has published another list for this street since the change was begun. */
  readonly changedMeanwhile: boolean;
  readonly items: readonly ItemRead[];
};

/** A list with the changed streets in the place of their lines, new ones at the end; all of them read by the habit of the whole. */
export function withChanges(lines: readonly BoundaryLine[], changes: readonly StreetChange[], act: BoundaryAct): readonly BoundaryLine[] {
  const left = new Map(changes.map((change) => [change.streetId, change]));
  const done = new Set<number>();
  const kept = lines.flatMap((line): readonly BoundaryLine[] => {
    const change = left.get(line.streetId);
    if (change === undefined) return [line];
    if (done.has(line.streetId)) return [];
    done.add(line.streetId);
    return change.houses === null ? [] : [{ ...line, houses: change.houses, act }];
  });
  const added = changes.flatMap(({ streetId, houses }): readonly BoundaryLine[] =>
    houses === null || done.has(streetId) ? [] : [{ streetId, houses, habit: 'one_side', act }],
  );
  const all = [...kept, ...added];
  if (changes.length === 0) return all;
  const habit = rangeHabit(all.map(({ houses }) => houses));
  return all.map((line) => (left.has(line.streetId) ? { ...line, habit } : line));
}

/**
 * Every street of a list, changed or not, in the order of the list; new ones at the end. What is published is read as it was published, what
 * is changed by `habit`, that of the whole list.
 */
export function streetsWith(lines: readonly BoundaryLine[], changes: readonly StreetChange[], habit: RangeHabit): readonly StreetEdited[] {
  const inForce = byStreet(lines);
  const changed = new Map(changes.map((change) => [change.streetId, change]));
  const habits = new Map(lines.map((line) => [line.streetId, line.habit]));
  const acts = new Map(lines.map(({ streetId, act }) => [streetId, act]));
  return [...new Set([...inForce.keys(), ...changed.keys()])].map((streetId) => {
    const [own, change] = [inForce.get(streetId) ?? null, changed.get(streetId)];
    const houses = change === undefined ? own : change.houses;
    return {
      streetId,
      houses,
      inForce: own,
      act: acts.get(streetId) ?? null,
      isChanged: change !== undefined,
      changedMeanwhile: change !== undefined && change.before !== own,
      items: readItems(houses ?? '', change === undefined ? habits.get(streetId) : habit),
    };
  });
}
