import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { inProject } from '#tools/project.ts';

/** Every constant that binds a sealed value to its column, over all modules of the office. */
const contexts = globSync('src/server/**/*.ts', { cwd: inProject('.') })
  .filter((file) => !file.endsWith('.test.ts'))
  .flatMap((file) =>
    [...readFileSync(inProject(file), 'utf8').matchAll(/const (\w*Context) = '([^']+)'/g)].map(([, name, words]) => ({
      file,
      name,
      words,
    })),
  );

test('every sealed value is bound to a place of its own: nothing that was sealed for one column opens in another', () => {
  assert.ok(contexts.length >= 7, `${contexts.length} places were found`);
  const byWords = Map.groupBy(contexts, ({ words }) => words);
  assert.deepEqual(
    [...byWords].filter(([, places]) => places.length > 1),
    [],
  );
});
