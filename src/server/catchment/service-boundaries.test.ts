import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { BoundaryLine } from '#domain/catchment/boundary-version.ts';
import { type Day, moment } from '#domain/core/day.ts';
import { asActor } from '#test/support/crowd.ts';
import { openTown, type Town } from '#test/support/town.ts';

let town: Town;
let schools: readonly string[];
before(async () => {
  town = await openTown();
  const rows = await asActor(town, 'system', (tx) => tx.selectFrom('school').select('id').orderBy('code').execute());
  schools = rows.map(({ id }) => id);
});
after(() => town.close());

const service = () => town.composed.mektep.boundaries;
const act = { title: { ru: 'О микроучастках' }, number: '5', day: '2025-05-01' as Day };
const line = (houses: string, streetId = town.population.streets[0]?.id ?? 0): BoundaryLine => ({
  streetId,
  houses,
  habit: 'one_side',
  act,
});
const school = (at: number): string => schools[at] ?? '';
const publish = (
  at: number,
  lines: readonly BoundaryLine[],
  more: { readonly key?: string; readonly fromDay?: Day; readonly over?: number } = {},
) =>
  service().publish({
    actor: 'system',
    school: school(at),
    fromDay: '2025-05-12',
    lines,
    source: 'editor',
    ground: 'проверка',
    key: randomUUID(),
    ...more,
  });
const servedBy = async (house: string, on?: Day) => {
  const { resolution } = await town.composed.mektep.catchment.resolve(
    { streetId: town.population.streets[0]?.id ?? null, house, flat: null },
    on === undefined ? {} : { on },
  );
  return resolution.kind === 'found' ? resolution.matches.map(({ schoolId }) => schoolId) : [];
};

test('KG25-18.4/streets-with-houses every school’s first boundaries are its version 1, in force since the act', async () => {
  const own = await service().current(school(0));
  assert.deepEqual([own?.number, own?.source, own?.toDay], [1, 'seed', null]);
  assert.ok(own !== null && own.lines.length > 0 && own.fromDay === town.population.schools[0]?.act.day);
  assert.equal(await service().current(school(0), '2024-01-01'), null);
});

test('KG25-18.4/streets-with-houses a published list counts from its day, the one before it until then, and both are kept', async () => {
  const before = await service().current(school(0));
  const made = await publish(0, [line('771, 773-779 (нечётная сторона)')], { fromDay: '2025-05-20' });
  assert.equal(made.kind, 'published');
  assert.deepEqual(
    [await servedBy('775'), await servedBy('775', '2025-05-20')].map((found) => found.includes(school(0))),
    [before !== null && (await servedBy('775')).includes(school(0)), true],
  );
  assert.equal((await service().current(school(0)))?.number, 1, 'today the first still counts');
  town.setClock(moment('2025-05-20T08:00'));
  assert.deepEqual((await service().current(school(0)))?.lines, [line('771, 773-779 (нечётная сторона)')]);
  assert.deepEqual((await service().version(school(0), 1))?.lines, before?.lines);
  const entries = await asActor(town, 'system', (tx) =>
    tx
      .selectFrom('journal')
      .select(['actor', 'detail'])
      .where('act', '=', 'boundaries.published')
      .where('subject', '=', school(0))
      .orderBy('seq')
      .execute(),
  );
  assert.equal(entries.length, 2);
  assert.deepEqual([entries[1]?.detail['came'], entries[1]?.detail['duringCampaign'], entries[1]?.detail['from']], [2, true, '2025-05-20']);
  town.setClock(moment('2025-05-12T10:00'));
});

test('KG25-18.4/streets-with-houses an address added today does not undo the list that was published for later', async () => {
  await publish(3, [line('1')], { fromDay: '2025-09-01' });
  const today = await publish(3, [line('2'), line('4')]);
  assert.ok(today.kind === 'published');
  assert.deepEqual([today.version.number, today.version.toDay], [3, '2025-09-01']);
  assert.deepEqual((await service().current(school(3)))?.lines.length, 2);
  assert.deepEqual((await service().current(school(3), '2025-09-01'))?.number, 2);
});

test('the same act sent again is one version, at once or later', async () => {
  const key = randomUUID();
  const all = await Promise.all([publish(1, [line('5')], { key }), publish(1, [line('5')], { key })]);
  const again = await publish(1, [line('5')], { key });
  for (const one of [...all, again]) assert.ok(one.kind === 'published' && one.version.number === 2);
  assert.equal((await service().versions(school(1))).length, 2);
});

test('going back publishes the older list anew, and the difference says what came and went', async () => {
  const number = (await service().current(school(1)))?.number ?? 0;
  const gone = await service().difference(school(1), 1, number);
  assert.ok(gone !== null && gone.some(({ came }) => came.includes('5')));
  const back = await service().goBack({ actor: 'system', school: school(1), number: 1, ground: 'ошибка', key: randomUUID(), over: number });
  assert.ok(back?.kind === 'published');
  assert.deepEqual([back.version.source, back.version.number], ['back', number + 1]);
  assert.deepEqual((await service().current(school(1)))?.lines, (await service().version(school(1), 1))?.lines);
  assert.deepEqual(await service().difference(school(1), 1, number + 1), []);
  assert.equal(await service().goBack({ actor: 'system', school: school(1), number: 99, ground: '', key: randomUUID(), over: 0 }), null);
});

test('a list is refused for a day that is past, a street nobody knows, or over somebody else’s change; of several lists all or none', async () => {
  const kinds = async (answer: ReturnType<typeof publish>) => {
    const found = await answer;
    return found.kind === 'refused' ? found.refusals.map(({ kind }) => kind) : found.kind;
  };
  assert.deepEqual(await kinds(publish(2, [line('5')], { fromDay: '2025-05-11' })), ['past_day']);
  assert.deepEqual(await kinds(publish(2, [line('5', 999_999_999)])), ['unknown_street']);
  assert.deepEqual(await kinds(publish(2, [line('5')], { over: 7 })), ['changed_meanwhile']);
  const many = (lines: readonly BoundaryLine[], at: number) => ({
    school: school(at),
    fromDay: '2025-05-12' as const,
    lines,
    source: 'import' as const,
    ground: '',
    key: randomUUID(),
  });
  const none = await service().publishMany('system', [many([line('7')], 2), many([line('9', 999_999_999)], 4)]);
  assert.equal(none.kind, 'refused');
  assert.equal((await service().versions(school(2))).length, 1);
  const both = await service().publishMany('system', [many([line('7')], 2), many([line('9')], 4)]);
  assert.deepEqual(both.kind === 'published' ? both.version.map(({ number }) => number) : [], [2, 2]);
});

test('KG25-18.4 going back is over the version that was shown: what somebody published meanwhile is not written over', async () => {
  const own = (await service().current(school(6)))?.number ?? 0;
  assert.equal((await publish(6, [line('11')])).kind, 'published');
  const back = await service().goBack({ actor: 'system', school: school(6), number: own, ground: 'ошибка', key: randomUUID(), over: own });
  assert.deepEqual(back?.kind === 'refused' ? back.refusals.map(({ kind }) => kind) : back?.kind, ['changed_meanwhile']);
});

test('a list that says what is in force makes no version, whoever sends it', async () => {
  const before = await service().current(school(7));
  assert.ok(before);
  const again = await publish(7, [...before.lines].toReversed());
  assert.deepEqual(again.kind === 'published' && again.version.id, before.id);
  assert.equal((await service().versions(school(7))).length, 1);
});

test('an empty list takes everything away and can be followed', async () => {
  const empty = await publish(5, []);
  assert.ok(empty.kind === 'published');
  assert.deepEqual((await service().current(school(5)))?.lines, []);
  assert.ok((await publish(5, [line('3')], { over: empty.version.number })).kind === 'published');
});
