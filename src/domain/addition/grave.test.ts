import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isGrave, isSure, sureText } from './grave.ts';

/** Streets before and after, children whose school changes → whether the numbers are to be confirmed. */
const table = [
  [60, 61, 0, false],
  [60, 31, 0, false],
  [60, 30, 0, true],
  [60, 3, 0, true],
  [2, 0, 0, true],
  [0, 5, 0, false],
  [0, 0, 0, false],
  [60, 60, 1, true],
] as const;

test('KG25-18.4 a list that becomes empty, shrinks by half, or moves children is published by whoever confirms these very numbers', () => {
  for (const [streetsBefore, streetsAfter, children, expected] of table) {
    const told = { streetsBefore, streetsAfter, children, losing: 0 };
    assert.equal(isGrave(told), expected, JSON.stringify(told));
    assert.equal(isSure(told, ''), !expected);
    assert.ok(isSure(told, sureText(told)));
    if (expected) assert.ok(!isSure(told, sureText({ ...told, children: children + 1 })), 'one more child is another question');
  }
});
