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

test('of a thousand wrong addresses of one person the journal holds the first few whole, then their number each time it has doubled', async () => {
  const [stranger, other, owner] = [
    await householdOf(town, 'twins'),
    await householdOf(town, 'two_children'),
    await householdOf(town, 'one_child'),
  ];
  const { application } = town.composed.mektep;
  for (let again = 0; again < 100; again += 1) await application.child(stranger.who, owner.childId);
  await application.child(other.who, owner.childId);
  const lines = await asActor(town, 'system', (tx) =>
    tx.selectFrom('journal').select(['actor', 'detail']).where('act', '=', 'child.refused_to_stranger').orderBy('seq').execute(),
  );
  const of = (person: string) =>
    lines.filter(({ actor }) => actor === `person:${person}`).map(({ detail }) => (detail as { times?: number }).times ?? 1);
  assert.deepEqual(of(stranger.who.person), [1, 1, 1, 1, 1, 10, 20, 40, 80]);
  assert.deepEqual(of(other.who.person), [1], 'one person’s number hides nobody else’s');
});
