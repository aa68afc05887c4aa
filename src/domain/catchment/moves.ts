import type { House } from './house.ts';
import { parseHouse } from './house-grammar.ts';
import type { Boundary } from './resolve.ts';
import { coversSurely } from './segment.ts';

/** Children of one address. */
export type AddressOf = { readonly streetId: number; readonly house: string; readonly children: readonly string[] };

/** Children whom a change of boundaries sends from some schools to others. `before` and `after` are sorted ids; empty where none serves. */
export type Move = { readonly before: readonly string[]; readonly after: readonly string[]; readonly children: readonly string[] };

/** The schools that serve a house for certain among the boundaries of its street, sorted. KG25-21.4. */
export function schoolsServing(boundaries: readonly Boundary[], house: House): readonly string[] {
  const found = boundaries
    .filter(({ segments }) => segments.some((segment) => coversSurely(segment, house)))
    .map(({ schoolId }) => schoolId);
  return found.length < 2 ? found : [...new Set(found)].toSorted();
}

/** Gathers who would move, address by address. Boundaries are given for the street of each address. */
export function moveBook(): {
  add(address: AddressOf, before: readonly Boundary[], after: readonly Boundary[]): void;
  moves(): readonly Move[];
  /** Children whom no school serves afterwards, by street; nobody is named. */
  unserved(): ReadonlyMap<number, number>;
  asked(): number;
} {
  const moves = new Map<string, { before: readonly string[]; after: readonly string[]; children: string[] }>();
  const unserved = new Map<number, number>();
  let asked = 0;
  return {
    add({ streetId, house: text, children }, before, after) {
      asked += children.length;
      const house = parseHouse(text);
      const was = house === null ? [] : schoolsServing(before, house);
      const is = before === after || house === null ? was : schoolsServing(after, house);
      if (is.length === 0) unserved.set(streetId, (unserved.get(streetId) ?? 0) + children.length);
      if (was === is || was.join(',') === is.join(',')) return;
      const key = `${was.join(',')}>${is.join(',')}`;
      const there = moves.get(key);
      if (there === undefined) moves.set(key, { before: was, after: is, children: [...children] });
      else there.children.push(...children);
    },
    moves: () => [...moves.values()].toSorted((a, b) => b.children.length - a.children.length),
    unserved: () => unserved,
    asked: () => asked,
  };
}
