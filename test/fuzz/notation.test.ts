import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzzNotation } from './mutate-notation.ts';

test('whatever a director pastes, the reader of house lists neither stops nor loses an item', () => {
  // How long an input may take is measured by the command alone: a test does not decide by the clock.
  const { failures } = fuzzNotation({ inputs: 4_000, seed: 20, limitMs: Infinity });
  assert.deepEqual(failures, [], 'replay with: npm run fuzz -- notation --inputs 4000 --seed 20');
});
