import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readBoundaries } from '../../src/cli/boundaries.ts';

const FILE = join(import.meta.dirname, '../../../shared/data/boundaries/saratov-2025.csv');
const skip = existsSync(FILE) ? false : 'the act of Saratov is not beside the project';

test('of the real act of a city nearly every item is understood, and every other one is listed with its reason', { skip }, () => {
  const outcome = readBoundaries(readFileSync(FILE, 'utf8'));
  assert.ok(outcome.kind === 'read');
  const { rows, tokens, understood, unread } = outcome.read;
  assert.equal(rows, 1016);
  assert.equal(tokens, understood + unread.length);
  assert.ok(understood / tokens > 0.96, `${understood} of ${tokens}`);
  assert.deepEqual(
    unread.filter(({ row }) => row === 506),
    [{ row: 506, street: 'Азина В.М.', token: '1 5', reason: 'separator_missing' }],
  );
  assert.ok(unread.every(({ reason }) => reason !== 'not_understood'));
});
