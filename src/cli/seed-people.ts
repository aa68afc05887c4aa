import type { NationalId } from '#domain/core/national-id.ts';
import type { Database } from '#server/db/connect.ts';
import type { KeyRing } from '#server/db/keys.ts';
import { transact, type Tx } from '#server/db/transaction.ts';
import { enterFamilies, type FamiliesEntered } from '#server/person/service-bulk.ts';
import { listPrepared } from '#server/person/service.ts';
import type { BirthAct } from '#server/ports.ts';
import { households, type Household, type People } from '#simulators/population/people.ts';
import type { Adult, Child } from '#simulators/population/population.ts';
import type { Progress } from './seed-progress.ts';

/** Writes the lists of preparation classes, some hundred children at a time. KG25-5.1. */
export async function seedPrepared(tx: Tx, keys: KeyRing, country: string, people: People, progress: Progress): Promise<void> {
  let listed: NationalId[] = [];
  for (const { children } of households(people)) {
    for (const child of children) if (child.preparedAtPreschool) listed.push(child.pin);
    progress.count(1);
    if (listed.length < listedAtOnce) continue;
    await listPrepared(tx, keys, country, listed, 'preparation class');
    listed = [];
  }
  await listPrepared(tx, keys, country, listed, 'preparation class');
}

const listedAtOnce = 500;

/** Writes every family as if each adult had signed in and the registers had answered; a batch is a transaction. Answers how many were given. */
export async function seedPeople(
  database: Database,
  keys: KeyRing,
  country: string,
  people: People,
  progress: Progress,
): Promise<{ readonly persons: number; readonly children: number; readonly links: number }> {
  const written = { persons: 0, children: 0, links: 0 };
  for (const batch of batches(people)) {
    const entered = familiesEntered(batch);
    await transact(database, 'registry', (tx) => enterFamilies(tx, keys, country, entered, new Date()));
    written.persons += entered.persons.length;
    written.children += entered.births.length;
    written.links += entered.links.length;
    progress.count(batch.length);
  }
  return written;
}

const familiesAtOnce = 250;

function* batches(people: People): Generator<readonly Household[]> {
  let batch: Household[] = [];
  for (const household of households(people)) {
    batch.push(household);
    if (batch.length < familiesAtOnce) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** What the office would know: a child without birth act, or linked to nobody, is not known here. */
function familiesEntered(batch: readonly Household[]): FamiliesEntered {
  const households = batch.map(({ adults, children, links }) => {
    const acts = new Map(children.flatMap((child) => birthActOf(child) ?? []).map((act) => [act.child.nationalId, act]));
    const believed = links.filter(({ child }) => acts.has(child));
    const withoutAct = (adult: Adult) => links.filter(({ parent, child }) => parent === adult.pin && !acts.has(child)).length;
    return {
      persons: adults.map((adult) => personOf(adult, withoutAct(adult))),
      births: [...acts.values()].filter(({ child }) => believed.some((link) => link.child === child.nationalId)),
      links: believed,
    };
  });
  return {
    persons: households.flatMap(({ persons }) => persons),
    births: households.flatMap(({ births }) => births),
    links: households.flatMap(({ links }) => links),
  };
}

function personOf({ pin, name, sex, birthDate, citizenship, phone, email, home }: Adult, childrenWithoutAct: number) {
  return { identity: { nationalId: pin, name, sex, birthDate, citizenship, phone, email }, address: home.address, childrenWithoutAct };
}

function birthActOf({ pin, name, sex, birthDate, certificate, motherPin, fatherPin }: Child): BirthAct | null {
  if (certificate === null) return null;
  return { child: { nationalId: pin, name, sex, birthDate }, certificate, motherId: motherPin, fatherId: fatherPin };
}
