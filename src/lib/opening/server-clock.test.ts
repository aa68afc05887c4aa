import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { aheadMs, digitsOf, lotOf } from './server-clock.ts';

test('the button opens neither before the opening nor later than the way to the server takes, whatever the ways there and back are', () => {
  const way = fc.integer({ min: 0, max: 3000 });
  fc.assert(
    fc.property(fc.integer(), fc.array(fc.tuple(way, way), { minLength: 1, maxLength: 8 }), (trueAhead, ways) => {
      const looks = ways.map(([there, back], place) => {
        const askedMs = place * 10_000;
        return { askedMs, answeredMs: askedMs + there + back, serverMs: askedMs + there + trueAhead };
      });
      const error = aheadMs(looks) - trueAhead;
      const best = looks.reduce((a, b) => (b.answeredMs - b.askedMs < a.answeredMs - a.askedMs ? b : a));
      const round = best.answeredMs - best.askedMs;
      assert.ok(Math.abs(error) <= round / 2, `${error} ms wrong after a way of ${round} ms`);
      // Pressed at the moment the page believes in, over the same way as it was asked: it comes when it is open.
      const there = best.serverMs - trueAhead - best.askedMs;
      assert.ok(-error + there >= 0);
    }),
  );
});

for (const [leftMs, says] of [
  [3_909_000, '1:05:09'],
  [3_600_000, '1:00:00'],
  [3_599_001, '1:00:00'],
  [309_000, '5:09'],
  [1, '0:01'],
  [0, '0:00'],
  [-5000, '0:00'],
] as const) {
  test(`${leftMs} ms before the opening the page says ${says}`, () => assert.equal(digitsOf(leftMs), says));
}

test('a draft has the same lot on every device', () => {
  assert.deepEqual(
    ['00000000-a', '80000000-a', 'ffffffff-a'].map((draft) => Math.round(lotOf(draft) * 100) / 100),
    [0, 0.5, 1],
  );
  assert.ok(lotOf('ffffffff-a') < 1);
});
