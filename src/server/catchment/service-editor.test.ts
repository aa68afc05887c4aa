import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { type Day, moment } from '#domain/core/day.ts';
import { asActor } from '#test/support/crowd.ts';
import { openTown, type Town } from '#test/support/town.ts';

let town: Town;
let school: string;
let street: number;
before(async () => {
  town = await openTown();
  const [first] = town.population.schools;
  const row = await asActor(town, 'system', (tx) =>
    tx
      .selectFrom('school')
      .select('id')
      .where('code', '=', first?.id ?? '')
      .executeTakeFirstOrThrow(),
  );
  school = row.id;
  street = town.population.streets.find(({ districtCode }) => districtCode === first?.districtCode)?.id ?? 0;
});
after(() => town.close());

const editor = () => town.composed.mektep.boundaryEditor;
const stamp = async () => (await editor().look(school)).streets.find((one) => one.street.id === street)?.stamp ?? '';
const act = { title: { ru: 'О микроучастках' }, number: '77', day: '2025-05-10' as Day };
const publish = async (key: string = randomUUID()) =>
  editor().publish('system', { school, fromDay: '2025-05-12', act, ground: 'проверка', key, over: (await editor().look(school)).latest });

test('KG25-18.4/streets-with-houses what is kept serves nobody until it is published; then it is one version, and nothing is left to publish', async () => {
  const before = await editor().look(school);
  assert.deepEqual(await editor().keep('system', school, street, '901, 903', await stamp()), { kind: 'kept' });
  const kept = await editor().look(school);
  assert.deepEqual([kept.version?.number, kept.difference.length, kept.streets.filter(({ isChanged }) => isChanged).length], [1, 1, 1]);
  const at = { streetId: street, house: '903', flat: null };
  const schools = async () => {
    const { resolution } = await town.composed.mektep.catchment.resolve(at);
    return resolution.kind === 'found' ? resolution.matches.map(({ schoolId }) => schoolId) : [];
  };
  const served = await schools();
  const key = randomUUID();
  const over = kept.latest;
  const asked = { school, fromDay: '2025-05-12' as Day, act, ground: 'проверка', key, over };
  const [one, two] = [await editor().publish('system', asked), await editor().publish('system', asked)];
  assert.ok(one.kind === 'published' && two.kind === 'published');
  assert.equal(one.version.id, two.version.id, 'sent twice, it is one act');
  assert.ok((await schools()).includes(school));
  assert.equal(
    served.includes(school),
    before.streets.some((each) => each.street.id === street && each.houses === 'все дома'),
  );
  const now = await editor().look(school);
  assert.deepEqual([now.difference, now.version?.number], [[], 2]);
  assert.equal(now.streets.find((each) => each.street.id === street)?.act?.number, '77');
});

test('what is written as it is in force is no change, and a change can be forgotten', async () => {
  const { streets } = await editor().look(school);
  const own = streets.find((each) => each.street.id === street);
  assert.deepEqual(await editor().keep('system', school, street, own?.houses ?? '', await stamp()), { kind: 'same' });
  await editor().keep('system', school, street, null, await stamp());
  assert.equal((await editor().look(school)).streets.find((each) => each.street.id === street)?.houses, null);
  await editor().forget('system', school, street, await stamp());
  assert.deepEqual((await editor().look(school)).difference, []);
});

test('a director is told when somebody else has published meanwhile, and nothing is lost of what was kept', async () => {
  await editor().keep('system', school, street, '905', await stamp());
  const { latest } = await editor().look(school);
  const other = { actor: 'system' as const, school, fromDay: '2025-05-12' as Day, lines: [], source: 'request' as const, ground: '' };
  await town.composed.mektep.boundaries.publish({ ...other, key: randomUUID() });
  const refused = await editor().publish('system', { school, fromDay: '2025-05-12', act, ground: 'x', key: randomUUID(), over: latest });
  assert.deepEqual(refused.kind === 'refused' ? refused.refusals.map(({ kind }) => kind) : refused.kind, ['changed_meanwhile']);
  const [changed] = (await editor().look(school)).streets;
  assert.deepEqual([changed?.houses, changed?.changedMeanwhile], ['905', true]);
  assert.equal((await publish()).kind, 'published');
});

test('KG25-18.4/streets-with-houses a name that is only alike is offered, and once a person has confirmed it, it is known', async () => {
  const { districtId } = town.population.districts.find(({ code }) => code === town.population.schools[0]?.districtCode) ?? {
    districtId: 0,
  };
  const name = town.population.streets.find(({ id }) => id === street)?.name.ru ?? '';
  const typed = name.replace(/ова|ева|аева/, 'ъва');
  const register = town.composed.mektep.streetRegister;
  const found = await register.find(districtId, typed);
  assert.ok(found.how === 'alike' && found.found.some(({ id }) => id === street), typed);
  await register.remember('system', districtId, typed, street);
  assert.deepEqual(
    { ...(await register.find(districtId, typed)), found: (await register.find(districtId, typed)).found.map(({ id }) => id) },
    { how: 'confirmed', found: [street] },
  );
  assert.equal((await register.find(districtId, name)).how, 'name');
});

test('KG25-21.8b/as-a-list everybody reads the list in force on the campaign’s day', async () => {
  town.setClock(moment('2024-01-01T10:00'));
  assert.equal(await editor().list(school), null);
  town.setClock(moment('2025-03-10T10:00'));
  const list = await editor().list(school);
  assert.ok(list !== null && list.version.number === 1 && list.streets.length > 1);
  town.setClock(moment('2025-05-12T10:00'));
});
