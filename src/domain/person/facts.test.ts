import assert from 'node:assert/strict';
import { test } from 'node:test';
import { factAge } from './facts.ts';

const terms = { sinceMs: 1000, freshMs: 100 };

test('KG25-8.3 what no register has said in this campaign is not known, however sure it was in the last one', () => {
  assert.deepEqual([factAge(null, 5000, terms), factAge(0, 5000, terms), factAge(999, 1000, terms)], ['unknown', 'unknown', 'unknown']);
});

test('KG25-8.3 an answer of this campaign holds; when it is old it is asked again, and still holds meanwhile', () => {
  assert.deepEqual([factAge(1000, 1100, terms), factAge(1000, 1101, terms), factAge(1000, 9000, terms)], ['fresh', 'old', 'old']);
});

test('a clock that was put back makes no answer old', () => assert.equal(factAge(5000, 4000, terms), 'fresh'));
