import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rangeHabit } from './house-list.ts';
import { schoolMatcher, streetMatcher } from './import-match.ts';
import { type ImportRead, readImport } from './import-read.ts';
import { reportOn, type StandingLine } from './import-report.ts';
import { drawBoundary } from './resolve.ts';

const act = { title: { ru: 'Решение' }, number: '1', day: '2025-02-01' } as const;
const habit = rangeHabit([]);

/** A file of one row of school № 1 on Abai street. */
function fileWith(houses: string): ImportRead {
  const said = { schools: new Map(), streets: new Map(), readings: new Map() };
  const world = {
    schools: schoolMatcher([{ id: 'one', number: 1, names: ['Школа № 1'] }]),
    streets: streetMatcher([{ id: 7, names: ['улица Абая'] }]),
    ...{ said, known: { schools: new Map(), streets: new Map() } },
  };
  const reading = readImport([{ row: 2, district: '', school: 'Школа № 1', street: 'улица Абая', houses }], world);
  let step = reading.next();
  while (step.done !== true) step = reading.next();
  return step.value;
}

function standing(houses: string, streetId = 7): StandingLine {
  return { boundary: drawBoundary({ schoolId: 'two', streetId, houses, act }, habit), school: 'Школа № 2', street: 'улица Абая' };
}

test('KG25-18.4 a file that gives a neighbour’s houses away conflicts with the list of the neighbour, which stays', () => {
  const { conflicts } = reportOn(fileWith('1, 3, 5'), [standing('5, 7')]);
  assert.deepEqual(
    conflicts.sameHouse.map(({ houses, claims }) => [houses, claims.map(({ school, row }) => [school, row])]),
    [
      [
        '5',
        [
          ['Школа № 1', 2],
          ['Школа № 2', 0],
        ],
      ],
    ],
  );
});

test('the whole street of a school that stays, against houses of the file, is told as well', () => {
  const { conflicts } = reportOn(fileWith('12'), [standing('все дома')]);
  assert.deepEqual(
    conflicts.houseVersusWhole.map(({ claims }) => claims.map(({ row }) => row)),
    [[0, 2]],
  );
});

test('streets that the file does not name are as they were: nothing is told of them', () => {
  const { conflicts } = reportOn(fileWith('1, 3, 5'), [standing('1, 3, 5', 8)]);
  assert.deepEqual(Object.values(conflicts).flat(), []);
});
