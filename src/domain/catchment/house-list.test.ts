import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rangeHabit, readHouses } from './house-list.ts';
import { printHouses } from './print-houses.ts';

test('where an act runs ranges over both sides, a range with ends of one parity is read only beside the other side', () => {
  const act = ['27 - 72', '6-98, 29-101', '25-65'];
  assert.equal(rangeHabit(act), 'unsure');
  assert.equal(rangeHabit(['6-98, 29-101', '25-65', '1-62 (все)']), 'one_side');
  assert.equal(printHouses(readHouses('6-98, 29-101', 'unsure').segments), 'с 6 по 98 (чётная сторона), с 29 по 101 (нечётная сторона)');
  const waiting = readHouses('25-65', 'unsure').confirm;
  assert.deepEqual(
    waiting.map(({ token, reason, readings }) => [token, reason, readings.map(printHouses)]),
    [['25-65', 'parity_unclear', ['с 25 по 65 (все дома)', 'с 25 по 65 (нечётная сторона)']]],
  );
  // The odd houses are in both readings, so a child of house 27 need not wait.
  assert.equal(printHouses(readHouses('25-65', 'unsure').segments), 'с 25 по 65 (нечётная сторона)');
});

test('an empty list has no houses and nothing unread', () => {
  for (const empty of ['', '  ', ',', ' ;, '])
    assert.deepEqual(readHouses(empty), { segments: [], elsewhere: [], confirm: [], unread: [], tokens: 0 });
});
