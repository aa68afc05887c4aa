import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { moment } from '#domain/core/day.ts';
import type { Answer } from '#server/allocation/service.ts';
import { replayCampaign } from '#server/allocation/service-replay.ts';
import { asActor, crowdedPopulation, pageOf, type Parent, parents, readyToEnrol } from '#test/support/crowd.ts';
import { type Hands, handsOf } from '#test/support/hands.ts';
import { openTown, type Town } from '#test/support/town.ts';
import { withClient } from '#tools/postgres/bootstrap.ts';

const { population, home } = crowdedPopulation(200);
let town: Town;
let hands: Hands;
let other: { readonly school: string; readonly pool: number };
before(async () => {
  town = await openTown({ population });
  hands = handsOf(town);
  other = await hands.elsewhere(home, 1);
});
after(() => town.close());

const claim = (parent: Parent, draft: string, pool: number) =>
  town.composed.mektep.application.enrol(parent.who, { draft, wishes: [pool] });
const lookFor = async (parent: Parent) => {
  const page = await pageOf(town, parent);
  return { draft: page.enrolDraft ?? page.opening?.draft ?? '', schools: page.proposals.map(({ school }) => school.id) };
};
const arrivalOf = (answer: Answer) => {
  assert.ok(answer.kind === 'answered', answer.kind);
  return asActor(town, 'system', (tx) =>
    tx.selectFrom('arrival').selectAll().where('seq', '=', answer.arrival.seq).executeTakeFirstOrThrow(),
  );
};
const numberOf = async () => (await town.composed.mektep.boundaries.current(other.school))?.number ?? 0;
const family = async () => (await parents(town, home, 1))[0] as Parent;
const isIdentical = async () => assert.equal((await replayCampaign(town.database, town.composed.mektep.campaign)).difference, null);
const lived = { streetId: home.address.streetId, house: home.address.house };

test('KG25-21.4 KG25-18.4 a school that took a house in and went back gives its family no seat, though the mother looked in between and not again', async () => {
  const [mother, number] = [await family(), await numberOf()];
  await hands.takeIn(other.school, home);
  const { draft, schools } = await lookFor(mother);
  assert.ok(schools.includes(other.school), 'for a moment it was proposed');
  await hands.goBack(other.school, number);
  const arrival = await arrivalOf(await claim(mother, draft, other.pool));
  assert.deepEqual([arrival.refusal?.kind, arrival.homes, arrival.version_id], ['school_not_offered', [lived], null]);
  const own = await arrivalOf(await claim(mother, ...(await pressed(mother))));
  assert.equal(own.outcome, 'enrolled');
  await isIdentical();
});

async function pressed(parent: Parent): Promise<[string, number]> {
  const { draft, wishes } = await readyToEnrol(town, parent);
  return [draft, wishes[0] as number];
}

test('KG25-18.4 the same before the opening, with the claim prepared: at the opening it is decided on the list in force then', async () => {
  town.setClock(moment('2025-03-30T10:00'));
  const [mother, number] = [await family(), await numberOf()];
  await hands.takeIn(other.school, home);
  const { draft } = await lookFor(mother);
  await hands.goBack(other.school, number);
  town.setClock(moment('2025-04-01T09:00'));
  assert.equal((await arrivalOf(await claim(mother, draft, other.pool))).refusal?.kind, 'school_not_offered');
});

test('KG25-21.4 who prepared before the house was added and looks no more is served, and the decision names the version', async () => {
  town.setClock(moment('2025-03-30T10:00'));
  const [mother, number] = [await family(), await numberOf()];
  const { draft } = await lookFor(mother);
  const version = await hands.takeIn(other.school, home);
  town.setClock(moment('2025-04-01T09:00'));
  const arrival = await arrivalOf(await claim(mother, draft, other.pool));
  assert.deepEqual([arrival.outcome, arrival.version_id, arrival.homes], ['enrolled', version.id, [lived]]);
  await hands.goBack(other.school, number);
  await isIdentical();
});

test('KG25-21.4 a list published a minute before throws no prepared claim back', async () => {
  const mother = await family();
  const [draft, pool] = await pressed(mother);
  const before = (await town.composed.mektep.boundaries.current(other.school))?.number ?? 0;
  await hands.takeIn(other.school, home);
  await hands.goBack(other.school, before);
  // Her own school, too, publishes what it had.
  const own = (
    await asActor(town, 'system', (tx) => tx.selectFrom('pool').select('school_id').where('id', '=', pool).executeTakeFirstOrThrow())
  ).school_id;
  const version = await hands.goBack(own, (await town.composed.mektep.boundaries.current(own))?.number ?? 0);
  const arrival = await arrivalOf(await claim(mother, draft, pool));
  assert.deepEqual([arrival.outcome, arrival.version_id], ['enrolled', version.id]);
});

test('KG25-13 a list that begins at midnight serves from midnight, and not a second before', async () => {
  town.setClock(moment('2025-05-13T23:50'));
  const number = await numberOf();
  const [early, late] = [await family(), await family()];
  const [first, second] = [await lookFor(early), await lookFor(late)];
  const version = await hands.takeIn(other.school, home, '2025-05-14');
  assert.equal((await arrivalOf(await claim(early, first.draft, other.pool))).refusal?.kind, 'school_not_offered');
  town.setClock(moment('2025-05-14T00:00'));
  const arrival = await arrivalOf(await claim(late, second.draft, other.pool));
  assert.deepEqual([arrival.outcome, arrival.version_id], ['enrolled', version.id]);
  await hands.goBack(other.school, number);
  await isIdentical();
});

test('KG25-21.4 the address that counts is the one the bureau tells by then, not the one of the last look', async () => {
  const mother = await family();
  const [draft, pool] = await pressed(mother);
  const moved = JSON.stringify({ ...home.address, streetId: 999_999, house: '1' });
  await asActor(town, 'registry', (tx) => tx.updateTable('person').set({ address: moved }).where('id', '=', mother.who.person).execute());
  const arrival = await arrivalOf(await claim(mother, draft, pool));
  assert.deepEqual([arrival.refusal?.kind, arrival.homes], ['school_not_offered', [{ streetId: 999_999, house: '1' }]]);
});

test('KG25-5.1 the grade that counts is the one open to the child by then: who comes on a preparation class’s list may enter grade 2, and leaves grade 1 to nobody', async () => {
  const mother = await family();
  const { draft } = await lookFor(mother);
  const grade2 = await asActor(town, 'system', (tx) =>
    tx
      .selectFrom('pool as p')
      .innerJoin('boundary as b', 'b.school_id', 'p.school_id')
      .select('p.id')
      .where('b.street_id', '=', home.address.streetId as number)
      .where('p.grade', '=', 2)
      .where('p.kind', '=', 'general')
      .executeTakeFirst(),
  );
  if (grade2 === undefined) return;
  await asActor(town, 'system', async (tx) => {
    const child = await tx
      .selectFrom('child')
      .select(['country', 'national_id_index'])
      .where('id', '=', mother.child)
      .executeTakeFirstOrThrow();
    await tx
      .insertInto('preschool_list')
      .values({ ...child, organisation: 'kindergarten' })
      .execute();
  });
  assert.deepEqual((await arrivalOf(await claim(mother, draft, grade2.id))).grades, [2, 1]);
});

test('KG25-21.4 two families of one house get one answer, whoever of them looked before the list was changed', async () => {
  const [earlier, later, number] = [await family(), await family(), await numberOf()];
  const { draft: first } = await lookFor(earlier);
  await hands.takeIn(other.school, home);
  const { draft: second } = await lookFor(later);
  const answers = [await arrivalOf(await claim(earlier, first, other.pool)), await arrivalOf(await claim(later, second, other.pool))];
  assert.deepEqual(
    answers.map(({ outcome }) => outcome),
    ['enrolled', 'enrolled'],
  );
  await hands.goBack(other.school, number);
});

test('KG22-9 a publication has its number among the arrivals, and its line under the root of its batch', async () => {
  const mother = await family();
  const version = await hands.takeIn(other.school, home);
  const arrival = await arrivalOf(await claim(mother, ...(await pressed(mother))));
  const change = await asActor(town, 'system', (tx) =>
    tx.selectFrom('boundary_change').selectAll().where('version_id', '=', version.id).executeTakeFirstOrThrow(),
  );
  assert.deepEqual([change.seq, change.school_id, change.actor], [arrival.seq - 1, other.school, 'system']);
  const { publications, difference } = await replayCampaign(town.database, town.composed.mektep.campaign);
  assert.deepEqual([difference, publications > 3], [null, true]);
});

test('a button pressed on the page of another child does nothing for either', async () => {
  const [mother, neighbour] = [await family(), await family()];
  const [draft, pool] = await pressed(mother);
  const press = (child: string) => town.composed.mektep.application.enrol(mother.who, { draft, wishes: [pool], child });
  assert.deepEqual(await press(neighbour.child), { kind: 'unknown_draft' });
  assert.equal((await arrivalOf(await press(mother.child))).outcome, 'enrolled');
});

//        what a hand in the database does                                                                       what the replay says
const reached = [
  [`update arrival set version_id = uuidv7() where seq = (select max(seq) from arrival where version_id is not null)`, /^version$/],
  [`update arrival set version_id = null where seq = (select min(seq) from arrival where version_id is not null)`, /^version$/],
  [
    `update arrival set homes = '[{"streetId": 7, "house": "7"}]' where seq = (select min(seq) from arrival where version_id is not null)`,
    /^offered$/,
  ],
  [
    `update arrival set homes = null, version_id = null where seq = (select min(seq) from arrival where version_id is not null)`,
    /^root of batch/,
  ],
  [`update boundary_change set actor = 'person:nobody' where seq = (select min(seq) from boundary_change)`, /^root of batch/],
  [`delete from boundary_change where seq = (select max(seq) from boundary_change)`, /^number$/],
] as const;

for (const [hand, expected] of reached) {
  test(`somebody who reaches into what a decision rested on is found: ${hand.slice(0, 70)}`, async () => {
    await isIdentical();
    await withClient(town.test.ownerUrl, async (client) => {
      await client.query('create table kept_arrival as table arrival');
      await client.query('create table kept_change as table boundary_change');
      assert.ok(((await client.query(hand)).rowCount ?? 0) > 0, 'the hand did something');
      const { difference } = await replayCampaign(town.database, town.composed.mektep.campaign);
      assert.match(difference?.what ?? 'nothing', expected);
      for (const table of ['arrival', 'boundary_change']) await client.query(`delete from ${table}`);
      await client.query('insert into arrival select * from kept_arrival');
      await client.query('insert into boundary_change select * from kept_change');
      await client.query('drop table kept_arrival, kept_change');
    });
  });
}
