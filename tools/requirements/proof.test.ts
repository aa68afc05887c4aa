import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { idsOfDocument, namedBy, prove, readRequirements, strangers } from '#tools/requirements/proof.ts';
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
  ['KG25-18.6/reject KG25-18.6/confirm, KG25-20 a director answers', ['KG25-18.6/reject', 'KG25-18.6/confirm', 'KG25-20']],
  ['KG25-18.6/ a slash is no part', []],
  ['KG25-21.4 schools for an address > KG25-3 one street', ['KG25-21.4', 'KG25-3']],
  ['a street > KG25-3 its houses', ['KG25-3']],
] as const;

for (const [name, expected] of names) {
  test(`the requirements of a test called “${name}” are ${expected.join(', ') || 'none'}`, () => {
    assert.deepEqual(namedBy(name), expected);
  });
}

const ids = ['KG25-1', 'KG25-2', 'KG25-3', 'KG25-4', 'KG25-5', 'KG25-10'];
const list = readRequirements(ids.map((id) => `${id}\n  a | first words\n  b | second words\n`).join('\n'));

const verdicts = [
  ['no test names it', [], 'missing'],
  ['tests name the id alone', [result('KG25-1 a parent …')], 'missing'],
  ['a test of one part passed', [result('KG25-1/a x')], 'partly'],
  ['tests of all parts passed', [result('KG25-1/a x'), result('KG25-1/b y')], 'proven'],
  ['one test names all parts', [result('KG25-1/a KG25-1/b x')], 'proven'],
  ['one part was left out', [result('KG25-1/a x'), result('KG25-1/b y', 'skipped')], 'partly'],
  ['one part fails', [result('KG25-1/a x'), result('KG25-1/b y', 'failed')], 'failing'],
  ['a part passes and fails', [result('KG25-1/a x'), result('KG25-1/b y'), result('KG25-1/b z', 'failed')], 'failing'],
  ['what names the id alone fails', [result('KG25-1/a KG25-1/b x'), result('KG25-1 y', 'failed')], 'failing'],
  ['another row was tested', [result('KG25-10/a KG25-10/b x')], 'missing'],
] as const;

for (const [story, results, expected] of verdicts) {
  test(`a requirement is ${expected} when ${story}`, () => {
    assert.equal(prove(list, results)[0]?.verdict, expected);
  });
}

test('a test that names an unknown requirement, or a part that is not in the list, is told', () => {
  const results = [result('KG25-1 a'), result('KG25-99 b'), result('KG25-1/c d'), result('KG25-1/a e')];
  assert.deepEqual(strangers(list, results), ['KG25-99', 'KG25-1/c']);
});

for (const [trouble, text] of [
  ['a line that is neither', 'KG25-1\n  a | words\nsomething\n'],
  ['a requirement without parts', 'KG25-1\nKG25-2\n  a | words\n'],
  ['a part before any requirement', '  a | words\n'],
  ['a part that stands twice', 'KG25-1\n  a | words\n  a | others\n'],
  ['a part without words', 'KG25-1\n  a | \n'],
] as const) {
  test(`a list of requirements with ${trouble} is refused`, () => {
    assert.throws(() => readRequirements(text));
  });
}

const ours = readRequirements(readFileSync(join(ROOT, 'test/requirements.txt'), 'utf8'));

test('the list of requirements names each once', () => {
  const named = ours.map(({ id }) => id);
  assert.ok(named.length > 0);
  assert.deepEqual(named, [...new Set(named)]);
});

test('the rows of a document of requirements are its ids', () => {
  assert.deepEqual(idsOfDocument('| id | requirement |\n|---|---|\n| KG25-3 | Who |\n| KZA-7.1 | Meals, see KG25-4 |\n'), [
    'KG25-3',
    'KZA-7.1',
  ]);
});

const order = join(ROOT, '../shared');
const skip = existsSync(join(order, 'requirements.md')) ? false : 'the order is not at hand';

test('the list of requirements is the one the work was ordered by', { skip }, () => {
  const ordered = idsOfDocument(readFileSync(join(order, 'requirements.md'), 'utf8'));
  assert.deepEqual(
    ours.map(({ id }) => id),
    ordered,
  );
});

test('the words of each part stand in its source', { skip }, () => {
  const sources = { KG25: ['000'], KG22: ['001'], KZC: ['002'], KZA: ['003', '004'] } as const;
  const files = readdirSync(join(order, 'seeds'));
  const textOf = (numbers: readonly string[]) =>
    files
      .filter((file) => numbers.some((number) => file.startsWith(`${number}_`)))
      .map((file) => readFileSync(join(order, 'seeds', file), 'utf8').replace(/\s+/g, ' '))
      .join(' ');
  const texts = new Map(Object.entries(sources).map(([law, numbers]) => [law, textOf(numbers)]));
  const missing = ours.flatMap(({ id, parts }) => {
    const text = texts.get(id.slice(0, id.indexOf('-'))) ?? '';
    const quoted = parts.filter(({ words }) => !words.startsWith('ours: '));
    return quoted.flatMap(({ name, words }) =>
      words.split(' … ').every((piece) => text.includes(piece)) ? [] : [`${id}/${name}: ${words}`],
    );
  });
  assert.deepEqual(missing, []);
});
