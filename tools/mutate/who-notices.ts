import { globSync } from 'node:fs';
import path from 'node:path';
import { everyTest, isFast } from '../testing/kinds.ts';
import type { ImportGraph } from '../testing/import-graph.ts';
import { project } from '../project.ts';

/** Tests that look at a part from outside, by the beginning of its path; they need not import it. */
const namedFor: readonly (readonly [RegExp, readonly string[]])[] = [
  [
    /^db\//,
    ['test/access/rows.test.ts', 'test/access/second-guards.test.ts', 'test/access/keys.test.ts', 'src/server/allocation/replay.test.ts'],
  ],
  [/^src\/server\/(http|web|session)/, ['test/access/routes.test.ts', 'test/walks/one-effect.test.ts']],
  [
    /^src\/server\/allocation\//,
    ['test/simulation/rush.test.ts', 'test/simulation/seasons-in-postgres.test.ts', 'src/server/application/service.test.ts'],
  ],
  [/^src\/server\/catchment\//, ['src/cli/boundaries-effect.test.ts', 'test/access/journal-acts.test.ts']],
  [
    /^src\/server\/(person|guardianship|staff|readiness|calendar|document)\//,
    ['test/access/journal-acts.test.ts', 'test/access/rows.test.ts'],
  ],
  [/^src\/domain\/(application|policy|access)\//, ['src/server/application/service.test.ts', 'src/server/application/choosing.test.ts']],
  [/^src\/domain\/allocation\//, ['src/server/allocation/service.test.ts', 'test/simulation/seasons.test.ts']],
  [/^src\/domain\/catchment\//, ['src/server/catchment/service-imports.test.ts', 'src/server/catchment/service-editor.test.ts']],
  [/^src\/adapters\/xroad\//, ['src/server/person/service.test.ts']],
  [/^src\/lib\/server\//, ['test/access/staff-doors.test.ts', 'test/access/routes.test.ts']],
];

/** How many files at most are asked about one change. */
const atMost = 14;
/** A file this far away leans on it through the whole house; those of its own module are asked in any case. */
const nearBy = 3;

/** Chooses the tests that can notice a change of a file: those of its own folder first, then who imports it, the nearest and quickest first. */
export function whoNotices(graph: ImportGraph): (file: string) => readonly string[] {
  const tests = globSync(everyTest, { cwd: project }).sort();
  return (file) => {
    const own = path.dirname(file);
    const asked = tests.flatMap((test) => {
      const steps = graph.needs(test).get(file) ?? Infinity;
      const isOwn = path.dirname(test) === own;
      const isNamed = namedFor.some(([pattern, named]) => pattern.test(file) && named.includes(test));
      if (!isOwn && !isNamed && steps > nearBy) return [];
      if (isOwn && steps === Infinity) return [];
      return [{ test, rank: (isFast(graph, test) ? 0 : 100) + (isOwn ? 0 : 10) + (isBeside(test, file) ? -5 : 0) + Math.min(steps, 9) }];
    });
    return asked
      .toSorted((a, b) => a.rank - b.rank)
      .slice(0, atMost)
      .map(({ test }) => test);
  };
}

/** `x.test.ts` beside `x.ts`. */
function isBeside(test: string, file: string): boolean {
  return test.replace(/\.(test|e2e)\.ts$/, '') === file.replace(/\.ts$/, '');
}
