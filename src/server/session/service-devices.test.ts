import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { asActor } from '#test/support/crowd.ts';
import { householdOf, signInAs } from '#test/support/household.ts';
import { openTown, type Town } from '#test/support/town.ts';

let town: Town;
before(async () => {
  town = await openTown();
});
after(() => town.close());

const device = () => town.composed.mektep.device;
const isIn = async (token: string) => (await town.composed.mektep.session.who(token)) !== null;

test('a person sees where she is signed in, this device first, and nobody else’s', async () => {
  const [phone, neighbour] = [await householdOf(town, 'one_child'), await householdOf(town, 'two_children')];
  const library = await signInAs(town, phone.adult.pin);
  const shown = await device().mine(library.who);
  assert.deepEqual(
    shown.map(({ isThis }) => isThis),
    [true, false],
  );
  assert.deepEqual(
    (await device().mine(phone.who)).map(({ id }) => id),
    shown.map(({ id }) => id).reverse(),
  );
  assert.equal((await device().mine(neighbour.who)).length, 1);
  for (const { begunAt, seenAt } of shown) assert.match(`${begunAt} ${seenAt}`, /^\d{4}-\d\d-\d\dT\S+ \d{4}-\d\d-\d\dT\S+$/);
});

test('ending one of them takes it out at once and leaves the others', async () => {
  const phone = await householdOf(town, 'second_grader');
  const [tablet, library] = [await signInAs(town, phone.adult.pin), await signInAs(town, phone.adult.pin)];
  const other = (await device().mine(library.who)).find(({ isThis }) => isThis);
  await device().end(phone.who, other?.id ?? '');
  assert.deepEqual([await isIn(phone.token), await isIn(tablet.token), await isIn(library.token)], [true, true, false]);
  assert.equal((await library.browser.open(`${town.origin}/api/v1/children`)).status, 401);
  await device().end(phone.who, other?.id ?? '');
  const lines = await asActor(town, 'system', (tx) =>
    tx.selectFrom('journal').select('detail').where('act', '=', 'session.ended').where('subject', '=', phone.who.person).execute(),
  );
  assert.deepEqual(lines, [{ detail: { session: other?.id } }], 'an end is written down once');
});

test('ending all others leaves this one alone', async () => {
  const phone = await householdOf(town, 'two_schools');
  const others = [await signInAs(town, phone.adult.pin), await signInAs(town, phone.adult.pin)];
  await device().endOthers(phone.who);
  assert.ok(await isIn(phone.token));
  for (const { token } of others) assert.equal(await isIn(token), false);
  assert.deepEqual(
    (await device().mine(phone.who)).map(({ isThis }) => isThis),
    [true],
  );
});

test('another person’s session cannot be ended, whatever its name is', async () => {
  const [owner, stranger] = [await householdOf(town, 'twins'), await householdOf(town, 'three_schools')];
  const [own] = await device().mine(owner.who);
  await device().end(stranger.who, own?.id ?? '');
  await device().endOthers(stranger.who);
  assert.ok(await isIn(owner.token));
});
