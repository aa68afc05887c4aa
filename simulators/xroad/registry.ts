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
  /** The registry leaves a child out of a parent's list; linking it puts it there again. */
  readonly unlink: (parent: string, child: string) => void;
  /** The registry mends or spoils a birth act. */
  readonly amend: (child: string, changed: Amended) => void;
  /** The service centre corrects a registration. */
  readonly register: (pin: string, address: RegisteredAddress) => void;
  /** Somebody else of the same kind: whom a confused register would speak of. */
  readonly somebodyElse: (pin: string) => string;
};

/** What can be changed of a birth act: who the parents are, and what stands in the certificate. */
export type Amended = {
  readonly motherPin?: Child['motherPin'];
  readonly fatherPin?: Child['fatherPin'];
  readonly certificate?: Partial<NonNullable<Child['certificate']>>;
  readonly name?: Partial<Child['name']>;
};

/** The registers of everybody there is; only what was changed is kept. */
export function registryOf(people: People): Registry {
  const linked = new Map<string, string[]>();
  const unlinked = new Set<string>();
  const amended = new Map<string, Amended>();
  const addresses = new Map<string, RegisteredAddress>();
  const childrenOf = (parent: string): readonly string[] =>
    [...people.childrenOf(parent), ...(linked.get(parent) ?? [])].filter((child) => !unlinked.has(`${parent} ${child}`));
  const childWith = (pin: string): Child | undefined => {
    const [child, changed] = [people.child(pin), amended.get(pin)];
    if (child === undefined || changed === undefined) return child;
    const certificate = child.certificate === null ? null : { ...child.certificate, ...changed.certificate };
    const { motherPin = child.motherPin, fatherPin = child.fatherPin } = changed;
    return { ...child, motherPin, fatherPin, name: { ...child.name, ...changed.name }, certificate };
  };
  return {
    child: childWith,
    adult: people.adult,
    childrenOf,
    addressOf: (pin) => addresses.get(pin) ?? (people.child(pin) ?? people.adult(pin))?.home.address,
    unlink: (parent, child) => void unlinked.add(`${parent} ${child}`),
    amend: (child, changed) => void amended.set(child, changed),
    link: (parent, child) => {
      unlinked.delete(`${parent} ${child}`);
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
