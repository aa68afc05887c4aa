import type { Adult, Child, Population, RegisteredAddress } from '../population/population.ts';

/** What the providers behind the security server know: the population, and what an office has changed since. */
export type Registry = {
  readonly child: (pin: string) => Child | undefined;
  readonly adult: (pin: string) => Adult | undefined;
  readonly childrenOf: (parent: string) => readonly string[];
  readonly addressOf: (pin: string) => RegisteredAddress | undefined;
  /** The service centre (ЦОН) links a child to a parent. KG25-21.7. */
  readonly link: (parent: string, child: string) => void;
  /** The service centre corrects a registration. */
  readonly register: (pin: string, address: RegisteredAddress) => void;
  /** Somebody else of the same kind: whom a confused register would speak of. */
  readonly somebodyElse: (pin: string) => string;
};

export function registryOf(population: Population): Registry {
  const children = new Map<string, Child>(population.children.map((child) => [child.pin, child]));
  const adults = new Map<string, Adult>(population.adults.map((adult) => [adult.pin, adult]));
  const links = new Map<string, string[]>();
  const addresses = new Map<string, RegisteredAddress>();
  const link = (parent: string, child: string) => {
    const linked = links.get(parent) ?? [];
    if (!linked.includes(child)) links.set(parent, [...linked, child]);
  };
  for (const { parent, child } of population.links) link(parent, child);
  return {
    child: (pin) => children.get(pin),
    adult: (pin) => adults.get(pin),
    childrenOf: (parent) => links.get(parent) ?? [],
    addressOf: (pin) => addresses.get(pin) ?? (children.get(pin) ?? adults.get(pin))?.home.address,
    link,
    register: (pin, address) => void addresses.set(pin, address),
    somebodyElse: (pin) => {
      const people = children.has(pin) ? population.children : population.adults.filter((adult) => links.has(adult.pin));
      const answered = people.find((person) => person.pin !== pin && (!('certificate' in person) || person.certificate !== null));
      return answered?.pin ?? pin;
    },
  };
}
