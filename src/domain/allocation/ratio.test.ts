import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { tableOf } from '#test/support/table.ts';
import { policies } from '../policy/registry.ts';
import type { Ratio } from '../policy/stages.ts';
import { orderByRatio } from './ratio.ts';

const asPrinted: Ratio = policies['kz-2026'].ratio;
const active: Ratio = { ...asPrinted, active: true };

/** `c1 o1 c2`: children of the catchment and from outside, in order of arrival. */
function read(text: string) {
  return text.split(' ').map((name) => ({ name, inCatchment: name.startsWith('c') }));
}

test('the ratio of the press is three to one, and no campaign has it unless it is switched on', () => {
  assert.deepEqual([asPrinted.catchment, asPrinted.outside, asPrinted.active, asPrinted.clause], [3, 1, false, 'press']);
  const arrived = read('o1 o2 c1 c2 c3 c4');
  assert.deepEqual(orderByRatio(asPrinted, arrived), arrived);
  assert.deepEqual(orderByRatio(null, arrived), arrived);
});

test('after three children of the catchment one from outside; within each the order of arrival; when one kind is exhausted the other goes on', () => {
  const table = tableOf(
    `c1 c2 c3 c4 o1 o2       → c1 c2 c3 o1 c4 o2
     o1 o2 c1 c2 c3 c4 c5 c6 → c1 c2 c3 o1 c4 c5 c6 o2
     o1 o2 o3                → o1 o2 o3
     c1 c2 c3 c4             → c1 c2 c3 c4
     o1 c1                   → c1 o1`,
  );
  for (const { given, expected } of table) {
    const order = orderByRatio(active, read(given)).map(({ name }) => name);
    assert.equal(order.join(' '), expected, given);
  }
});

test('seats given before count: the turn goes on where it stopped', () => {
  const order = (given: { catchment: number; outside: number }) =>
    orderByRatio(active, read('o1 c1 c2'), given)
      .map(({ name }) => name)
      .join(' ');
  assert.equal(order({ catchment: 3, outside: 0 }), 'o1 c1 c2');
  assert.equal(order({ catchment: 3, outside: 1 }), 'c1 c2 o1');
  assert.equal(order({ catchment: 2, outside: 0 }), 'c1 o1 c2');
});

test('nobody is lost or counted twice, nobody overtakes within the own kind, and while both wait outside never has more than its third', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 40 }), (kinds) => {
      const arrived = kinds.map((inCatchment, place) => ({ inCatchment, place }));
      const order = orderByRatio(active, arrived);
      assert.deepEqual(
        order.toSorted((a, b) => a.place - b.place),
        arrived,
      );
      for (const kind of [true, false]) {
        const own = order.filter(({ inCatchment }) => inCatchment === kind).map(({ place }) => place);
        assert.deepEqual(
          own,
          own.toSorted((a, b) => a - b),
        );
      }
      const lastCatchment = order.findLastIndex(({ inCatchment }) => inCatchment);
      let [inside, outside] = [0, 0];
      for (const { inCatchment } of order.slice(0, lastCatchment + 1)) {
        if (inCatchment) inside += 1;
        else outside += 1;
        assert.ok(outside <= Math.floor(inside / 3));
      }
    }),
  );
});
