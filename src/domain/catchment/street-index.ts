import type { House } from './house.ts';
import { isOneHouse } from './list-judge.ts';
import { covers, type Segment } from './segment.ts';

/** A part of a street that belongs to a school. */
export type Assigned<Street, School> = { readonly street: Street; readonly school: School; readonly segment: Segment };

/** Looks up which schools take a house of a street, for a child of `grade` when given; each school once, in the order of the segments. */
export type StreetIndex<Street, School> = (street: Street, house: House, grade?: number) => readonly School[];

/**
 * Puts segments in order for look-ups: houses named by themselves sorted by number, ranges and whole sides in a row for each street. Arrays,
 * not a map for each street: a country has a hundred thousand streets.
 */
export function indexStreets<Street, School>(assigned: Iterable<Assigned<Street, School>>): StreetIndex<Street, School> {
  const streets = new Map<Street, OneStreet<School>>();
  for (const { street, school, segment } of assigned) {
    let there = streets.get(street);
    if (there === undefined) streets.set(street, (there = { numbers: [], named: [], wide: [] }));
    if (isOneHouse(segment)) there.named.push({ school, segment });
    else if (segment.kind !== 'described') there.wide.push({ school, segment });
  }
  for (const { numbers, named } of streets.values()) {
    named.sort((a, b) => numberOf(a) - numberOf(b));
    for (const part of named) numbers.push(numberOf(part));
  }
  return (street, house, grade) => {
    const there = streets.get(street);
    if (there === undefined) return [];
    const { numbers, named, wide } = there;
    let found: School[] | null = null;
    for (let at = firstAt(numbers, house.number); numbers[at] === house.number; at += 1) {
      found = added(found, named[at] as Part<School>, house, grade);
    }
    for (const part of wide) found = added(found, part, house, grade);
    return found ?? NONE;
  };
}

type Part<School> = { readonly school: School; readonly segment: Segment };
/** `numbers` of the named houses lie side by side, so that a search touches no other memory. */
type OneStreet<School> = { readonly numbers: number[]; readonly named: Part<School>[]; readonly wide: Part<School>[] };

const NONE: readonly never[] = [];

function numberOf({ segment }: Part<unknown>): number {
  return segment.kind === 'house' || segment.kind === 'house_all_corpuses' ? segment.house.number : 0;
}

/** Where the houses of a number begin among those sorted by number. */
function firstAt(numbers: readonly number[], number: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) < number) low = middle + 1;
    else high = middle;
  }
  return low;
}

function added<School>(
  found: School[] | null,
  { school, segment }: Part<School>,
  house: House,
  grade: number | undefined,
): School[] | null {
  if (!covers(segment, house, grade)) return found;
  if (found === null) return [school];
  if (!found.includes(school)) found.push(school);
  return found;
}
