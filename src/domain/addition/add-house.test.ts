import assert from 'node:assert/strict';
import { test } from 'node:test';
import { day } from '../core/day.ts';
import { drawBoundary, resolve } from '../catchment/resolve.ts';
import { stateAfterRefusal } from './addition.ts';
import { addHouse } from './add-house.ts';

const act = { title: { ru: 'Решение директора' }, number: '1', day: day('2025-05-13') };
const old = { title: { ru: 'Акт' }, number: '61', day: day('2024-03-01') };

test('KG25-18.4/must-add an added house belongs to the school from then on, and every other house of the street stays where it was', () => {
  const table = [
    // what the act says    | the house of the register | also taken before | still not taken
    ['90–120 (чётная сторона)', '98', '92', '97'],
    ['все дома, кроме 5, 7', '5', '6', '7'],
    ['1, 3, 5 кроме 3', '12а', '1', '12'],
    ['уч. 11', '9/34', '', '9'],
    ['', '2 корп. 1', '', '2 корп. 2'],
  ] as const;
  for (const [houses, house, taken, free] of table) {
    const added = addHouse(houses === '' ? [] : [{ streetId: 7, houses, habit: 'one_side', act: old }], { streetId: 7, house }, act);
    assert.ok(added.kind === 'added', house);
    const drawn = added.lines.map((line) => drawBoundary({ schoolId: 'A', streetId: line.streetId, houses: line.houses, act: line.act }));
    const kindOf = (asked: string) => resolve({ streetId: 7, house: asked }, drawn).kind;
    assert.equal(kindOf(house), 'found', house);
    if (taken !== '') assert.equal(kindOf(taken), 'found', taken);
    assert.equal(kindOf(free), 'none', free);
  }
});

test('what the register writes and nobody can read as one house is not added', () => {
  for (const house of ['', 'б/н', '12-40', 'кош.'])
    assert.deepEqual(addHouse([], { streetId: 7, house }, act), { kind: 'house_unreadable' }, house);
});

test('KG25-21.8/registration-wrong a family waits while another school may still answer; a registration nobody confirms ends the request', () => {
  assert.equal(stateAfterRefusal('outside_boundaries', ['open', 'refused']), 'sent');
  assert.equal(stateAfterRefusal('other_school', ['refused', 'refused']), 'outside');
  assert.equal(stateAfterRefusal('no_such_house', []), 'outside');
  assert.equal(stateAfterRefusal('registration_not_confirmed', ['open', 'open']), 'outside');
});
