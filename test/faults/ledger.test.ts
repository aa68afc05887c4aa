import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ArrivalSeen, openLedger } from './ledger.ts';

const at = new Date('2025-05-12T04:00:00Z');
const common = { batch: 1, stage: 'guaranteed', free_before: null, refused: null, released_id: null, received_at: at };
const enrol = (seq: number, child: string, wishes: readonly number[], pool: number, free: number, more: object = {}): ArrivalSeen => ({
  ...{
    ...common,
    seq,
    draft: `draft ${seq}`,
    child_id: child,
    act: 'enrol',
    wishes,
    outcome: 'enrolled',
    pool_id: pool,
    free_before: free,
  },
  ...more,
});
const full = (seq: number, child: string, wishes: readonly number[], holds: number | null = null): ArrivalSeen => ({
  ...{
    ...common,
    seq,
    draft: `draft ${seq}`,
    child_id: child,
    act: 'enrol',
    wishes,
    outcome: 'refused',
    pool_id: holds,
    refused: 'no_places',
  },
});
const decline = (seq: number, child: string, released: number | null): ArrivalSeen => ({
  ...{ ...common, seq, draft: `draft ${seq}`, child_id: child, act: 'decline', wishes: [], outcome: 'declined', pool_id: null },
  released_id: released,
});
const seats = (seq: number, pool: number, before: number, after: number) => ({ seq, key: `key ${seq}`, pool_id: pool, before, after });

//     what the register wrote down, in pools 1 and 2 with one seat each                                       what the inspector says
const table = [
  [[enrol(1, 'A', [1], 1, 1), enrol(2, 'B', [1, 2], 2, 1), full(3, 'C', [1, 2])], ''],
  [[enrol(1, 'A', [1], 1, 1), decline(2, 'A', 1), enrol(3, 'B', [1], 1, 1)], ''],
  [[enrol(1, 'A', [1], 1, 1), seats(2, 1, 1, 2), enrol(3, 'B', [1], 1, 1)], ''],
  [[enrol(1, 'A', [1], 1, 1), enrol(2, 'A', [2], 2, 1, { released_id: 1 }), enrol(3, 'B', [1], 1, 1)], ''],
  [[enrol(1, 'A', [1], 1, 1), enrol(2, 'B', [1], 1, 1)], 'oversold'],
  [[enrol(1, 'A', [1], 1, 1), seats(2, 1, 1, 0)], 'oversold'],
  [[full(1, 'A', [1])], 'outOfOrder'],
  [[enrol(1, 'A', [1, 2], 2, 1)], 'outOfOrder'],
  [[enrol(1, 'A', [1], 1, 1, { received_at: new Date('2025-06-02T00:00:00+06:00') })], 'outOfOrder'],
  [[enrol(1, 'A', [1], 1, 1), enrol(2, 'A', [2], 2, 1)], 'doubled'],
  [[enrol(1, 'A', [1], 1, 1), decline(2, 'A', null)], 'doubled'],
  [[enrol(1, 'A', [1], 1, 1), enrol(2, 'B', [2], 2, 1, { draft: 'draft 1' })], 'doubled'],
  [[enrol(1, 'A', [1], 1, 1), enrol(3, 'B', [2], 2, 1)], 'lost'],
  [[seats(1, 1, 4, 5)], 'lost'],
] as const;

for (const [place, [acts, expected]] of table.entries()) {
  test(`what was written down in story ${place + 1} is ${expected === '' ? 'in order' : `found out: ${expected}`}`, () => {
    const ledger = openLedger([1, 2], 1);
    for (const act of acts) ledger.enter(act);
    assert.equal(ledger.wrong[0]?.kind ?? '', expected, ledger.wrong[0]?.what);
  });
}
