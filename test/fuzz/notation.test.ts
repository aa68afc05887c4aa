import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzzNotation } from './mutate-notation.ts';

test('whatever a director pastes, the reader of house lists neither stops, nor loses an item, nor makes anybody wait', () => {
  const { failures } = fuzzNotation({ inputs: 20_000, seed: 20, limitMs: 10 });
  assert.deepEqual(failures, [], 'replay with: npm run fuzz -- notation --inputs 20000 --seed 20');
});
