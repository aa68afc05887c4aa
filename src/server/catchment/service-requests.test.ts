import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { moment } from '#domain/core/day.ts';
import { asActor } from '#test/support/crowd.ts';
import { type Household, householdOf, signInAs } from '#test/support/household.ts';
import { control } from '#test/support/journey.ts';
import { openTown, type Town } from '#test/support/town.ts';
import { withClient } from '#tools/postgres/bootstrap.ts';

let town: Town;
before(async () => {
  town = await openTown();
});
after(() => town.close());

const requests = () => town.composed.mektep.addressRequest;
const kept = (child: string) =>
  asActor(town, 'system', (tx) => tx.selectFrom('address_request').selectAll().where('child_id', '=', child).execute());

async function of(home: Household) {
  const found = await requests().of(home.who, home.childId);
  assert.ok(found, 'the child is hers');
  return found;
}

test('KG25-21.8/request-keeps-its-time a family whose address no boundaries hold asks once: the time, the address and the bureau’s answer are kept, both parents see it', async () => {
  const [mother, father] = [await householdOf(town, 'no_school', 0), await householdOf(town, 'no_school', 1)];
  const before = await of(mother);
  assert.deepEqual([before.isMissing, before.request], [true, null]);
  assert.ok(before.address !== null && before.bureauAnsweredAt !== null);

  town.setClock(moment('2025-05-13T11:30'));
  const sent = await requests().send(mother.who, mother.childId);
  assert.deepEqual([sent?.request?.state, sent?.request?.at.slice(0, 16), sent?.request?.answeredAt], ['sent', '2025-05-13T11:30', null]);
  town.setClock(moment('2025-05-14T09:00'));
  const again = await Promise.all([
    requests().send(mother.who, mother.childId),
    requests().send(mother.who, mother.childId),
    requests().send(father.who, father.childId),
  ]);
  for (const one of again) assert.deepEqual(one?.request, sent?.request, 'pressed again, by either parent, it is the same request');

  const rows = await kept(mother.childId);
  assert.equal(rows.length, 1);
  assert.equal(rows[0]?.address.house, before.address.house);
  assert.deepEqual([rows[0]?.person_id, (await of(father)).bureauAnsweredAt], [mother.who.person, before.bureauAnsweredAt]);
  const lines = await asActor(town, 'system', (tx) =>
    tx.selectFrom('journal').select(['actor', 'detail']).where('act', '=', 'address_request.sent').execute(),
  );
  assert.deepEqual(lines, [{ actor: `person:${mother.who.person}`, detail: { child: mother.childId } }], 'one line, and no address in it');
});

test('KG25-21.8/request-keeps-its-time the school’s answer is shown with its time; another address is another request', async () => {
  const home = await householdOf(town, 'no_school', 0);
  await requests().send(home.who, home.childId);
  // The school's pages are another errand: the answer is written as its service will write it.
  await withClient(town.test.ownerUrl, (client) =>
    client.query("update address_request set state = 'outside', answered_at = now() where child_id = $1", [home.childId]),
  );
  const answered = (await of(home)).request;
  assert.equal(answered?.state, 'outside');
  assert.ok(answered?.answeredAt);

  const address = { ...home.adult.home.address, house: '977' };
  await control(town, 'address', { pin: home.adult.pin, address });
  await town.composed.mektep.person.refresh(home.who.person);
  assert.deepEqual([(await of(home)).isMissing, (await of(home)).request], [true, null]);
  assert.equal((await requests().send(home.who, home.childId))?.request?.state, 'sent');
  assert.equal((await kept(home.childId)).length, 2);
});

test('nothing is asked where a school is shown', async () => {
  const home = await householdOf(town, 'one_child');
  const found = await requests().send(home.who, home.childId);
  assert.deepEqual([found?.isMissing, found?.request], [false, null]);
  assert.equal((await kept(home.childId)).length, 0);
});

test('for another family’s child nothing can be asked or seen, and trying is written down', async () => {
  const owner = await householdOf(town, 'no_school', 0);
  await requests().send(owner.who, owner.childId);
  const count = (await kept(owner.childId)).length;
  const stranger = await signInAs(town, town.population.families.find(({ tag }) => tag === 'twins')?.parents[0] ?? '');
  assert.equal(await requests().of(stranger.who, owner.childId), null);
  assert.equal(await requests().send(stranger.who, owner.childId), null);
  assert.equal((await kept(owner.childId)).length, count);
  const lines = await asActor(town, 'system', (tx) =>
    tx
      .selectFrom('journal')
      .select('subject')
      .where('act', '=', 'child.refused_to_stranger')
      .where('actor', '=', `person:${stranger.who.person}`)
      .execute(),
  );
  assert.deepEqual(lines, [{ subject: owner.childId }, { subject: owner.childId }]);
  const rows = await asActor(town, `person:${stranger.who.person}`, (tx) => tx.selectFrom('address_request').select('id').execute());
  assert.deepEqual(rows, [], 'the database itself shows a stranger none');
});
