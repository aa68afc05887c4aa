import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aged, agedEach } from './clock.ts';

/** A question whose answer is how often it was asked, on a clock that is set by hand. */
function counted(ageMs: number) {
  const world = { now: 0, asked: 0 };
  const ask = aged(
    ageMs,
    () => Promise.resolve((world.asked += 1)),
    () => world.now,
  );
  return { world, ask };
}

test('an answer is kept as long as was said, and asked anew at that moment', async () => {
  const { world, ask } = counted(1000);
  assert.deepEqual([await ask(), await ask()], [1, 1]);
  world.now = 999;
  assert.equal(await ask(), 1);
  world.now = 1000;
  assert.equal(await ask(), 2);
  world.now = 1999;
  assert.equal(await ask(), 2);
});

test('an answer that is kept for no time is asked anew each time, even within one instant', async () => {
  const { ask } = counted(0);
  assert.deepEqual([await ask(), await ask(), await ask()], [1, 2, 3]);
});

test('those who ask while the answer is on its way wait for the same one; a fault is not kept', async () => {
  let asked = 0;
  const ask = aged(
    1000,
    () => {
      asked += 1;
      return asked === 1 ? Promise.reject(new Error('away')) : Promise.resolve(asked);
    },
    () => 0,
  );
  const both = await Promise.allSettled([ask(), ask()]);
  assert.deepEqual(
    both.map(({ status }) => status),
    ['rejected', 'rejected'],
  );
  assert.deepEqual([await ask(), await ask()], [2, 2]);
});

test('each key has an age of its own, and with too many of them all are asked anew', async () => {
  const asked: string[] = [];
  const world = { now: 0 };
  const ask = agedEach(
    1000,
    2,
    (key: string) => Promise.resolve(asked.push(key)),
    () => world.now,
  );
  await ask('a');
  world.now = 500;
  for (const key of ['b', 'a', 'b']) await ask(key);
  assert.deepEqual(asked, ['a', 'b']);
  world.now = 1000;
  for (const key of ['a', 'b']) await ask(key);
  assert.deepEqual(asked, ['a', 'b', 'a']);
  for (const key of ['c', 'a']) await ask(key);
  assert.deepEqual(asked, ['a', 'b', 'a', 'c', 'a']);
});
