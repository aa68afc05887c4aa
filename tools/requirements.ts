import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { inData, inProject } from '#tools/project.ts';
import { prove, readIds, strangers } from '#tools/requirements/proof.ts';
import type { Proof } from '#tools/requirements/proof.ts';
import { readRecord } from '#tools/requirements/record.ts';
import { reportFailure, Trouble } from '#tools/trouble.ts';

const RECORD = inData('test-record.json');

const HELP = `npm run requirements [-- --json]

Each requirement of test/requirements.txt, the tests whose names begin with its id, and whether they passed in the last
\`npm test\`; runs that first when there is no record. --json prints one line on standard output.
`;

try {
  if (process.argv.includes('--help')) process.stdout.write(HELP);
  else report(process.argv.includes('--json'));
} catch (error) {
  reportFailure(error);
}

function report(asJson: boolean): void {
  if (!existsSync(RECORD)) runTests();
  const ids = readIds(readFileSync(inProject('test', 'requirements.txt'), 'utf8'));
  const results = readRecord(RECORD);
  const proofs = prove(ids, results);
  for (const id of strangers(ids, results)) process.stderr.write(`A test names ${id}, which is not in test/requirements.txt.\n`);
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
  return { ids: proofs.map(({ id }) => id), proven: those('proven'), missing: those('missing'), failing: those('failing') };
}

function table(proofs: readonly Proof[]): string {
  const rows = proofs.flatMap(({ id, verdict, tests }) => [
    `${id.padEnd(11)} ${verdict === 'missing' ? '–' : verdict}`,
    ...tests.map(({ name, file, status }) => `${' '.repeat(12)}${status.padEnd(8)} ${name}  (${file})`),
  ]);
  const { ids, proven, missing, failing } = summary(proofs);
  const totals = `${String(ids.length)} requirements: ${String(proven.length)} proven, ${String(failing.length)} failing, ${String(missing.length)} without a test`;
  return `${[...rows, '', totals].join('\n')}\n`;
}
