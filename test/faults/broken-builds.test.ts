import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brokenBuilds, linesGone } from './broken-builds.ts';

test('every line that a broken build exchanges is still a line of the product', () => {
  for (const [name, build] of Object.entries(brokenBuilds)) assert.deepEqual(linesGone(build), [], name);
});
