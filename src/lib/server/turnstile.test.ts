import assert from 'node:assert/strict';
import { test } from 'node:test';
import { turnstile } from '#lib/server/turnstile.ts';

test('a rush of questions is let through up to the limit, the rest is asked to wait, and a moment later some pass again', () => {
  const gate = turnstile({ perSecond: 10, atOnce: 3 });
  assert.deepEqual(
    [0, 0, 0, 0, 1].map((at) => gate.pass(at)),
    [true, true, true, false, false],
  );
  assert.deepEqual(
    [150, 160, 1_000_000].map((at) => gate.pass(at)),
    [true, false, true],
  );
});

test('a long pause does not save up more than the limit', () => {
  const gate = turnstile({ perSecond: 10, atOnce: 2 });
  gate.pass(0);
  assert.deepEqual(
    [3_600_000, 3_600_000, 3_600_000].map((at) => gate.pass(at)),
    [true, true, false],
  );
});
