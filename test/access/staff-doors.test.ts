import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { may, type Permission } from '#domain/access/permissions.ts';
import { type Day, dayOf } from '#domain/core/day.ts';
import type { Actor } from '#server/db/transaction.ts';
import type { SignedIn } from '#server/session/service.ts';
import { asActor } from '#test/support/crowd.ts';
import { type Household, signInAs } from '#test/support/household.ts';
import { officer } from '#test/support/offices.ts';
import { tableOf } from '#test/support/table.ts';
import { openTown, type Town } from '#test/support/town.ts';
import { withClient } from '#tools/postgres/bootstrap.ts';
import { otherServerFiles, pageRoutes, serverRoutes, type WayIn } from './every-route.ts';

/**
 * What everybody who works for the state gets at every door of the offices: the director of the school in the address, the director of a school in
 * another district, an officer of the district in the address, an officer of another district, the ministry. Everything in the address is there and
 * belongs to that school and that district: its list, a change of it that nobody has published, a version that waits for a review, a family's
 * request, a file, a proposal that waits for two districts. “404 journal”: told that there is nothing, and written down; “404” alone: the role
 * has no such door at all, or looks after what only its director changes. Forms are sent so that nothing comes of them: 400 is an answer to
 * somebody who was let in.
 */
const doors = `
  GET /office                                  → 200, 200, 200, 200, 200
  GET /office/schools/:school                  → 200, 404 journal, 200, 404 journal, 200
  GET /office/schools/:school/boundaries       → 200, 404 journal, 200, 404 journal, 200
  POST /office/schools/:school/boundaries?/withdraw → 303, 404 journal, 404, 404, 404
  GET /office/schools/:school/boundaries/street → 200, 404 journal, 404, 404, 404
  POST /office/schools/:school/boundaries/street?/look → 400, 404 journal, 404, 404, 404
  POST /office/schools/:school/boundaries/street?/keep → 400, 404 journal, 404, 404, 404
  POST /office/schools/:school/boundaries/street?/remove → 400, 404 journal, 404, 404, 404
  POST /office/schools/:school/boundaries/street?/forget → 400, 404 journal, 404, 404, 404
  POST /office/schools/:school/boundaries/street?/language → 200, 404 journal, 404, 404, 404
  GET /office/schools/:school/boundaries/publish → 200, 404 journal, 404, 404, 404
  POST /office/schools/:school/boundaries/publish?/publish → 400, 404 journal, 404, 404, 404
  POST /office/schools/:school/boundaries/publish?/language → 200, 404 journal, 404, 404, 404
  GET /office/schools/:school/boundaries/versions → 200, 404 journal, 200, 404 journal, 200
  GET /office/schools/:school/boundaries/versions/:number → 200, 404 journal, 200, 404 journal, 200
  POST /office/schools/:school/boundaries/versions/:number?/back → 400, 404 journal, 404, 404, 404
  POST /office/schools/:school/boundaries/versions/:number?/language → 200, 404 journal, 404, 404, 404
  GET /office/schools/:school/requests         → 200, 404 journal, 404, 404, 404
  GET /office/schools/:school/requests/:request → 200, 404 journal, 404, 404, 404
  POST /office/schools/:school/requests/:request?/add → 400, 404 journal, 404, 404, 404
  POST /office/schools/:school/requests/:request?/refuse → 400, 404 journal, 404, 404, 404
  POST /office/schools/:school/requests/:request?/language → 200, 404 journal, 404, 404, 404
  GET /office/schools/:school/readiness        → 200, 404 journal, 200, 404 journal, 200
  POST /office/schools/:school/readiness?/confirm → 400, 404 journal, 404, 404, 404
  GET /office/readiness                        → 404, 404, 200, 200, 200
  GET /office/additions                        → 404, 404, 404, 404, 200
  GET /office/districts/:district              → 404 journal, 404 journal, 200, 404 journal, 200
  GET /office/districts/:district/readiness    → 404 journal, 404 journal, 200, 404 journal, 200
  GET /office/districts/:district/import       → 404, 404, 200, 404 journal, 200
  GET /office/districts/:district/import/:file → 404, 404, 200, 404 journal, 200
  GET /office/districts/:district/import/:file/content → 404, 404, 200, 404 journal, 200
  POST /office/districts/:district/import/:file?/columns → 404, 404, 400, 404 journal, 400
  POST /office/districts/:district/import/:file?/again → 404, 404, 400, 404 journal, 400
  POST /office/districts/:district/import/:file?/publish → 404, 404, 400, 404 journal, 400
  POST /office/districts/:district/import/:file?/back → 404, 404, 400, 404 journal, 400
  POST /office/districts/:district/import/:file?/delete → 404, 404, 400, 404 journal, 400
  POST /office/districts/:district/import/:file?/language → 404, 404, 200, 404 journal, 200
  GET /office/districts/:district/import/:file/:part → 404, 404, 200, 404 journal, 200
  POST /office/districts/:district/import/:file/:part?/choose → 404, 404, 400, 404 journal, 400
  POST /office/districts/:district/import/:file/:part?/language → 404, 404, 200, 404 journal, 200
  GET /office/districts/:district/additions    → 404, 404, 200, 404 journal, 200
  GET /office/districts/:district/additions/:version → 404, 404, 200, 404 journal, 200
  POST /office/districts/:district/additions/:version?/review → 404, 404, 400, 404 journal, 400
  POST /office/districts/:district/additions/:version?/language → 404, 404, 200, 404 journal, 200
  GET /office/districts/:district/agreements   → 404, 404, 200, 404 journal, 200
  GET /office/districts/:district/agreements/:proposal → 404, 404, 200, 404 journal, 200
  POST /office/districts/:district/agreements/:proposal?/answer → 404, 404, 400, 404 journal, 400
  POST /office/districts/:district/agreements/:proposal?/language → 404, 404, 200, 404 journal, 200
  POST /api/v1/districts/:district/boundary-imports → 404 journal, 404 journal, 400, 404 journal, 400
`;

type Things = Readonly<
  Record<'school' | 'district' | 'street' | 'number' | 'request' | 'file' | 'part' | 'version' | 'proposal' | 'unwanted', string>
>;

type Answer = { readonly told: string; readonly page: string };

const columns = ['its director', 'another director', 'its district', 'another district', 'the ministry'] as const;

let town: Town;
let people: readonly Household[];
/** The officer of the district whose street the proposal asks for, and her district. */
let neighbour: Household;
let groundDistrict: string;
/** What the addresses of the table speak of. */
let things: Things;
/** The school and the district of those in the columns “another”. */
let elsewhere: Pick<Things, 'school' | 'district'>;
before(async () => {
  town = await openTown({ pages: 'build' });
  await settleOffices();
});
after(() => town.close());

const rolesAtWork = ['director', 'district', 'ministry'] as const;

/** Every way whose permission is one of those who work for the state, and of nobody else. */
async function staffWays(): Promise<readonly WayIn[]> {
  const endpoints = (await otherServerFiles()).map(({ name, permission }) => ({ name: addressOf(name), permission }));
  const isStaff = (permission: Permission) =>
    rolesAtWork.some((role) => may(role, permission)) && !may('applicant', permission) && !may('public', permission);
  return [...(await pageRoutes()), ...serverRoutes(town), ...endpoints].filter(
    ({ permission }) => permission !== undefined && isStaff(permission),
  );
}

/** `src/routes/(office)/office/[file]/content/+server.ts GET` is `GET /office/:file/content`. */
function addressOf(file: string): string {
  const [at = '', method = ''] = file.split(' ');
  const parts = at.split('/').slice(2, -1);
  return `${method} /${parts
    .filter((part) => !part.startsWith('('))
    .map((part) => part.replace(/^\[(.+)\]$/, ':$1'))
    .join('/')}`;
}

test('KG25-10/each-only-his the table of the offices has every door that only those who work for the state have, and no other', async () => {
  const listed = tableOf(doors).map(({ given }) => given);
  assert.deepEqual(listed.toSorted(), (await staffWays()).map(({ name }) => name).toSorted());
});

// This one comes before the table is walked, which takes a proposal back.
test('KG25-10/each-only-his what belongs to one school or district is not there under the address of another, for whoever serves that one', async () => {
  const rows = tableOf(doors).filter(({ given }) => /:(request|file|version|proposal)|\?\/withdraw/.test(given));
  for (const { given, expected } of rows) {
    const [its, , ofDistrict, , ministry] = expected.split(', ').map(isLetIn);
    // With her own school or district in it, it is a door of hers.
    const visitors = [...(its ? [1] : []), ...(ofDistrict ? [3] : []), ...(ministry ? [4] : [])];
    assert.ok(visitors.length > 0, given);
    for (const place of visitors) {
      const who = `${given}, ${columns[place]}, under another address`;
      const met = await knock(personAt(place), given, { ...things, ...elsewhere }, true);
      assert.match(met.told, /^404|^to nothing/, who);
      assertSame(met, await knock(personAt(place), given, { ...things, ...invented(), ...elsewhere }, true), who);
    }
  }
});

test('KG25-10/school KG25-10/district KG25-10/ministry KG25-10/each-only-his at every door of the offices a director, an officer of a district and the ministry get what the table says, and where it is not theirs it is as if it were not there', async () => {
  const nothing = { ...things, ...invented() };
  for (const { given, expected } of tableOf(doors)) {
    const answers = expected.split(', ');
    assert.equal(answers.length, columns.length, given);
    // Whoever may not comes first: what the allowed do would otherwise have been done already.
    for (const [place, answer] of [...answers.entries()].toSorted(([, a], [, b]) => Number(isLetIn(a)) - Number(isLetIn(b)))) {
      const who = `${given}, ${columns[place]}`;
      const met = await knock(personAt(place), given, things);
      assert.equal(met.told, answer, who);
      if (isLetIn(answer) || !given.includes(':')) continue;
      assertSame(met, await knock(personAt(place), given, nothing), who);
    }
  }
});

test('KG25-10/district KG25-10/each-only-his the district whose street is asked for reads the proposal under its own address, and not under the other’s', async () => {
  const door = 'GET /office/districts/:district/agreements/:proposal';
  assert.equal((await knock(neighbour, door, { ...things, district: groundDistrict })).told, '200');
  assert.equal((await knock(neighbour, door, things)).told, '404 journal');
});

/** Whoever asks cannot tell what is another's from what is not there, by the page either. */
function assertSame(met: Answer, unmet: Answer, who: string): void {
  assert.equal(met.told, unmet.told, `${who}: as if there were no such thing`);
  assert.ok(met.page === unmet.page, `${who}: the same page as if there were no such thing`);
}

const isLetIn = (answer: string) => !answer.startsWith('404');

function personAt(place: number): Household {
  const person = people[place];
  assert.ok(person);
  return person;
}

/** What nobody has. */
function invented() {
  const [school, request, file, version, proposal, unwanted] = Array.from({ length: 6 }, () => randomUUID());
  return { school, request, file, version, proposal, unwanted, district: '999999999' } as Omit<Things, 'street' | 'number' | 'part'>;
}

/** A school that a family has asked to take its house in, its district, another that is asked for a street, and a third. */
async function settleOffices(): Promise<void> {
  const family = town.population.families.find(({ tag }) => tag === 'no_school');
  const home = await signInAs(town, family?.parents[0] ?? '');
  await town.composed.mektep.addressRequest.send(home.who, home.childId);
  const { requests, schools, streets } = await asActor(town, 'system', async (tx) => ({
    requests: await tx.selectFrom('address_request_school').select(['request_id as id', 'school_id as school']).execute(),
    schools: await tx.selectFrom('school').select(['id', 'district_id as district']).orderBy('code').execute(),
    streets: await tx.selectFrom('street').select(['id', 'district_id as district']).orderBy('id').execute(),
  }));
  const own = schools.find(({ id }) => id === requests[0]?.school);
  const other = schools.find(({ id, district }) => district !== own?.district && !requests.some(({ school }) => school === id));
  const ground = schools.find(({ district }) => district !== own?.district && district !== other?.district);
  assert.ok(own && other && ground, 'the family asks a school, and there are three districts');
  elsewhere = { school: other.id, district: String(other.district) };
  groundDistrict = String(ground.district);
  people = [
    await officer(town, 0, { role: 'director', school: own.id }),
    await officer(town, 1, { role: 'director', school: other.id }),
    await officer(town, 2, { role: 'district', district: own.district }),
    await officer(town, 3, { role: 'district', district: other.district }),
    await officer(town, 4, { role: 'ministry' }),
  ];
  neighbour = await officer(town, 5, { role: 'district', district: ground.district });
  const listed = new Set((await town.composed.mektep.boundaries.current(own.id))?.lines.map(({ streetId }) => streetId));
  const streetOf = (district: number) => streets.find((one) => one.district === district && !listed.has(one.id))?.id ?? 0;
  const street = streetOf(own.district);
  const director = `person:${personAt(0).who.person}` as const;
  await publish(own.id, 'system', street, '901');
  const [newest] = await town.composed.mektep.boundaries.versions(own.id, 1);
  const proposal = await publish(own.id, director, streetOf(ground.district), 'все дома');
  const unwanted = await publish(own.id, director, street, '903');
  await town.composed.mektep.boundaryEditor.keep(director, own.id, street, '905', '');
  things = {
    ...{ school: own.id, district: String(own.district), street: String(street), request: requests[0]?.id ?? '' },
    ...{ file: await sendFile(personAt(2).who, own.district), part: 'line', proposal, unwanted },
    ...{ number: String(newest?.number ?? ''), version: newest?.id ?? '' },
  };
  for (const [name, thing] of Object.entries(things)) assert.ok(thing !== '' && thing !== '0', `there is a ${name}`);
}

/** Adds houses to a school's list; the proposal, where somebody else has to agree first. */
async function publish(school: string, actor: Actor, streetId: number, houses: string): Promise<string> {
  const { boundaries, campaign } = town.composed.mektep;
  const act = { title: { ru: 'О микроучастках' }, number: '5', day: '2025-05-01' as Day };
  const lines = [...((await boundaries.current(school))?.lines ?? []), { streetId, houses, habit: 'one_side' as const, act }];
  const about = { source: 'editor', ground: 'проверка', key: randomUUID() } as const;
  const published = await boundaries.publish({ actor, school, fromDay: dayOf(campaign.now()), lines, ...about });
  assert.equal(published.kind, actor === 'system' ? 'published' : 'waiting');
  return published.kind === 'waiting' ? published.proposal : '';
}

/** A file of boundaries that has been read. */
async function sendFile(who: SignedIn, district: number): Promise<string> {
  const { boundaryImport } = town.composed.mektep;
  const bytes = Buffer.from('школа;улица;дома\n№ 1;улица Новая;1\n');
  const sent = await boundaryImport.send(who, district, { name: 'a.csv', bytes, isCut: false }, randomUUID());
  assert.ok(sent.kind === 'sent');
  await boundaryImport.confirmColumns(who, sent.id, (await boundaryImport.head(sent.id)).columns);
  await boundaryImport.whenRead(district, sent.id);
  return sent.id;
}

/** Goes to a door as somebody, and tells what happened and what the page said, apart from its own address. A form is whole, or one that is not ours. */
async function knock({ browser }: Household, door: string, asks: Things, isWhole = false): Promise<Answer> {
  const [method = 'GET', pattern = '/'] = door.split(' ');
  const street = pattern.includes('/boundaries/street') ? `${method === 'GET' ? '?' : '&'}id=${asks.street}` : '';
  const address = town.origin + pattern.replace(/:(\w+)/g, (_, name: keyof Things) => asks[name]) + street;
  const written = await writtenDown();
  const headers = { cookie: browser.cookieHeader(address), origin: town.origin, accept: 'text/html' };
  const response = await fetch(address, {
    ...{ method, redirect: 'manual', headers },
    ...(method === 'POST' ? { body: bodyFor(door, asks, isWhole) } : {}),
  });
  const text = await response.text();
  const to = response.status === 303 && response.headers.get('location') === '/nothing' ? 'to nothing' : String(response.status);
  const told = `${to}${(await writtenDown()) > written ? ' journal' : ''}`;
  return { told, page: text.replace(/(?<=[?;]to=)[^"]*/g, 'here') };
}

function bodyFor(door: string, { proposal, unwanted }: Things, isWhole: boolean): URLSearchParams | FormData {
  if (door.endsWith('boundary-imports')) return new FormData();
  const form = door.split('?/')[1] ?? '';
  const same: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    withdraw: { proposal: unwanted },
    language: { _language: 'ru' },
  };
  const whole: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    refuse: { reason: 'outside_boundaries', words: 'Дом к школе не относится' },
    review: { verdict: 'reviewed', note: '', key: randomUUID(), seen: '' },
    answer: { need: 'second', answer: 'yes', words: '' },
  };
  return new URLSearchParams(same[form] ?? (isWhole ? whole[form] : { unknown: proposal }) ?? {});
}

async function writtenDown(): Promise<number> {
  const text = "select coalesce(sum(times), 0) as count from journal_tally where act like '%.refused_to_stranger'";
  return withClient(town.test.ownerUrl, async (client) => Number((await client.query<{ count: string }>(text)).rows[0]?.count));
}
