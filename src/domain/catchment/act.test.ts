import assert from 'node:assert/strict';
import { test } from 'node:test';
import { growsWithItsSize } from '#test/support/growth.ts';
import { readAct } from './act.ts';
import { rowsOfText } from './act-text.ts';

test('a director who pastes a hundred thousand characters into any cell, or a text of them, does not wait', () => {
  for (const scrap of [' ', ': ', '1', '1 ', '1-', 'школа ', '(', '«', 'ул. ', '1, ', 'с 1 по ', '— ', '. ', '1-й, ']) {
    growsWithItsSize(`«${scrap}» repeated`, 100_000, (size) => {
      const text = scrap.repeat(Math.ceil(size / scrap.length));
      readAct([{ row: 2, district: text, school: `«А»${text}`, street: `Новая${text}1`, houses: text }]);
      rowsOfText(`${text}1\n`);
    });
  }
});

test('the grades in the name of a school hold for its rows, and the school stays one', () => {
  const act = readAct([
    { row: 2, district: 'A', school: 'МОУ «СОШ № 70» (10-11-е классы)', street: 'Новая', houses: '5' },
    { row: 3, district: 'A', school: 'МОУ «СОШ №70»', street: 'Новая', houses: '7' },
  ]);
  const [first, second] = act.claims.get('улица новая') ?? [];
  assert.deepEqual(first?.segment.grades, [{ from: 10, to: 11 }]);
  assert.equal(first.schoolKey, second?.schoolKey);
});
