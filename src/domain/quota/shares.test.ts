import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { tableOf } from '#test/support/table.ts';
import { splitQuota } from './shares.ts';

test('the preferential share of 10 % is set apart by itself, rounded down', () => {
  const table = tableOf(
    `0 seats   → 0 general, 0 preference
     9 seats   → 9 general, 0 preference
     10 seats  → 9 general, 1 preference
     19 seats  → 18 general, 1 preference
     30 seats  → 27 general, 3 preference
     120 seats → 108 general, 12 preference`,
  );
  for (const { given, expected } of table) {
    const { general, preference } = splitQuota(Number.parseInt(given, 10), 10);
    assert.equal(`${general} general, ${preference} preference`, expected, given);
  }
});

test('no seat is lost or made when a quota is split', () => {
  fc.assert(
    fc.property(fc.nat(5000), fc.nat(100), (seats, percent) => {
      const { general, preference } = splitQuota(seats, percent);
      return general + preference === seats && general >= 0 && preference >= 0 && preference * 100 <= seats * percent;
    }),
  );
});
