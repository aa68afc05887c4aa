import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { inData, inProject } from '#tools/project.ts';
import { type PartProof, type Proof, prove, readRequirements, strangers } from '#tools/requirements/proof.ts';
import type { TestResult } from '#tools/requirements/proof.ts';
import { readRecord } from '#tools/requirements/record.ts';
import { reportFailure, Trouble } from '#tools/trouble.ts';

const RECORD = inData('test-record.json');

const HELP = `npm run requirements [-- --json]

Each requirement of test/requirements.txt with its parts, the tests whose names begin with a part (KG25-18.6/reject), and whether they
passed in the last \`npm test\`; runs that first when there is no record. A requirement is proven when all its parts are, partly when
some are; a test that names the id alone proves no part. --json prints one line on standard output.
`;

try {
  if (process.argv.includes('--help')) process.stdout.write(HELP);
  else report(process.argv.includes('--json'));
} catch (error) {
  reportFailure(error);
}

function report(asJson: boolean): void {
  if (!existsSync(RECORD)) runTests();
  const requirements = readRequirements(readFileSync(inProject('test', 'requirements.txt'), 'utf8'));
  const results = readRecord(RECORD);
  const proofs = prove(requirements, results);
  for (const named of strangers(requirements, results))
    process.stderr.write(`A test names ${named}, which is not in test/requirements.txt.\n`);
  process.stdout.write(asJson ? `${JSON.stringify(summary(proofs))}\n` : table(proofs));
}

/** The tests speak on standard error here: standard output is the report's alone. */
function runTests(): void {
  process.stderr.write('No record of the tests yet: running them first.\n');
  spawnSync(process.execPath, [inProject('tools', 'test.ts')], { stdio: ['ignore', 2, 2], cwd: inProject() });
  if (!existsSync(RECORD)) throw new Trouble('The tests left no record: run `npm test` and see why.');
}

function summary(proofs: readonly Proof[]) {
  const those = (verdict: Proof['verdict']) => proofs.filter((proof) => proof.verdict === verdict).map(({ id }) => id);
  return {
    ids: proofs.map(({ id }) => id),
    proven: those('proven'),
    partly: those('partly'),
    missing: those('missing'),
    failing: those('failing'),
  };
}

function table(proofs: readonly Proof[]): string {
  const rows = proofs.flatMap(({ id, verdict, parts, beside }) => [
    `${id.padEnd(11)} ${verdict === 'missing' ? '–' : verdict}`,
    ...parts.flatMap(partRows),
    ...testRows(beside, 'names no part: '),
  ]);
  const { ids, proven, partly, failing, missing } = summary(proofs);
  const parts = proofs.flatMap((proof) => proof.parts);
  const counted = [
    `${String(ids.length)} requirements: ${String(proven.length)} proven, ${String(partly.length)} partly, ${String(failing.length)} failing`,
    `${String(missing.length)} without a test`,
    `${String(parts.filter(({ verdict }) => verdict === 'proven').length)} of ${String(parts.length)} parts proven`,
  ];
  return `${[...rows, '', counted.join(', ')].join('\n')}\n`;
}

function partRows({ name, verdict, tests }: PartProof): readonly string[] {
  return [`    ${verdict === 'missing' ? '–'.padEnd(8) : verdict.padEnd(8)} ${name}`, ...testRows(tests)];
}

function testRows(tests: readonly TestResult[], remark = ''): readonly string[] {
  return tests.map(({ name, file, status }) => `${' '.repeat(13)}${status.padEnd(8)} ${remark}${name}  (${file})`);
}
