import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { pino } from 'pino';
import { noAges } from '#server/ages.ts';
import { compose } from '#server/compose.ts';
import { connect } from '#server/db/connect.ts';
import { crowdedPopulation, parents } from '#test/support/crowd.ts';
import { openTown, type Town } from '#test/support/town.ts';

const { population, home } = crowdedPopulation(40);
let town: Town;
before(async () => {
  town = await openTown({ population });
});
after(() => town.close());

test('forty parents who open and press at once share two connections: nobody holds one while waiting for another', async () => {
  const database = connect(town.test.appUrl, { connections: 2, onLost: () => undefined });
  const { mektep, close } = await compose(town.config, database, pino({ level: 'silent' }), town.clock, noAges);
  const crowd = await parents(town, home, 40);
  const errand = async ({ who, child }: (typeof crowd)[number]) => {
    await mektep.session.who('nobody’s');
    await mektep.application.family(who);
    const page = await mektep.application.child(who, child);
    await mektep.person.profile(who.person);
    const wishes = [page?.proposals[0]?.pools[0]?.id ?? 0];
    return mektep.application.enrol(who, { draft: page?.enrolDraft ?? '', wishes });
  };
  const answers = await Promise.all(crowd.map(errand));
  assert.ok(answers.every((answer) => answer.kind === 'answered' && answer.arrival.outcome === 'enrolled'));
  await close();
  await database.close();
});

test('whoever closes the pool closes every connection, also one over which nothing was asked but past the query builder', async () => {
  const database = connect(town.test.appUrl, { connections: 2, onLost: () => undefined });
  await database.pool.query('select 1');
  await database.close();
  assert.deepEqual([database.pool.ended, database.pool.totalCount], [true, 0]);
  await database.close();
});
