import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { asActor } from '#test/support/crowd.ts';
import { householdOf } from '#test/support/household.ts';
import { openTown, type Town } from '#test/support/town.ts';

let town: Town;
before(async () => {
  town = await openTown();
});
after(() => town.close());

const rows = () =>
  asActor(town, 'system', (tx) =>
    tx.selectFrom('journal').select(['actor', 'detail']).where('act', '=', 'child.refused_to_stranger').orderBy('seq').execute(),
  );

test('whoever tries a thousand addresses that are not theirs is written down, the first five whole and then each doubling, and does not fill the journal', async () => {
  const [mother, other] = [await householdOf(town, 'one_child'), await householdOf(town, 'one_child', 1)];
  const { application } = town.composed.mektep;
  for (let tries = 0; tries < 170; tries += 1) assert.equal(await application.child(mother.who, crypto.randomUUID()), null);
  assert.equal(await application.child(other.who, crypto.randomUUID()), null);
  const own = (await rows()).filter(({ actor }) => actor === `person:${mother.who.person}`);
  assert.deepEqual(
    own.map(({ detail }) => (detail as { times?: number }).times ?? 'whole'),
    [...Array<string>(5).fill('whole'), 10, 20, 40, 80, 160],
  );
  assert.equal((await rows()).filter(({ actor }) => actor === `person:${other.who.person}`).length, 1, 'another person is counted apart');
});

test('the next day the first are written whole again', async () => {
  const { application, campaign } = town.composed.mektep;
  const mother = await householdOf(town, 'one_child');
  const before = (await rows()).length;
  town.setClock(campaign.momentOf(new Date(campaign.nowMs() + 25 * 60 * 60 * 1000)));
  await application.child(mother.who, crypto.randomUUID());
  assert.equal((await rows()).length, before + 1);
});
