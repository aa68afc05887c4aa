import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { claimLimit } from './service-limit.ts';

function limitAt(peopleAtMost = 1000) {
  const clock = { ms: 5 };
  return { clock, limit: claimLimit({ atOnce: 20, seconds: 10, peopleAtMost, nowMs: () => clock.ms }) };
}

test('a person may press twenty times in ten seconds, then waits for what is left of them, and may press again', () => {
  const { clock, limit } = limitAt();
  const me = randomBytes(32);
  for (let press = 0; press < 20; press += 1) assert.equal(limit.waitSeconds(me), 0);
  clock.ms += 3000;
  assert.equal(limit.waitSeconds(me), 7);
  clock.ms += 6999;
  assert.equal(limit.waitSeconds(me), 1);
  clock.ms += 1;
  assert.equal(limit.waitSeconds(me), 0);
});

test('a whole village behind one address is not slowed by the one who presses without end', () => {
  const { limit } = limitAt();
  const pressing = randomBytes(32);
  for (let press = 0; press < 500; press += 1) limit.waitSeconds(pressing);
  assert.ok(limit.waitSeconds(pressing) > 0);
  for (let family = 0; family < 500; family += 1) assert.equal(limit.waitSeconds(randomBytes(32)), 0);
});

test('beyond as many people as can be counted newcomers pass, and who was counted stays counted', () => {
  const { clock, limit } = limitAt(100);
  const pressing = randomBytes(32);
  for (let press = 0; press < 21; press += 1) limit.waitSeconds(pressing);
  for (let stranger = 0; stranger < 1000; stranger += 1) assert.equal(limit.waitSeconds(randomBytes(32)), 0);
  assert.ok(limit.waitSeconds(pressing) > 0);
  clock.ms += 10_001;
  assert.equal(limit.waitSeconds(pressing), 0);
});

test('however a person presses, at most twenty claims pass in ten seconds from the first, and nobody waits longer than ten', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 4000 }), { minLength: 1, maxLength: 200 }), (pauses) => {
      const { clock, limit } = limitAt();
      const me = Buffer.from('me');
      let [from, passed] = [-Infinity, 0];
      for (const pause of pauses) {
        clock.ms += pause;
        if (clock.ms >= from + 10_000) [from, passed] = [clock.ms, 0];
        const wait = limit.waitSeconds(me);
        assert.ok(wait <= 10);
        if (wait === 0) passed += 1;
        assert.ok(passed <= 20);
      }
    }),
  );
});
