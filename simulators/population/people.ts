import type { NationalId } from '#domain/core/national-id.ts';
import type { Adult, Child, Family, Link, Places, Population } from './population.ts';

/** A family with everybody who belongs to it. */
export type Household = {
  readonly family: Family;
  readonly adults: readonly Adult[];
  readonly children: readonly Child[];
  readonly links: readonly Link[];
};

/** A country that is asked rather than listed: a family is there when somebody asks for it, by its place or by a national number. */
export type People = Places & {
  readonly seed: number;
  /** How many families there are; their places count from 0. */
  readonly families: number;
  readonly household: (place: number) => Household;
  readonly adult: (pin: string) => Adult | undefined;
  readonly child: (pin: string) => Child | undefined;
  /** The children whom the civil registry links to an adult. */
  readonly childrenOf: (parent: string) => readonly NationalId[];
};

/** Asks a listed population, or a country that is asked anyway. */
export function peopleOf(population: Population | People): People {
  if ('household' in population) return population;
  const adults = new Map<string, Adult>(population.adults.map((adult) => [adult.pin, adult]));
  const children = new Map<string, Child>(population.children.map((child) => [child.pin, child]));
  const links = Map.groupBy(population.links, ({ parent }): string => parent);
  const { seed, districts, streets, schools } = population;
  return {
    seed,
    districts,
    streets,
    schools,
    families: population.families.length,
    household: (place) => {
      const family = population.families[place];
      if (family === undefined) throw new Error(`there is no family ${place}`);
      return {
        family,
        adults: [...family.parents, ...family.guardians].flatMap((pin) => adults.get(pin) ?? []),
        children: family.children.flatMap((pin) => children.get(pin) ?? []),
        links: family.parents.flatMap((pin) => links.get(pin) ?? []),
      };
    },
    adult: (pin) => adults.get(pin),
    child: (pin) => children.get(pin),
    childrenOf: (parent) => (links.get(parent) ?? []).map(({ child }) => child),
  };
}

/** Every family, one after the other; none is kept. */
export function* households(people: People): Generator<Household> {
  for (let place = 0; place < people.families; place += 1) yield people.household(place);
}
