import { households, type People } from '../population/people.ts';
import type { Adult, Child, RegisteredAddress } from '../population/population.ts';

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

/** The registers of everybody there is; only what was changed is kept. */
export function registryOf(people: People): Registry {
  const linked = new Map<string, string[]>();
  const addresses = new Map<string, RegisteredAddress>();
  const childrenOf = (parent: string): readonly string[] => [...people.childrenOf(parent), ...(linked.get(parent) ?? [])];
  return {
    child: people.child,
    adult: people.adult,
    childrenOf,
    addressOf: (pin) => addresses.get(pin) ?? (people.child(pin) ?? people.adult(pin))?.home.address,
    link: (parent, child) => {
      if (!childrenOf(parent).includes(child)) linked.set(parent, [...(linked.get(parent) ?? []), child]);
    },
    register: (pin, address) => void addresses.set(pin, address),
    somebodyElse: (pin) => {
      const isChild = people.child(pin) !== undefined;
      for (const { adults, children } of households(people)) {
        const others = isChild
          ? children.filter(({ certificate }) => certificate !== null)
          : adults.filter((adult) => childrenOf(adult.pin).length > 0);
        const other = others.find((person) => person.pin !== pin);
        if (other !== undefined) return other.pin;
      }
      return pin;
    },
  };
}
