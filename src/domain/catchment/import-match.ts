import { streetKey } from './street-key.ts';
import { nameFinder } from './street-likeness.ts';

/** A school or a street as the register knows it, under all its names. */
export type Registered<Id> = { readonly id: Id; readonly names: readonly string[] };
export type RegisteredSchool = Registered<string> & { readonly number: number | null };

/**
 * What a name of the file means. `same`: the register has it under this very name; `known`: a person confirmed it for an earlier file;
 * `chosen`: for this one; `out`: a person left it out. `asks`: nobody has said; candidates are suggestions, the likeliest first.
 */
export type Match<Id> =
  | { readonly kind: 'same' | 'known' | 'chosen'; readonly id: Id }
  | { readonly kind: 'out' }
  | { readonly kind: 'asks'; readonly candidates: readonly Id[] };

/** What people have said: a name's key → an id of the register, or `out`. */
export type Said<Id> = ReadonlyMap<string, Id | 'out'>;

export type Matcher<Id> = (key: string, name: string, said: Said<Id>, known: ReadonlyMap<string, Id>) => Match<Id>;

/** Matches schools by their whole names. A number alone is a suggestion: № 5 may be a kindergarten's. */
export function schoolMatcher(schools: readonly RegisteredSchool[]): Matcher<string> {
  const byName = byKey(schools, plainName);
  const like = later(() => nameFinder(schools.flatMap(({ names }) => names)));
  return matcher(byName, (name) => {
    const number = numberIn(name);
    const numbered = schools.filter((school) => school.number !== null && school.number === number);
    const alike = new Set(like()(name));
    return [...numbered, ...schools.filter(({ names }) => names.some((each) => alike.has(each)))].map(({ id }) => id);
  });
}

/** Matches streets by their keys; a former name, a part of a name or a like one is a suggestion. */
export function streetMatcher(streets: readonly Registered<number>[]): Matcher<number> {
  const named = Map.groupBy(
    streets.flatMap(({ id, names }) => names.map((name) => ({ id, name }))),
    ({ name }) => name,
  );
  const like = later(() => nameFinder([...named.keys()]));
  return matcher(byKey(streets, streetKey), (name) => like()(name).flatMap((each) => (named.get(each) ?? []).map(({ id }) => id)));
}

/** The key of a school's name: letters and digits alone. */
export function plainName(name: string): string {
  return (
    name
      .normalize('NFC')
      .toLowerCase()
      .replaceAll('ё', 'е')
      .match(/[\p{L}\d]+/gu) ?? []
  ).join(' ');
}

function matcher<Id>(byName: ReadonlyMap<string, ReadonlySet<Id>>, alike: (name: string) => readonly Id[]): Matcher<Id> {
  return (key, name, said, known) => {
    const chosen = said.get(key);
    if (chosen !== undefined) return chosen === 'out' ? { kind: 'out' } : { kind: 'chosen', id: chosen };
    const before = known.get(key);
    if (before !== undefined) return { kind: 'known', id: before };
    const same = [...(byName.get(key) ?? [])];
    const [only] = same;
    if (only !== undefined && same.length === 1) return { kind: 'same', id: only };
    return { kind: 'asks', candidates: [...new Set([...same, ...alike(name)])].slice(0, candidatesAtMost) };
  };
}

const candidatesAtMost = 6;

function byKey<Id>(all: readonly Registered<Id>[], keyOf: (name: string) => string): ReadonlyMap<string, ReadonlySet<Id>> {
  const found = new Map<string, Set<Id>>();
  for (const { id, names } of all) for (const name of names) found.set(keyOf(name), (found.get(keyOf(name)) ?? new Set()).add(id));
  return found;
}

function numberIn(name: string): number | null {
  const written = /№\s*(\d{1,4})/u.exec(name)?.[1] ?? /(?<!\d)(\d{1,4})(?!\d)/u.exec(name)?.[1];
  return written === undefined ? null : Number(written);
}

/** Worked out when it is first asked for: a file whose every name is known needs no suggestions. */
function later<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}
