import type { BoundaryLine } from './boundary-version.ts';

/** What taking a publication back makes of a list: the streets it gives back, and those somebody has changed since, which stay as they are. */
export type TakenBack = {
  readonly lines: readonly BoundaryLine[];
  readonly returned: readonly number[];
  readonly left: readonly number[];
};

/**
 * Takes one publication out of what is in force: what came with it goes, what went with it returns. A street that somebody has changed since
 * stays as it is, and so does everything the publication did not touch. KG25-18.4.
 */
export function takenBack(before: readonly BoundaryLine[], published: readonly BoundaryLine[], now: readonly BoundaryLine[]): TakenBack {
  const [was, made, is] = [linesOn(before), linesOn(published), linesOn(now)];
  const streets = [...new Set([...is.keys(), ...was.keys(), ...made.keys()])];
  const changed = streets.filter((street) => !isSame(was.get(street), made.get(street)));
  const returned = new Set(changed.filter((street) => isSame(is.get(street), made.get(street))));
  return {
    lines: streets.flatMap((street) => (returned.has(street) ? was.get(street) : is.get(street)) ?? []),
    returned: [...returned],
    left: changed.filter((street) => !returned.has(street)),
  };
}

/** Whether two lists say the same word for word, acts included, in whatever order of streets. */
export function isSameList(a: readonly BoundaryLine[], b: readonly BoundaryLine[]): boolean {
  const [one, other] = [linesOn(a), linesOn(b)];
  return one.size === other.size && [...one].every(([street, lines]) => isSame(lines, other.get(street)));
}

function linesOn(lines: readonly BoundaryLine[]): ReadonlyMap<number, readonly BoundaryLine[]> {
  return Map.groupBy(lines, ({ streetId }) => streetId);
}

function isSame(a: readonly BoundaryLine[] | undefined, b: readonly BoundaryLine[] | undefined): boolean {
  return textOf(a) === textOf(b);
}

function textOf(lines: readonly BoundaryLine[] = []): string {
  return JSON.stringify(
    lines.map(({ houses, habit, act: { title, number, day } }) => [houses, habit, Object.entries(title).toSorted(), number, day]),
  );
}
