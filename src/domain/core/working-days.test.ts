import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { daysOffOf } from '#domain/policy/days-off.ts';
import { addDays, type Day, day } from './day.ts';
import { addWorkingDays, countWorkingDays, isWorkingDay } from './working-days.ts';

const kyrgyz = daysOffOf('KG');

// sent on      days  answer by    because
const limits = `
  2025-04-07    7     2025-04-16   a Monday; one weekend between
  2025-04-11    7     2025-04-22   a Friday; the count begins on Monday
  2025-04-12    7     2025-04-22   a Saturday is as good as the Friday before
  2025-04-30    7     2025-05-20   1–9 May nobody works
  2025-05-04    1     2025-05-12   sent in the middle of the days off
  2025-08-29    1     2025-09-01   31 August falls on a Sunday and is not moved
  2025-05-12    3     2025-05-15   within one week
  2025-05-12    0     2025-05-12   no days, the same day
`;

for (const line of limits.trim().split('\n')) {
  const [, sent = '', count = '', answerBy = '', why = ''] = /(\S+)\s+(\d+)\s+(\S+)\s+(.*)/.exec(line) ?? [];
  test(`an application sent on ${sent} is answered within ${count} working days, by ${answerBy}: ${why}`, () => {
    assert.equal(addWorkingDays(day(sent), Number(count), kyrgyz), answerBy);
  });
}

test('a Saturday that an act makes a working day counts as one', () => {
  const table = [{ day: day('2025-05-17'), kind: 'working' as const }];
  assert.equal(addWorkingDays(day('2025-05-16'), 1, table), '2025-05-17');
  assert.equal(addWorkingDays(day('2025-05-16'), 2, table), '2025-05-19');
});

test('whatever days are off, the last day of a limit is a working day with exactly so many working days up to it', () => {
  const someDay = fc.integer({ min: 0, max: 700 }).map((after) => addDays(day('2025-01-01'), after));
  const table = fc.uniqueArray(fc.record({ day: someDay, kind: fc.constantFrom('off' as const, 'working' as const) }), {
    selector: (entry) => entry.day,
    maxLength: 60,
  });
  fc.assert(
    fc.property(someDay, fc.integer({ min: 1, max: 30 }), table, (from, count, daysOff) => {
      const last = addWorkingDays(from, count, daysOff);
      let worked = 0;
      for (let at: Day = addDays(from, 1); at <= last; at = addDays(at, 1)) worked += isWorkingDay(at, daysOff) ? 1 : 0;
      return worked === count && isWorkingDay(last, daysOff);
    }),
  );
});

test('a table without any working day ends the count instead of going on for ever', () => {
  const never = Array.from({ length: 800 }, (_, after) => ({ day: addDays(day('2025-01-01'), after), kind: 'off' as const }));
  assert.throws(() => addWorkingDays(day('2025-01-01'), 1, never), /no working day/);
});

test('the days left count working days only, and none once the limit has passed', () => {
  const table = [{ day: day('2025-05-05'), kind: 'off' as const }];
  assert.equal(countWorkingDays(day('2025-05-02'), day('2025-05-07'), table), 2, 'a weekend and a holiday lie between');
  assert.equal(countWorkingDays(day('2025-05-07'), day('2025-05-07'), table), 0);
  assert.equal(countWorkingDays(day('2025-05-08'), day('2025-05-07'), table), 0);
});
