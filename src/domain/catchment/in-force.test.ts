import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawLine, homesKey, inForceOn, serves } from './in-force.ts';

const version = (fromDay: `${number}-${number}-${number}`, number: number) => ({ fromDay, number });

//     what was published, in order                                                     on the day     is in force
const days = [
  [[version('2025-04-01', 1)], '2025-03-31', undefined],
  [[version('2025-04-01', 1)], '2025-04-01', 1],
  [[version('2025-04-01', 1), version('2025-04-10', 2)], '2025-04-09', 1],
  [[version('2025-04-01', 1), version('2025-04-10', 2)], '2025-04-10', 2],
  // What was to begin later still does, though another was published after it for an earlier day.
  [[version('2025-04-01', 1), version('2025-04-10', 2), version('2025-04-05', 3)], '2025-04-07', 3],
  [[version('2025-04-01', 1), version('2025-04-10', 2), version('2025-04-05', 3)], '2025-04-12', 2],
  // Two of one day: the later published.
  [[version('2025-04-01', 1), version('2025-04-05', 2), version('2025-04-05', 3)], '2025-04-05', 3],
] as const;

for (const [published, on, expected] of days)
  test(`KG25-13 of ${published.map(({ fromDay, number }) => `№ ${number} from ${fromDay}`).join(', ')} on ${on} № ${expected ?? 'none'} is in force`, () => {
    assert.equal(inForceOn(published, on)?.number, expected);
  });

const line = (streetId: number, houses: string) =>
  drawLine({
    streetId,
    houses,
    habit: 'one_side',
    act: { title: { ky: 'буйрук', ru: 'приказ', kk: 'бұйрық', en: 'order' }, number: '1', day: '2025-01-01' },
  });

test('KG25-21.4 KG22-3 one home of several is enough, and one that is on no street is none', () => {
  const lines = [line(1, '1, 3'), line(2, 'все дома')];
  assert.ok(serves(lines, [{ streetId: 1, house: '3' }], 1));
  assert.ok(!serves(lines, [{ streetId: 1, house: '5' }], 1));
  assert.ok(
    serves(
      lines,
      [
        { streetId: 1, house: '5' },
        { streetId: 2, house: '77' },
      ],
      1,
    ),
  );
  assert.ok(!serves(lines, [{ streetId: null, house: '3' }], 1));
  assert.ok(!serves(lines, [], 1));
  assert.notEqual(homesKey([{ streetId: 1, house: '1' }]), homesKey([{ streetId: 1, house: '11' }]));
});
