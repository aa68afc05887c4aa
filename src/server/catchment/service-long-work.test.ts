import assert from 'node:assert/strict';
import { setImmediate as breathe } from 'node:timers/promises';
import { test } from 'node:test';
import { longWork } from './service-long-work.ts';

/** A work that ends when it is told to. */
function held() {
  const { promise, resolve } = Promise.withResolvers<string>();
  return { work: () => promise, end: resolve };
}

const never = new AbortController().signal;

test('one person’s long works run one at a time, those of others beside them; too many are sent away', async () => {
  const { inTurn } = longWork({ atOnce: 2, waitingAtMost: 2 });
  const [first, second, other, third] = [held(), held(), held(), held()];
  const begun: string[] = [];
  const run = (person: string, name: string, of: typeof first) =>
    inTurn(person, never, () => {
      begun.push(name);
      return of.work();
    });
  const [a, b, c, d] = [run('A', 'first', first), run('A', 'second', second), run('B', 'other', other), run('C', 'third', third)];
  await breathe();
  assert.deepEqual(begun, ['first', 'other'], 'B does not wait behind A’s second');
  assert.deepEqual(await run('A', 'again', held()), { kind: 'busy' }, 'one work of a person waits, not two');
  assert.deepEqual(await run('D', 'fourth', held()), { kind: 'busy' }, 'two wait, not three');
  first.end('1');
  assert.deepEqual(await a, { kind: 'done', value: '1' });
  await breathe();
  assert.deepEqual(begun, ['first', 'other', 'second']);
  for (const each of [second, other, third]) each.end('x');
  assert.deepEqual(
    (await Promise.all([b, c, d])).map(({ kind }) => kind),
    ['done', 'done', 'done'],
  );
});

test('who leaves while she waits is not worked for, and makes room', async () => {
  const { inTurn } = longWork({ atOnce: 1, waitingAtMost: 1 });
  const first = held();
  const running = inTurn('A', never, first.work);
  const gone = new AbortController();
  const waiting = inTurn('B', gone.signal, () => assert.fail('nobody waits for it'));
  gone.abort();
  assert.deepEqual(await waiting, { kind: 'busy' });
  const next = inTurn('C', never, () => Promise.resolve('next'));
  first.end('1');
  await running;
  assert.deepEqual(await next, { kind: 'done', value: 'next' });
});

test('a work that fails gives its turn on', async () => {
  const { inTurn } = longWork({ atOnce: 1, waitingAtMost: 5 });
  await assert.rejects(inTurn('A', never, () => Promise.reject(new Error('broken'))));
  assert.deepEqual(await inTurn('A', never, () => Promise.resolve(1)), { kind: 'done', value: 1 });
});
