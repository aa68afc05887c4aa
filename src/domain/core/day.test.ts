import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tableOf } from '#test/support/table.ts';
import { addDays, day, dayOf, moment, parseDay, yearsOn } from './day.ts';

test('a day is a day of the calendar, and nothing else is', () => {
  for (const text of ['2025-02-28', '2024-02-29', '2025-12-31']) assert.equal(parseDay(text), text);
  for (const text of ['2025-02-29', '2025-02-30', '2025-13-01', '2025-00-10', '2025-1-1', '1 May', '', '2025-05-01T00:00', '0000-09-19'])
    assert.equal(parseDay(text), null, text);
  assert.throws(() => day('2025-02-30'), /not a day/);
});

test('a moment is read to the second, and an impossible one is a fault', () => {
  assert.equal(moment('2025-06-02T09:00'), '2025-06-02T09:00:00');
  assert.equal(moment('2025-06-02T23:59:59'), '2025-06-02T23:59:59');
  for (const text of ['2025-06-02T24:00', '2025-06-02T09:60', '2025-06-31T09:00', '2025-06-02 09:00'])
    assert.throws(() => moment(text), /not a moment/, text);
  assert.equal(dayOf(moment('2025-06-02T23:59:59')), '2025-06-02');
});

test('years are completed on the birthday, and on 1 March for those born on 29 February', () => {
  const table = tableOf(
    `2016-09-01 on 2025-09-01 → 9
     2016-09-02 on 2025-09-01 → 8
     2017-09-01 on 2025-09-01 → 8
     2016-02-29 on 2025-02-28 → 8
     2016-02-29 on 2025-03-01 → 9
     2019-12-31 on 2025-12-30 → 5`,
  );
  for (const { given, expected } of table) {
    const [born = '', on = ''] = given.split(' on ');
    assert.equal(yearsOn(day(born), day(on)), Number(expected), given);
  }
});

test('days are counted over months, years and leap days', () => {
  assert.equal(addDays(day('2024-02-28'), 2), '2024-03-01');
  assert.equal(addDays(day('2025-12-31'), 1), '2026-01-01');
  assert.equal(addDays(day('2025-01-01'), -1), '2024-12-31');
});
