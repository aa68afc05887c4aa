import { randomBytes } from 'node:crypto';
import { type Day, day } from '#domain/core/day.ts';
import { splitQuota } from '#domain/quota/shares.ts';
import type { ChildPage } from '#domain/application/view.ts';
import { type Actor, transact, type Tx } from '#server/db/transaction.ts';
import { hashOfToken, type SignedIn } from '#server/session/service.ts';
import { makePopulation } from '#simulators/population/make-population.ts';
import type { Home, Population } from '#simulators/population/population.ts';
import type { Town } from './town.ts';

/** A parent with a live session, and the child she came for. */
export type Parent = { readonly who: SignedIn; readonly token: string; readonly child: string; readonly pin: string };

/** One school of grade 1 in one language with so many general seats, and the house everybody of the crowd is registered in. */
export function crowdedPopulation(generalSeats: number): { readonly population: Population; readonly home: Home } {
  const population = makePopulation({ seed: 7, families: 60 });
  const family = population.families.find(({ tag }) => tag === 'one_child');
  const home = population.adults.find(({ pin }) => pin === family?.parents[0])?.home;
  if (home === undefined) throw new Error('the population has no family with one child');
  // A tenth is set apart for preference, rounded down.
  let seats = generalSeats;
  while (splitQuota(seats, 10).general < generalSeats) seats += 1;
  const schools = population.schools.map((school) =>
    school.id === home.schoolIds[0]
      ? { ...school, languages: ['ky' as const], seats: [{ grade: 1 as const, language: 'ky' as const, seats }] }
      : school,
  );
  return { population: { ...population, schools }, home };
}

let made = 0;

/** Settles families in one house: the registers have answered, a parent of each is signed in. `parents` of each family are linked to the child. */
export async function settle(
  town: Town,
  home: Home,
  families: number,
  plan: { readonly parents?: number; readonly born?: Day } = {},
): Promise<readonly (readonly Parent[])[]> {
  const settled: (readonly Parent[])[] = [];
  await transact(town.database, 'system', async (tx) => {
    for (let family = 0; family < families; family += 1)
      settled.push(await settleOne(town, tx, home, plan.parents ?? 1, plan.born ?? day('2019-05-05')));
  });
  return settled;
}

/** The first parents of so many new families. */
export async function parents(town: Town, home: Home, count: number): Promise<readonly Parent[]> {
  return (await settle(town, home, count)).flatMap((family) => family[0] ?? []);
}

async function settleOne(town: Town, tx: Tx, home: Home, count: number, born: Day): Promise<readonly Parent[]> {
  const now = new Date(town.clock.now());
  const name = (given: string) => ({ surname: 'Сынакова', given: `${given}${made}`, patronymic: null });
  made += 1;
  const certificate = town.keys.seal(
    JSON.stringify({ series: 'КР-Х', number: '1234567', issued: '2019-06-01', issuer: 'ЗАГС' }),
    'child.certificate',
  );
  const child = await tx
    .insertInto('child')
    .values({
      ...name('Бала'),
      ...sealed(town, nextPin(), 'child'),
      sex: 'female',
      birth_date: born,
      certificate_cipher: certificate,
      checked_at: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const family: Parent[] = [];
  for (let parent = 0; parent < count; parent += 1) {
    const pin = nextPin();
    const address = JSON.stringify({ ...home.address, flat: String(made) });
    const known = { address, address_checked_at: now, children_checked_at: now };
    const { id } = await tx
      .insertInto('person')
      .values({
        ...name('Эне'),
        ...sealed(town, pin, 'person'),
        ...known,
        sex: 'female',
        birth_date: '1990-01-01',
        citizenship: 'KGZ',
        phone: null,
        email: null,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await tx
      .insertInto('family_link')
      .values({ person_id: id, child_id: child.id, relation: 'parent', source: 'civil_registry', checked_at: now })
      .execute();
    const token = randomBytes(32).toString('base64url');
    await openSession(tx, id, token);
    family.push({ who: { person: id, name: name('Эне'), tokenHash: hashOfToken(token), offices: [] }, token, child: child.id, pin });
  }
  return family;
}

function sealed(town: Town, pin: string, owner: 'child' | 'person') {
  return {
    country: 'KG',
    national_id_cipher: town.keys.seal(pin, `${owner}.national_id`),
    national_id_index: town.keys.index(`KG:${pin}`, 'national_id'),
  };
}

let pins = 0;

function nextPin(): string {
  pins += 1;
  return `1050520197${String(pins).padStart(4, '0')}`;
}

async function openSession(tx: Tx, person: string, token: string): Promise<void> {
  const now = new Date();
  const times = { created_at: now, last_seen_at: now, expires_at: new Date(now.getTime() + 3_600_000) };
  await tx
    .insertInto('session')
    .values({ ...times, token_hash: hashOfToken(token), person_id: person, user_agent: 'test' })
    .execute();
}

/** A child's page as the parent sees it now; it prepares the drafts of its buttons. */
export async function pageOf(town: Town, parent: Parent): Promise<ChildPage> {
  const page = await town.composed.mektep.application.child(parent.who, parent.child);
  if (page === null) throw new Error('this is not the parent’s child');
  return page;
}

/** What pressing «Записать» would send: the open draft and the first pool proposed. */
export async function readyToEnrol(town: Town, parent: Parent): Promise<{ readonly draft: string; readonly wishes: readonly number[] }> {
  const page = await pageOf(town, parent);
  const pool = page.proposals[0]?.pools[0]?.id;
  if (page.enrolDraft === null || pool === undefined) throw new Error('the button «Записать» is not there');
  return { draft: page.enrolDraft, wishes: [pool] };
}

/** Runs a question as one of the named actors, or as a person, on the application's own role. */
export function asActor<T>(town: Town, actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
  return transact(town.database, actor, work);
}
