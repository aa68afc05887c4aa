import assert from 'node:assert/strict';
import { test } from 'node:test';
import { day } from '../core/day.ts';
import { type Boundary, drawBoundary, resolve } from './resolve.ts';

const act = { title: { ru: 'Постановление мэрии' }, number: '61', day: day('2025-02-18') };
const AKHUNBAEV = 1;
const KIEV = 2;
const CHUI = 3;

const boundaries: readonly Boundary[] = [
  draw('school 61', AKHUNBAEV, '90–120 чётная сторона, 7'),
  draw('school 8', AKHUNBAEV, '91–121 нечётная сторона'),
  draw('school 5', KIEV, 'все дома'),
  draw('school 6', KIEV, '2-40 (четные)'),
  draw('school 9', KIEV, '14, 14а'),
  draw('school 5', KIEV, '14'),
  draw('school 5', CHUI, '9/34, 11, с 24 по 73'),
  draw('school 6', CHUI, '1, 3'),
];

test('KG25-21.4/proposed-automatically KG25-21.4/by-registered-address a child of Ахунбаева 98 is proposed school 61, because 98 lies in its 90–120, even side', () => {
  const resolution = resolve({ streetId: AKHUNBAEV, house: '98' }, boundaries);
  assert.deepEqual(schools(resolution), ['school 61']);
  assert.deepEqual(resolution.kind === 'found' && resolution.matches[0].reason, {
    kind: 'range',
    house: { number: 98 },
    from: { number: 90 },
    to: { number: 120 },
    side: 'even',
    act,
  });
});

/** Street, house as the register writes it → the schools proposed. */
const PROPOSED = [
  [AKHUNBAEV, '98А', ['school 61']],
  [AKHUNBAEV, '98/1', ['school 61']],
  [AKHUNBAEV, '90а', ['school 61']],
  [AKHUNBAEV, 'дом 99', ['school 8']],
  [AKHUNBAEV, '7', ['school 61']],
  [KIEV, '3', ['school 5']],
  [KIEV, '16', ['school 5', 'school 6']],
  [KIEV, '14', ['school 5', 'school 6', 'school 9']],
  [CHUI, '9\\34', ['school 5']],
] as const;

for (const [streetId, house, proposed] of PROPOSED) {
  test(`KG25-3/microdistrict KG25-21.4/by-registered-address a child of house ${house}, street ${streetId} is proposed ${proposed.join(' and ')}`, () => {
    assert.deepEqual(schools(resolve({ streetId, house }, boundaries)), proposed);
  });
}

test('a school with two acts for a house is proposed once, by the more exact one', () => {
  const resolution = resolve({ streetId: KIEV, house: '14' }, boundaries);
  assert.equal(resolution.kind === 'found' && resolution.matches[0].segment.kind, 'house');
});

/** Street, house → the schools of the street and why each does not take the house, the nearest first. */
const NONE = [
  [AKHUNBAEV, '7а', ['school 61 other_part_of_number', 'school 8 street_has_other_houses']],
  [AKHUNBAEV, '300', ['school 61 street_has_other_houses', 'school 8 street_has_other_houses']],
  [CHUI, '9', ['school 5 other_part_of_number', 'school 6 street_has_other_houses']],
  [CHUI, '30', ['school 5 waits_for_person', 'school 6 street_has_other_houses']],
  [404, '1', []],
] as const;

for (const [streetId, house, nearest] of NONE) {
  test(`a family of house ${house}, street ${streetId} learns which schools are near and why they do not take it`, () => {
    const resolution = resolve({ streetId, house }, boundaries);
    assert.ok(resolution.kind === 'none', resolution.kind);
    assert.deepEqual(
      resolution.nearest.map(({ schoolId, why }) => `${schoolId} ${why}`),
      nearest,
    );
  });
}

test('a family across the street from a range is told so', () => {
  const resolution = resolve({ streetId: AKHUNBAEV, house: '100' }, [draw('school 8', AKHUNBAEV, '91–121 нечётная сторона')]);
  assert.deepEqual(resolution.kind === 'none' && resolution.nearest.map(({ why }) => why), ['other_side']);
});

test('a family whose register has no readable house, or no street, gets no school by a guess', () => {
  assert.deepEqual(resolve({ streetId: KIEV, house: 'б/н' }, boundaries), { kind: 'house_unreadable', text: 'б/н' });
  assert.deepEqual(resolve({ streetId: null, house: '1' }, boundaries), { kind: 'none', house: { number: 1 }, nearest: [] });
});

test('houses for some grades are proposed to a child of these grades only, those of the private sector to nobody by themselves', () => {
  const there = [draw('school 1', KIEV, 'все дома (1-4 классы)'), draw('school 2', KIEV, 'все дома (кроме 5 1-4 кл)')];
  const asked = (house: string, grade?: number) =>
    schools(resolve({ streetId: KIEV, house, ...(grade !== undefined && { grade }) }, there));
  assert.deepEqual(asked('5', 1), ['school 1']);
  assert.deepEqual(asked('5', 7), ['school 2']);
  assert.deepEqual(asked('7', 1), ['school 1', 'school 2']);
  assert.deepEqual(asked('5'), []);
  const privately = resolve({ streetId: KIEV, house: '5' }, [draw('school 3', KIEV, 'частный сектор все дома')]);
  assert.deepEqual(privately.kind === 'none' && privately.nearest.map(({ why }) => why), ['private_sector']);
});

/** The list of the only school on the street, house, grade asked for → why not. */
const WHY_NOT = [
  ['1-62', '30', undefined, 'waits_for_person'],
  ['все дома, кроме 5, 7', '5', undefined, 'taken_out'],
  ['все дома (1-4 классы)', '5', 7, 'other_grades'],
  ['все дома (1-4 классы)', '5', undefined, 'other_grades'],
  ['все дома, кроме 5 (10-11 классы)', '5', undefined, 'other_grades'],
  ['все дома, кроме 5 (10-11 классы)', '5', 10, 'taken_out'],
  ['частный сектор все дома', '5', 1, 'private_sector'],
  ['13, 15', '13а', undefined, 'other_part_of_number'],
  ['91–121 нечётная сторона', '100', undefined, 'other_side'],
  ['2-40 (четные), СОШ', '99', undefined, 'list_not_wholly_read'],
  ['2-40 (четные)', '99', undefined, 'street_has_other_houses'],
] as const;

for (const [houses, house, grade, why] of WHY_NOT) {
  test(`KG25-21.4/by-registered-address a family of house ${house}${grade === undefined ? '' : `, grade ${grade},`} learns why «${houses}» does not take it: ${why}`, () => {
    const resolution = resolve({ streetId: KIEV, house, ...(grade !== undefined && { grade }) }, [draw('school 1', KIEV, houses)]);
    assert.deepEqual(resolution.kind === 'none' && resolution.nearest.map((miss) => miss.why), [why]);
  });
}

test('KG25-21.4/by-registered-address a reason names the grades it holds for', () => {
  const found = resolve({ streetId: KIEV, house: '5', grade: 2 }, [draw('school 1', KIEV, '1-9 нечётная сторона (1-4 классы)')]);
  assert.deepEqual(found.kind === 'found' && found.matches[0].reason.grades, [{ from: 1, to: 4 }]);
});

test('a family is not sent by a range that waits for a person, but is by what all its readings hold', () => {
  const there = [draw('school 1', KIEV, '1-62'), draw('school 2', KIEV, '64-80, 81-95, с 100')];
  assert.deepEqual(schools(resolve({ streetId: KIEV, house: '5' }, there)), []);
  assert.deepEqual(schools(resolve({ streetId: KIEV, house: '66' }, there)), ['school 2']);
  assert.deepEqual(schools(resolve({ streetId: KIEV, house: '102' }, there)), []);
});

function draw(schoolId: string, streetId: number, houses: string): Boundary {
  return drawBoundary({ schoolId, streetId, houses, act });
}

function schools(resolution: ReturnType<typeof resolve>): readonly string[] {
  return resolution.kind === 'found' ? resolution.matches.map(({ schoolId }) => schoolId).toSorted() : [];
}
