import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gate, turnstile } from '#lib/server/turnstile.ts';

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

test('one stranger who asks without end stops no family that has signed in, and one person stops nobody else', () => {
  const pace = (atOnce: number) => ({ perSecond: 1, atOnce });
  const doors = gate({ strangers: pace(5), people: pace(30), onePerson: pace(3), peopleAtMost: 100 });
  for (let question = 0; question < 100; question += 1) doors.pass(null, 0);
  assert.equal(doors.pass(null, 0), false);
  assert.deepEqual(
    [1, 2, 3, 4].map(() => doors.pass('a mother', 0)),
    [true, true, true, false],
  );
  assert.equal(doors.pass('a father', 0), true);
});
