import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { test } from 'node:test';
import { docstrings } from '#test/architecture/style/docstrings.ts';
import { lengthsOutOfShape, nothingLeftOver, shortFiles, tellingNames } from '#test/architecture/style/names-and-lengths.ts';
import { noCountry } from '#test/architecture/style/no-country.ts';
import { noColourInPages, nothingInline } from '#test/architecture/style/plain-pages.ts';
import { noMathRandom, pureDomain } from '#test/architecture/style/pure-domain.ts';
import { sourceOf } from '#test/architecture/style/rule.ts';
import { sqlInStores } from '#test/architecture/style/sql-in-stores.ts';
import { noAny, noClass, noDefaultExport } from '#test/architecture/style/strict-types.ts';

const RULES = [
  pureDomain,
  noMathRandom,
  noCountry,
  noAny,
  noDefaultExport,
  noClass,
  tellingNames,
  shortFiles,
  nothingLeftOver,
  docstrings,
  sqlInStores,
  noColourInPages,
  nothingInline,
] as const;

const ROOT = join(import.meta.dirname, '../..');
const TREE = globSync('{src,tools,simulators,bench,test}/**/*.{ts,svelte,html,css}', { cwd: ROOT })
  .map((path) => path.split(sep).join('/'))
  .sort()
  .map((path) => sourceOf(path, readFileSync(join(ROOT, path), 'utf8')));

for (const rule of RULES) {
  test(`${rule.name}: a breach is seen`, () => {
    for (const { path, text } of rule.bad) {
      assert.ok(rule.holdsFor(path) && rule.find(sourceOf(path, text)).length > 0, `not seen in ${path}: ${text.slice(0, 80)}`);
    }
    for (const { path, text } of rule.good ?? []) {
      assert.deepEqual(rule.holdsFor(path) ? rule.find(sourceOf(path, text)) : [], [], `seen where there is none: ${path}: ${text}`);
    }
  });

  test(`${rule.name}: the house keeps it`, () => {
    const found = TREE.filter(({ path }) => rule.holdsFor(path)).flatMap((source) =>
      rule.find(source).map(({ line, what }) => `${source.path}:${String(line)} ${what}`),
    );
    assert.deepEqual(found, [], rule.why);
  });
}

test('files are short in the middle too: a house of long files is seen', () => {
  const long = Array.from({ length: 10 }, (_, at) => sourceOf(`src/server/f${String(at)}.ts`, '\n'.repeat(210)));
  assert.equal(lengthsOutOfShape(long).length, 2);
});

test('files are short in the middle too: median under 80 lines, nine in ten under 200', () => {
  assert.deepEqual(lengthsOutOfShape(TREE.filter(({ path }) => /\.(ts|svelte)$/.test(path))), []);
});
