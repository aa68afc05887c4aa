import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { sessionHolders } from './service-holders.ts';
import { claimLimit } from './service-limit.ts';

/** A limit over sessions whose holders the database knows; `asked` counts its questions. */
function limitAt(plan: { peopleAtMost?: number; unmetAtOnce?: number; waitingAtMost?: number } = {}) {
  const clock = { ms: 5 };
  const known = new Map<string, string>();
  const asked = { questions: 0, sessions: 0 };
  const holders = sessionHolders({
    find: async (sessions) => {
      asked.questions += 1;
      asked.sessions += sessions.length;
      await Promise.resolve();
      return new Map([...known].filter(([key]) => sessions.some((one) => one.toString('latin1') === key)));
    },
    atMost: 100_000,
    waitingAtMost: plan.waitingAtMost ?? 20_000,
  });
  const limit = claimLimit({
    atOnce: 20,
    seconds: 10,
    peopleAtMost: plan.peopleAtMost ?? 1000,
    holders,
    unmetAtOnce: plan.unmetAtOnce ?? 512,
    nowMs: () => clock.ms,
  });
  const sessionOf = (person: string, met = true) => {
    const session = randomBytes(32);
    known.set(session.toString('latin1'), person);
    if (met) holders.learn(session, person);
    return session;
  };
  return { clock, limit, sessionOf, asked, count: async (session: Buffer) => limit.count({ session }) };
}

test('a person may press twenty times in ten seconds, then waits for what is left of them, and may press again', async () => {
  const { clock, count, sessionOf } = limitAt();
  const me = sessionOf('me');
  for (let press = 0; press < 20; press += 1) assert.equal(await count(me), 0);
  clock.ms += 3000;
  assert.equal(await count(me), 7);
  clock.ms += 6999;
  assert.equal(await count(me), 1);
  clock.ms += 1;
  assert.equal(await count(me), 0);
});

test('a whole village behind one address is not slowed by the one who presses without end', async () => {
  const { count, sessionOf } = limitAt();
  const pressing = sessionOf('somebody');
  for (let press = 0; press < 500; press += 1) await count(pressing);
  assert.ok(Number(await count(pressing)) > 0);
  for (let family = 0; family < 500; family += 1) assert.equal(await count(sessionOf(`family ${family}`)), 0);
});

test('beyond as many people as can be counted newcomers pass, and who was counted stays counted', async () => {
  const { clock, count, sessionOf } = limitAt({ peopleAtMost: 100 });
  const pressing = sessionOf('somebody');
  for (let press = 0; press < 21; press += 1) await count(pressing);
  for (let other = 0; other < 1000; other += 1) assert.equal(await count(sessionOf(`other ${other}`)), 0);
  assert.ok(Number(await count(pressing)) > 0);
  clock.ms += 10_001;
  assert.equal(await count(pressing), 0);
});

test('however a person presses, at most twenty claims pass in ten seconds from the first, and nobody waits longer than ten', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 4000 }), { minLength: 1, maxLength: 200 }), (pauses) => {
      const { clock, limit, sessionOf } = limitAt();
      const session = sessionOf('me');
      let [from, passed] = [-Infinity, 0];
      for (const pause of pauses) {
        clock.ms += pause;
        if (clock.ms >= from + 10_000) [from, passed] = [clock.ms, 0];
        const wait = limit.count({ session });
        assert.ok(typeof wait === 'number' && wait <= 10);
        if (wait === 0) passed += 1;
        assert.ok(passed <= 20);
      }
    }),
  );
});

test('the same presses bite at the same moment, over however many sessions, tabs, phones and programs they are split', () => {
  const press = fc.record({ pause: fc.integer({ min: 0, max: 2000 }), from: fc.nat(9) });
  fc.assert(
    fc.property(fc.array(press, { minLength: 1, maxLength: 120 }), (presses) => {
      const one = limitAt();
      const many = limitAt();
      const alone = one.sessionOf('me');
      const split = Array.from({ length: 10 }, () => many.sessionOf('me'));
      for (const { pause, from } of presses) {
        one.clock.ms += pause;
        many.clock.ms += pause;
        const by = from === 9 ? { person: 'me' } : { session: split[from] ?? alone };
        assert.equal(many.limit.count(by), one.limit.count({ session: alone }));
      }
    }),
  );
});

test('a session that this process has not met keeps its first claim’s place in the queue and is counted with the others of its holder', async () => {
  const { limit, sessionOf, count } = limitAt();
  const unmet = Array.from({ length: 10 }, () => sessionOf('me', false));
  // All at once: the first claim of each goes straight in, the others wait until it is known whose they are.
  const waits = await Promise.all(unmet.flatMap((session) => Array.from({ length: 22 }, async () => limit.count({ session }))));
  assert.equal(waits.filter((wait) => wait === 0).length, 20, 'of 220 claims over ten sessions as many pass as over one');
  assert.ok(Number(await count(sessionOf('me'))) > 0);
});

test('invented tokens are looked up through one door and never come near the queue beyond a few', async () => {
  const { limit, sessionOf, asked } = limitAt({ unmetAtOnce: 4 });
  const invented = Array.from({ length: 5000 }, async () => limit.count({ session: randomBytes(32) }));
  const family = limit.count({ session: sessionOf('a family') });
  assert.equal(family, 0, 'a family this process has met waits for none of them');
  const found = await Promise.all(invented);
  assert.equal(found.filter((wait) => wait === 0).length, 4);
  assert.equal(found.filter((wait) => wait === 'nobody').length, 4996);
  assert.equal(await limit.count({ session: sessionOf('not yet met', false) }), 0);
  assert.ok(asked.questions <= 12, `${asked.questions} questions for ${asked.sessions} tokens`);
});

test('beyond as many unknown tokens as may be looked up the answer is “come again”, and a family is counted all the same', async () => {
  const { limit, sessionOf } = limitAt({ unmetAtOnce: 1, waitingAtMost: 3 });
  const waits = await Promise.all(Array.from({ length: 9 }, async () => limit.count({ session: randomBytes(32) })));
  assert.ok(waits.includes('busy'));
  assert.equal(limit.count({ session: sessionOf('a family') }), 0);
});
