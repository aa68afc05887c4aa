import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { namedBy, readRequirements, strangers } from '#tools/requirements/proof.ts';
import { inProject, project } from '#tools/project.ts';

const sources = ['src/**/*.test.ts', 'simulators/**/*.test.ts', 'test/**/*.test.ts', 'test/e2e/*.e2e.ts'];

test('whatever requirement or part a test’s name begins with is in the list: a misspelt one would prove nothing', () => {
  const titles = globSync(sources, { cwd: project }).flatMap((file) =>
    [...readFileSync(inProject(file), 'utf8').matchAll(/['"`]((?:KG25|KG22|KZA|KZC)-\d[^'"`\n]*)/g)].map(([, name = '']) => ({
      name,
      file,
      status: 'ok' as const,
    })),
  );
  assert.ok(titles.some(({ name }) => namedBy(name).length > 0));
  assert.deepEqual(strangers(readRequirements(readFileSync(inProject('test', 'requirements.txt'), 'utf8')), titles), []);
});
