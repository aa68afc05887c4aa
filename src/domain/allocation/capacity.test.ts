import assert from 'node:assert/strict';
import { test } from 'node:test';
import { poolsOf } from '#test/support/seat-story.ts';
import type { Pool } from './seat.ts';
import { changeCapacity } from './capacity.ts';

const seats = (text: string): Pool => {
  const [capacity, taken, overQuota] = text.split(' ').map(Number) as [number, number, number];
  return { ...(Object.values(poolsOf('A=1'))[0] as Pool), capacity, taken, overQuota };
};

//                capacity taken over → asked → what comes of it
const table = [
  ['10 4 0', 12, 'changed to 12, over 0'],
  ['10 4 0', 4, 'changed to 4, over 0'],
  ['10 4 0', 3, 'refused: 1 too few'],
  ['10 4 0', 0, 'refused: 4 too few'],
  ['10 10 0', 10, 'changed to 10, over 0'],
  ['10 13 3', 12, 'changed to 12, over 1'],
  ['10 13 3', 20, 'changed to 20, over 0'],
  ['10 13 3', 10, 'changed to 10, over 3'],
  ['10 13 3', 9, 'refused: 4 too few'],
] as const;

for (const [given, capacity, expected] of table) {
  const [before, taken] = given.split(' ');
  test(`of ${before} seats ${taken} are taken; changed to ${capacity}: ${expected}`, () => {
    const { decision, after } = changeCapacity({ act: 'capacity', pools: [{ pool: 1, capacity }] }, () => seats(given));
    const told =
      decision.outcome === 'changed'
        ? `changed to ${after[0]?.capacity}, over ${after[0]?.overQuota}`
        : decision.outcome === 'below_taken'
          ? `refused: ${decision.short} too few`
          : decision.outcome;
    assert.equal(told, expected);
    assert.equal(after.length === 0, decision.outcome !== 'changed');
  });
}

test('seats of a pool that is not there cannot be changed', () => {
  assert.deepEqual(
    changeCapacity({ act: 'capacity', pools: [{ pool: 7, capacity: 3 }] }, () => undefined),
    { decision: { outcome: 'unknown_pool', pool: 7 }, after: [] },
  );
});

test('of several pools all are changed or none: a preference share goes to the general one only if both can be', () => {
  const pools = new Map([
    [1, { ...seats('27 27 0'), id: 1 }],
    [2, { ...seats('3 2 0'), id: 2 }],
  ]);
  const find = (id: number) => pools.get(id);
  const ask = (general: number, preference: number) =>
    changeCapacity(
      {
        act: 'capacity',
        pools: [
          { pool: 1, capacity: general },
          { pool: 2, capacity: preference },
        ],
      },
      find,
    );
  assert.deepEqual(
    ask(28, 2).after.map(({ capacity }) => capacity),
    [28, 2],
  );
  const { decision, after } = ask(29, 1);
  assert.deepEqual([decision.outcome, after], ['below_taken', []]);
});
