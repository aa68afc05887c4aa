import assert from 'node:assert/strict';
import { test } from 'node:test';
import { moment } from '#domain/core/day.ts';
import { digitsOf } from '../opening/server-clock.ts';
import { countdownTo } from './countdown.ts';

const opensMs = Date.UTC(2025, 3, 1, 3);
const draft = (lot: string) => `${lot}-0000-4000-8000-000000000000`;
const at = (leftMs: number, lot = '80000000') => countdownTo(opensMs, opensMs - leftMs, moment('2025-04-01T08:00'), draft(lot));
const [second, minute, hour] = [1000, 60_000, 3_600_000];

const table = [
  { left: 30 * hour, says: 'no button, no countdown, no refresh' },
  { left: 24 * hour, says: 'no button, countdown 24:00:00, again in 82950 s' },
  { left: 2 * hour, says: 'no button, countdown 2:00:00, again in 3750 s' },
  { left: hour, says: 'button, countdown 1:00:00, again in 540 s' },
  { left: 13 * minute, says: 'button, countdown 13:00, again in 540 s' },
  { left: 12 * minute, says: 'button, countdown 12:00, again in 645 s' },
  { left: 90 * second, says: 'button, countdown 1:30, again in 92 s' },
  { left: 400, says: 'button, countdown 0:01, again in 3 s' },
] as const;
for (const { left, says } of table) {
  test(`a family without scripts that comes ${digitsOf(left)} before the opening gets: ${says}`, () => {
    const { near, counts, refreshSeconds, leftMs } = at(left);
    const parts = [near ? 'button' : 'no button', counts ? `countdown ${digitsOf(leftMs)}` : 'no countdown'];
    assert.equal([...parts, refreshSeconds === null ? 'no refresh' : `again in ${refreshSeconds} s`].join(', '), says);
  });
}

test('followed from page to page, every family comes to a page drawn just after the opening, and its session never falls silent for half an hour', () => {
  for (const lot of ['00000000', '3fffffff', '80000000', 'ffffffff']) {
    let left: number = 61 * minute;
    let longest = 0;
    while (left > 0) {
      const { refreshSeconds } = at(left, lot);
      assert.ok(refreshSeconds !== null && refreshSeconds > 0);
      left -= refreshSeconds * 1000;
      longest = Math.max(longest, refreshSeconds);
    }
    assert.ok(left <= 0 && left > -5 * second, `${lot} lands ${-left} ms after the opening`);
    assert.ok(longest < 20 * 60, `${lot}: ${longest} s between two pages`);
  }
});
