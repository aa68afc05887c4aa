import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { quotaService } from '#server/allocation/service-quota.ts';
import { replayCampaign } from '#server/allocation/service-replay.ts';
import { asActor, crowdedPopulation, parents, readyToEnrol } from '#test/support/crowd.ts';
import { openTown, type Town } from '#test/support/town.ts';

const { population, home } = crowdedPopulation(20);
let town: Town;
before(async () => {
  town = await openTown({ population });
});
after(() => town.close());

const quota = () => quotaService(town.database, { campaign: town.composed.mektep.campaign, register: town.composed.register });
const hand = (key: string = randomUUID()) => ({ actor: 'ministry', ground: 'order 12 of 2025-08-10', key });
const poolsOf = (school: string) =>
  asActor(town, 'system', (tx) =>
    tx
      .selectFrom('pool')
      .select(['id', 'school_id', 'grade', 'language', 'kind', 'capacity', 'taken'])
      .where('school_id', '=', school)
      .orderBy('id')
      .execute(),
  );

async function fullSchool() {
  for (const parent of await parents(town, home, 3))
    await town.composed.mektep.application.enrol(parent.who, await readyToEnrol(town, parent));
  return asActor(town, 'system', (tx) =>
    tx.selectFrom('pool').select(['school_id', 'grade', 'language', 'taken']).where('taken', '>', 0).executeTakeFirstOrThrow(),
  );
}

test('KG25-18.3/preferential-share a quota sets both shares at once, the preferential one is ten in a hundred, and never fewer seats than are taken', async () => {
  const { school_id: school, grade, language, taken } = await fullSchool();
  const answer = await quota().set({ school, grade, language, seats: 45 }, hand());
  assert.ok(answer?.kind === 'changed');
  const own = (await poolsOf(school)).filter((pool) => pool.grade === grade && pool.language === language);
  assert.deepEqual(own.map(({ kind, capacity }) => `${kind} ${capacity}`).sort(), ['general 41', 'preference 4']);
  const refused = await quota().set({ school, grade, language, seats: taken - 1 }, hand());
  assert.ok(refused?.kind === 'refused' && refused.outcome === 'below_taken' && refused.short > 0);
  assert.deepEqual(
    (await poolsOf(school)).filter((pool) => pool.grade === grade && pool.language === language),
    own,
    'nothing half-done stays',
  );
  assert.equal(await quota().set({ school, grade: 11, language, seats: 5 }, hand()), null);
});

test('the ministry gives the unused seats of the preference share to everybody, once, on record; the replay finds it so', async () => {
  const before = await asActor(town, 'system', (tx) => tx.selectFrom('pool').select(['kind', 'capacity']).execute());
  const sum = (pools: typeof before, kind: string) =>
    pools.filter((pool) => pool.kind === kind).reduce((all, { capacity }) => all + capacity, 0);
  const decision = hand();
  const released = await quota().releasePreference(decision);
  assert.ok(released.seats > 0 && released.refused === 0);
  const again = await quota().releasePreference(decision);
  assert.deepEqual(again, { pools: 0, seats: 0, refused: 0 });
  const then = await asActor(town, 'system', (tx) => tx.selectFrom('pool').select(['kind', 'capacity']).execute());
  assert.equal(sum(then, 'preference'), 0);
  assert.equal(sum(then, 'general'), sum(before, 'general') + sum(before, 'preference'));
  const grounds = await asActor(town, 'system', (tx) => tx.selectFrom('capacity_change').select('ground').distinct().execute());
  assert.deepEqual(grounds, [{ ground: decision.ground }]);
  assert.equal((await replayCampaign(town.database, town.composed.mektep.campaign)).difference, null);
});
