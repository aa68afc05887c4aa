import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ArrivalSeen } from './ledger.ts';
import { watchOvertaking } from './overtaking.ts';

const arrival = (seq: number, wishes: readonly number[], pool: number | null): ArrivalSeen => ({
  ...{
    seq,
    batch: 1,
    draft: `d${seq}`,
    child_id: `c${seq}`,
    act: 'enrol',
    stage: 'guaranteed',
    wishes,
    released_id: null,
    free_before: null,
  },
  ...{ outcome: pool === null ? 'refused' : 'enrolled', pool_id: pool, refused: pool === null ? 'no_places' : null },
  received_at: new Date(0),
});

//     read from the socket at (microseconds), decided in this order: number, process, wishes, pool → at one door, between doors
const table = [
  ['10 web1 [1]→1, 20 web1 [1]→none', [0, 0]],
  ['20 web1 [1]→1, 10 web1 [1]→none', [1, 0]],
  ['20 web1 [1]→1, 10 web2 [1]→none', [0, 1]],
  ['20 web1 [1]→1, 10 web1 [2]→none', [0, 0]],
  ['20 web1 [1]→1, 10 web1 [1,2]→2', [1, 0]],
  ['20 web1 [1]→1, 10 web1 [2,1]→2', [0, 0]],
  ['20 web1 [1]→1, 30 web1 [1]→1, 25 web1 [1]→none', [1, 0]],
] as const;

for (const [told, expected] of table) {
  test(`read and decided so: ${told}; overtaken at one door and between doors: ${expected.join(' and ')}`, () => {
    const watch = watchOvertaking();
    for (const [place, one] of told.split(', ').entries()) {
      const [, at, life, wishes, pool] = /^(\d+) (\w+) \[([\d,]+)\]→(\w+)$/.exec(one) as unknown as readonly [
        string,
        string,
        string,
        string,
        string,
      ];
      watch.read(life, [`${at} d${place + 1}`]);
      watch.decided(arrival(place + 1, wishes.split(',').map(Number), pool === 'none' ? null : Number(pool)), life);
    }
    const { atOneDoor, betweenDoors } = watch.result();
    assert.deepEqual([atOneDoor, betweenDoors], expected);
  });
}

test('a request that was read twice, and of which it is not known which one counted, accuses nobody', () => {
  const watch = watchOvertaking();
  watch.read('web1', ['20 d1', '10 d2', '30 d2']);
  watch.decided(arrival(1, [1], 1), 'web1');
  watch.decided(arrival(2, [1], null), 'web1');
  assert.equal(watch.result().atOneDoor, 0);
});
