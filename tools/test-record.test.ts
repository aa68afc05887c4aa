import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { inProject } from './project.ts';
import { mergeRecords, type TestResult } from './test-record.ts';

const sample = `
import { describe, test } from 'node:test';
test('KG25-1 a thing that holds', () => undefined);
test('a thing that does not hold', () => { throw new Error('no'); });
test('left out', { skip: true }, () => undefined);
test('still to do', { todo: true }, () => undefined);
describe('a family', () => {
  test('with twins', async (t) => { await t.test('is kept together', () => undefined); });
});
`;

test('the record names every test with its whole path and how it ended', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'mektep-record-'));
  try {
    const file = path.join(folder, 'sample.test.mjs');
    const out = path.join(folder, 'record.json');
    writeFileSync(file, sample);
    const env = { ...process.env, NODE_TEST_CONTEXT: undefined };
    spawnSync(
      process.execPath,
      ['--test', `--test-reporter=${inProject('tools/test-record.ts')}`, `--test-reporter-destination=${out}`, file],
      { env },
    );
    const results = JSON.parse(readFileSync(out, 'utf8')) as readonly TestResult[];
    assert.deepEqual(
      results.map(({ name, status }) => `${status} ${name}`),
      [
        'ok KG25-1 a thing that holds',
        'failed a thing that does not hold',
        'skipped left out',
        'todo still to do',
        'ok a family > with twins > is kept together',
        'ok a family > with twins',
      ],
    );
    assert.ok(results.every((result) => result.file.endsWith('sample.test.mjs')));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a run of one file replaces what was known of that file only', () => {
  const result = (name: string, file: string): TestResult => ({ name, file, status: 'ok', durationMs: 1 });
  const known = [result('old', 'a.test.ts'), result('kept', 'b.test.ts')];
  assert.deepEqual(mergeRecords(known, [result('new', 'a.test.ts')]), [result('kept', 'b.test.ts'), result('new', 'a.test.ts')]);
});
