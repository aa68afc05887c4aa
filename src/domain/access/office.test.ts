import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Office, reaches, reachesDistrict, rolesOf } from './office.ts';

const offices: Readonly<Record<string, readonly Office[]>> = {
  parent: [],
  'director of A': [{ role: 'director', school: 'A' }],
  'officer of district 1': [{ role: 'district', district: 1 }],
  'officer of district 2': [{ role: 'district', district: 2 }],
  ministry: [{ role: 'ministry' }],
};

// School A lies in district 1, school B in district 1, school C in district 2.
const table = [
  ['parent', [], []],
  ['director of A', ['A'], []],
  ['officer of district 1', ['A', 'B'], [1]],
  ['officer of district 2', ['C'], [2]],
  ['ministry', ['A', 'B', 'C'], [1, 2]],
] as const;

for (const [who, schools, districts] of table) {
  test(`KG25-10/each-only-his a ${who} reaches ${schools.length === 0 ? 'no school' : `schools ${schools.join(', ')}`}`, () => {
    const mine = offices[who] ?? [];
    const all = [
      ['A', 1],
      ['B', 1],
      ['C', 2],
    ] as const;
    assert.deepEqual(
      all.filter(([school, district]) => reaches(mine, { school, district })).map(([school]) => school),
      schools,
    );
    assert.deepEqual(
      [1, 2].filter((district) => reachesDistrict(mine, district)),
      districts,
    );
  });
}

test('whoever works for the state is an applicant too', () => {
  assert.deepEqual(rolesOf([]), ['applicant']);
  assert.deepEqual(rolesOf([{ role: 'director', school: 'A' }, { role: 'director', school: 'B' }, { role: 'ministry' }]), [
    'applicant',
    'director',
    'ministry',
  ]);
});
