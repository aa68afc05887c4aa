import type { KeyRing } from '../db/keys.ts';
import type { Tx } from '../db/transaction.ts';
import { append } from '../journal/store.ts';
import type { BirthAct } from '../ports.ts';
import { insertChildren, insertPersons, insertRegistryLinks, type LinkEntered, type PersonEntered } from './store-bulk.ts';

/** Families as the registers know them: a link is believed where the child's birth act is here and names the parent. */
export type FamiliesEntered = {
  readonly persons: readonly PersonEntered[];
  readonly births: readonly BirthAct[];
  readonly links: readonly LinkEntered[];
};

/** Enters families as if each had signed in and the registers had answered, a few hundred at a time. For filling a database, not for serving. */
export async function enterFamilies(tx: Tx, keys: KeyRing, country: string, families: FamiliesEntered, at: Date): Promise<void> {
  await insertPersons(tx, keys, country, families.persons, at);
  await insertChildren(tx, keys, country, families.births, at);
  await insertRegistryLinks(tx, keys, country, families.links, at);
  const { length: persons } = families.persons;
  await append(tx, [
    {
      at,
      actor: 'registry',
      act: 'families.entered',
      campaign: null,
      subject: null,
      detail: { persons, children: families.births.length },
    },
  ]);
}
