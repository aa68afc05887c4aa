import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BoundaryLine } from './boundary-version.ts';
import { isSameList, takenBack } from './taken-back.ts';

const act = (number: string) => ({ title: { ru: 'О микроучастках' }, number, day: '2025-02-01' }) as const;
const list = (text: string, number = '1'): readonly BoundaryLine[] =>
  text === ''
    ? []
    : text.split(' | ').map((line) => {
        const [street = '', houses = ''] = line.split(': ');
        return { streetId: Number(street), houses, habit: 'one_side', act: act(number) };
      });

/** What stood before a file, what the file made of it, what stands now → what taking the file back makes of it, and the streets it leaves. */
const table = [
  ['1: 5 | 2: 7', '1: 5 | 2: 7', '1: 5, 91 | 2: 7', '1: 5, 91 | 2: 7', []],
  ['1: 5', '1: 5, 9', '1: 5, 9', '1: 5', []],
  ['1: 5', '1: 5, 9', '1: 5, 9, 91', '1: 5, 9, 91', [1]],
  ['1: 5 | 2: 7', '1: 5', '1: 5 | 3: 1', '1: 5 | 3: 1 | 2: 7', []],
  ['1: 5', '1: 5 | 2: 7', '1: 5 | 2: 7 | 3: 1', '1: 5 | 3: 1', []],
  ['1: 5', '1: 5 | 2: 7', '1: 5', '1: 5', [2]],
  ['', '1: 5', '1: 5', '', []],
] as const;

for (const [before, published, now, expected, left] of table)
  test(`KG25-18.4 a file made «${before}» into «${published}»; now it is «${now}»: taking it back leaves «${expected}»`, () => {
    const back = takenBack(list(before), list(published), list(now));
    assert.deepEqual(back.lines, list(expected));
    assert.deepEqual(back.left, left);
  });

test('what only rests on another act is another list; the order of streets is none', () => {
  assert.ok(isSameList(list('1: 5 | 2: 7'), list('2: 7 | 1: 5')));
  assert.ok(!isSameList(list('1: 5'), list('1: 5', '2')));
  assert.ok(!isSameList(list('1: 5'), []));
});
