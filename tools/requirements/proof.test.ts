import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { idsOfDocument, idsOfName, prove, readIds, strangers } from '#tools/requirements/proof.ts';
import type { TestResult } from '#tools/requirements/proof.ts';

const ROOT = join(import.meta.dirname, '../..');
const result = (name: string, status: TestResult['status'] = 'ok'): TestResult => ({ name, file: 'a.test.ts', status });

const names = [
  ['KG25-21.6 the enrolled message appears', ['KG25-21.6']],
  ['KG25-21.3 KG25-21.7 a parent without children is helped', ['KG25-21.3', 'KG25-21.7']],
  ['KG25-21.3, KG25-21.7 a parent without children is helped', ['KG25-21.3', 'KG25-21.7']],
  ['KG25-21.8b the list of boundaries', ['KG25-21.8b']],
  ['KG25-21.10 declining forfeits', ['KG25-21.10']],
  ['a parent reads about KG25-21.6', []],
  ['KG25-21.6: a colon is no id', []],
  ['KZC-14.12', ['KZC-14.12']],
  ['KG25-21.4 schools for an address > KG25-3 one street', ['KG25-21.4', 'KG25-3']],
  ['a street > KG25-3 its houses', ['KG25-3']],
] as const;

for (const [name, expected] of names) {
  test(`the ids of a test called “${name}” are ${expected.join(', ') || 'none'}`, () => {
    assert.deepEqual(idsOfName(name), expected);
  });
}

test('a requirement is proven by a test that passed, not by one left out, and one that fails outweighs one that passes', () => {
  const ids = ['KG25-1', 'KG25-10', 'KG25-2', 'KG25-3', 'KG25-4'];
  const results = [
    result('KG25-10 a'),
    result('KG25-2 b'),
    result('KG25-2 c', 'failed'),
    result('KG25-3 d', 'skipped'),
    result('KG25-4 KG25-10 e'),
  ];
  assert.deepEqual(
    prove(ids, results).map(({ verdict }) => verdict),
    ['missing', 'proven', 'failing', 'missing', 'proven'],
  );
});

test('a test that names an unknown requirement is told', () => {
  assert.deepEqual(strangers(['KG25-1'], [result('KG25-1 a'), result('KG25-99 b')]), ['KG25-99']);
});

test('the list of requirements names each once', () => {
  const ids = readIds(readFileSync(join(ROOT, 'test/requirements.txt'), 'utf8'));
  assert.ok(ids.length > 0);
  assert.deepEqual(ids, [...new Set(ids)]);
});

test('the rows of a document of requirements are its ids', () => {
  assert.deepEqual(idsOfDocument('| id | requirement |\n|---|---|\n| KG25-3 | Who |\n| KZA-7.1 | Meals, see KG25-4 |\n'), [
    'KG25-3',
    'KZA-7.1',
  ]);
});

const document = join(ROOT, '../shared/requirements.md');

test(
  'the list of requirements is the one the work was ordered by',
  { skip: existsSync(document) ? false : 'the order is not at hand' },
  () => {
    assert.deepEqual(readIds(readFileSync(join(ROOT, 'test/requirements.txt'), 'utf8')), idsOfDocument(readFileSync(document, 'utf8')));
  },
);
