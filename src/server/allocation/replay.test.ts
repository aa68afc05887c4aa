import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { replayCampaign } from '#server/allocation/service-replay.ts';
import { asActor, crowdedPopulation, type Parent, parents, readyToEnrol } from '#test/support/crowd.ts';
import { openTown, type Town } from '#test/support/town.ts';
import { withClient } from '#tools/postgres/bootstrap.ts';

const seats = 10;
const { population, home } = crowdedPopulation(seats);
let town: Town;
let crowd: readonly Parent[];
before(async () => {
  town = await openTown({ population });
  crowd = await parents(town, home, 16);
});
after(() => town.close());

const campaign = () => town.composed.mektep.campaign;
const replay = () => replayCampaign(town.database, campaign());
const enrol = async (parent: Parent) => town.composed.mektep.application.enrol(parent.who, await readyToEnrol(town, parent));
const asOwner = (statement: string) =>
  withClient(town.test.ownerUrl, (client) => client.query(statement)) as Promise<{ readonly rowCount: number | null }>;

async function change(pool: number, capacity: number, key: string = randomUUID()) {
  return town.composed.register.changeCapacity({ key, pools: [{ pool, capacity }], actor: 'office:test', ground: 'order 1' });
}

test('a campaign of claims, a decline and changes of seats is decided again as it was', async () => {
  const answers = await Promise.all(crowd.slice(0, 12).map(enrol));
  // Who of the twelve is among the first ten is chance.
  const lucky = answers.findIndex((answer) => answer.kind === 'answered' && answer.arrival.outcome === 'enrolled');
  const [first, { who, child }] = [answers[lucky], crowd[lucky] as Parent];
  assert.ok(first?.kind === 'answered' && first.arrival.pool_id !== null);
  const pool = first.arrival.pool_id;
  const page = await town.composed.mektep.application.child(who, child);
  await town.composed.mektep.application.decline(who, {
    draft: page?.declineDraft ?? '',
    reason: 'private_school',
  });

  const raised = await change(pool, seats + 2);
  assert.ok(raised.kind === 'changed' && raised.changes[0]?.before === seats && raised.changes[0].after === seats + 2);
  const rest = [];
  for (const parent of crowd.slice(12)) rest.push(await enrol(parent));
  // The seat given back and the two new ones are free at once; the fourth family finds none.
  assert.deepEqual(
    rest.map((answer) => answer.kind === 'answered' && answer.arrival.outcome),
    ['enrolled', 'enrolled', 'enrolled', 'refused'],
  );
  const { arrivals, changes, difference } = await replay();
  assert.deepEqual({ arrivals, changes, difference }, { arrivals: 17, changes: 1, difference: null });
});

test('fewer seats than are taken are refused, and by how many is said; nothing is numbered', async () => {
  const pool = await asActor(town, 'system', (tx) => tx.selectFrom('pool').selectAll().where('taken', '>', 0).executeTakeFirstOrThrow());
  const refused = await change(pool.id, pool.taken - 3);
  assert.deepEqual(refused, {
    ...{ kind: 'refused', outcome: 'below_taken', pool: pool.id },
    ...{ before: pool.capacity, taken: pool.taken, short: 3 },
  });
  assert.equal((await change(2_000_000, 5)).kind, 'refused');
  assert.equal((await replay()).changes, 1);
});

test('a change repeated with its key has one effect and one answer; with another body it is told so', async () => {
  const pool = await asActor(town, 'system', (tx) => tx.selectFrom('pool').selectAll().where('taken', '>', 0).executeTakeFirstOrThrow());
  const key = randomUUID();
  const [first, twin] = await Promise.all([change(pool.id, pool.capacity + 1, key), change(pool.id, pool.capacity + 1, key)]);
  const again = await change(pool.id, pool.capacity + 1, key);
  assert.deepEqual([twin, again], [first, first]);
  const other = await change(pool.id, pool.capacity + 9, key);
  assert.ok(first.kind === 'changed' && other.kind === 'changed');
  assert.deepEqual([other.changes, other.sameBody], [first.changes, false]);
});

test('a batch that only changed seats has nobody to tell: no job waits for it', async () => {
  const { rowCount } = await asOwner(`select from graphile_worker._private_jobs where payload ->> 'from' is null`);
  assert.equal(rowCount, 0);
});

test('outside the register nobody changes how many seats there are', async () => {
  for (const actor of ['system', 'registry', 'worker'] as const)
    await assert.rejects(
      asActor(town, actor, (tx) => tx.updateTable('pool').set({ capacity: 99 }).execute()),
      /row-level security/,
    );
});

//        what a hand in the database does                                                    what the replay says
const hands = [
  [`update arrival set outcome = 'enrolled', refusal = null where outcome = 'refused'`, /^(outcome|pool)$/],
  [`update arrival set free_before = free_before + 1 where seq = 3`, /^freeBefore$/],
  [`update arrival set person_id = uuidv7() where seq = 5`, /^root of batch/],
  [`delete from arrival where seq = 7`, /^number$/],
  [`delete from draft where id = (select draft from arrival where seq = 4)`, /^draft$/],
  [`update place set cancellations = 3 where seq = (select min(seq) from place)`, /^place of child/],
  [`delete from journal where act = 'seats.decided' and (detail ->> 'batch')::int = 2`, /^root of batch 2/],
  [`update journal set detail = detail || '{"root": "00"}' where act = 'seats.decided'`, /^root of batch/],
  [`delete from capacity_change`, /^number$/],
] as const;

for (const [hand, expected] of hands) {
  test(`somebody who reaches into the database is found: ${hand.slice(0, 60)}`, async () => {
    assert.equal((await replay()).difference, null);
    const copies = ['arrival', 'draft', 'place', 'journal', 'capacity_change', 'offer'];
    for (const table of copies) await asOwner(`create table kept_${table} as table ${table}`);
    await asOwner('delete from offer');
    const { rowCount } = await asOwner(hand);
    assert.ok((rowCount ?? 0) > 0, 'the hand did something');
    const { difference } = await replay();
    assert.match(difference?.what ?? 'nothing', expected);
    for (const table of copies.toReversed()) await asOwner(`delete from ${table}`);
    for (const table of ['draft', 'offer', 'arrival', 'place', 'capacity_change'])
      await asOwner(`insert into ${table} select * from kept_${table}`);
    await asOwner('insert into journal overriding system value select * from kept_journal');
    for (const table of copies) await asOwner(`drop table kept_${table}`);
  });
}
