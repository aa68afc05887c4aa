import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tableOf } from '#test/support/table.ts';
import { actOfSource, type HandOnPlaces, handsOnPlaces, mayAgree, needsSecond } from './two-persons.ts';
import type { Office } from './office.ts';

/** Which act needs two persons while families may claim: once more and in full, so that an act that is added, or lets go, is found. */
const table = tableOf(
  `boundaries.edited          → two, begun by director
   boundaries.gone_back       → two, begun by director
   boundaries.file_published  → two, begun by district, ministry
   boundaries.file_taken_back → two, begun by district, ministry
   address_request.added      → one, begun by director
   boundaries.entered         → one, begun by system
   seats.changed              → one, begun by operator`,
);

test('KG22-9 KG25-18.4 every act that can change who gets a place stands in one table, with whether it needs a second person', () => {
  const acts = Object.keys(handsOnPlaces) as HandOnPlaces[];
  assert.deepEqual(
    acts.map((act) => ({
      given: act,
      expected: `${needsSecond(act, ['open'], true) ? 'two' : 'one'}, begun by ${handsOnPlaces[act].by.join(', ')}`,
    })),
    table,
  );
  for (const act of acts) {
    assert.equal(needsSecond(act, ['between'], true), needsSecond(act, ['open'], true), act);
    assert.equal(needsSecond(act, ['not_open_yet', 'open'], true), needsSecond(act, ['open'], true), `${act}, dated into the stage`);
    assert.ok(!needsSecond(act, ['open'], false), `${act}: where no house changes its school one person is enough`);
    assert.ok(!needsSecond(act, ['not_open_yet', 'closed'], true), `${act}: nobody may claim`);
    assert.ok(handsOnPlaces[act].because.length > 20, act);
  }
  assert.deepEqual(Object.keys(actOfSource).toSorted(), ['back', 'editor', 'import', 'request', 'seed']);
});

test('KG25-10 nobody agrees to his own; the second is of the schools’ district or the ministry, another district’s ground is that district’s alone', () => {
  const district = (id: number): Office => ({ role: 'district', district: id });
  const ministry: Office = { role: 'ministry' };
  const director: Office = { role: 'director', school: 'A' };
  const people = [
    ['district 1', [district(1)], true, true],
    ['district 2', [district(2)], false, false],
    ['ministry', [ministry], true, false],
    ['director', [director], false, false],
    ['parent', [], false, false],
    ['director and district 1', [director, district(1)], true, true],
  ] as const;
  for (const [who, offices, second, ground] of people) {
    assert.equal(mayAgree(offices, { need: 'second', district: 1 }, false), second, `${who}, second`);
    assert.equal(mayAgree(offices, { need: 'ground', district: 1 }, false), ground, `${who}, ground`);
    for (const need of ['second', 'ground'] as const) assert.ok(!mayAgree(offices, { need, district: 1 }, true), `${who}, her own`);
  }
});
