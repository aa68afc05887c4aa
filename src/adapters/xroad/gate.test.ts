import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createGate, GateClosed } from './gate.ts';

/** A gate over a clock that the test moves. */
function gateAt(atOnce = 2, waitingAtMost = 100) {
  let at = 0;
  const gate = createGate({ atOnce, waitingAtMost, failuresInARow: 3, restMs: 1000, now: () => at });
  let asked = 0;
  const ask = (isUp: boolean) => {
    const work = () => {
      asked += 1;
      return isUp ? Promise.resolve('answer') : Promise.reject(new Error('away'));
    };
    return gate(work, () => true).catch((fault: Error) => fault.name);
  };
  return { gate, ask, asked: () => asked, pass: (ms: number) => void (at += ms) };
}

test('after so many failures in a row a neighbour is left in peace: nothing is asked and nobody waits', async () => {
  const { ask, asked } = gateAt();
  for (let count = 0; count < 3; count += 1) assert.equal(await ask(false), 'Error');
  assert.deepEqual([await ask(true), await ask(true), asked()], ['GateClosed', 'GateClosed', 3]);
});

test('after its rest one question goes ahead; it opens the way for all, or gives the neighbour another rest', async () => {
  const { ask, asked, pass } = gateAt();
  for (let count = 0; count < 3; count += 1) await ask(false);
  pass(1000);
  assert.deepEqual([await ask(false), await ask(true), asked()], ['Error', 'GateClosed', 4]);
  pass(1000);
  const both = await Promise.all([ask(true), ask(true)]);
  assert.deepEqual(both, ['answer', 'GateClosed'], 'while the first is on its way the others wait for its outcome');
  assert.deepEqual([await ask(true), await ask(true)], ['answer', 'answer']);
});

test('a neighbour that answers every second time is left in peace, too; one that fails now and then is not', async () => {
  const half = gateAt();
  for (let count = 0; count < 20; count += 1) await half.ask(count % 2 === 0);
  assert.equal(await half.ask(true), 'GateClosed');
  const seldom = gateAt();
  for (let count = 0; count < 60; count += 1) await seldom.ask(count % 4 !== 0);
  assert.equal(await seldom.ask(true), 'answer');
});

test('however many ask at once, only so many questions are on their way; the others have their turn or are turned away', async () => {
  const { gate } = gateAt(2, 5);
  let running = 0;
  let most = 0;
  const answers = await Promise.all(
    Array.from({ length: 10 }, () =>
      gate(
        async () => {
          running += 1;
          most = Math.max(most, running);
          await new Promise((resolve) => setImmediate(resolve));
          running -= 1;
          return 'answer';
        },
        () => true,
      ).catch((fault: unknown) => (fault instanceof GateClosed ? 'turned away' : 'fault')),
    ),
  );
  assert.equal(most, 2);
  assert.deepEqual([answers.filter((one) => one === 'answer').length, answers.filter((one) => one === 'turned away').length], [7, 3]);
});

test('those who wait when a neighbour goes away are told at once, and their places are free again', async () => {
  const { ask, asked, pass } = gateAt(1);
  const answers = await Promise.all(Array.from({ length: 8 }, () => ask(false)));
  assert.deepEqual([answers.filter((one) => one === 'GateClosed').length, asked()], [5, 3]);
  pass(1000);
  assert.deepEqual([await ask(true), await ask(true)], ['answer', 'answer']);
});
