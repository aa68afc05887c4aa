import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** One check of the house: a program of its own, silent when all is well. */
type Step = { readonly name: string; readonly program: string; readonly args: readonly string[] };

const ROOT = join(import.meta.dirname, '..');
const ABREAST = 2;
/** For one step, on a machine many times slower than a good one. */
const LIMIT_MS = 30 * 60_000;

/** Longest first, so that two abreast end together. */
const STEPS: readonly Step[] = [
  { name: 'lint', program: 'node_modules/eslint/bin/eslint.js', args: ['.', '--max-warnings', '0'] },
  { name: 'svelte', program: 'node_modules/svelte-check/bin/svelte-check', args: ['--tsconfig', './tsconfig.json', '--fail-on-warnings'] },
  { name: 'types', program: 'node_modules/typescript/bin/tsc', args: ['--noEmit', '-p', 'tsconfig.json'] },
  { name: 'format', program: 'node_modules/prettier/bin/prettier.cjs', args: ['--check', '--log-level', 'warn', '.'] },
  { name: 'schema', program: 'tools/generate-schema.ts', args: ['--check'] },
  { name: 'configuration', program: 'tools/generate-configuration.ts', args: ['--check'] },
  { name: 'rooms', program: 'tools/check-rooms.ts', args: [] },
  { name: 'messages', program: 'tools/check-messages.ts', args: [] },
];

const HELP = `npm run check [-- step…]

Everything about the house that is not a test: ${STEPS.map(({ name }) => name).join(', ')}.
With names, only those. Exit code 1 when one fails.
`;

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !STEPS.some((step) => step.name === name));
if (wanted.includes('--help')) {
  process.stdout.write(HELP);
} else if (unknown !== undefined) {
  process.stderr.write(`There is no check “${unknown}”.\n\n${HELP}`);
  process.exitCode = 1;
} else {
  process.exitCode = (await runAll(STEPS.filter(({ name }) => wanted.length === 0 || wanted.includes(name)))) ? 0 : 1;
}

/** Runs the steps two abreast; one line each as they end, what a failed one said below its line. */
async function runAll(steps: readonly Step[]): Promise<boolean> {
  const waiting = [...steps];
  const results: boolean[] = [];
  const worker = async (): Promise<void> => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) results.push(await report(step));
  };
  await Promise.all(Array.from({ length: ABREAST }, worker));
  const failed = results.filter((ok) => !ok).length;
  console.log(failed === 0 ? 'The house is in order.' : `${String(failed)} of ${String(results.length)} checks failed.`);
  return failed === 0;
}

async function report(step: Step): Promise<boolean> {
  const began = performance.now();
  const { ok, said } = await run(step);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`${ok ? 'ok    ' : 'failed'} ${step.name.padEnd(14)} ${seconds.padStart(5)} s`);
  if (!ok) console.log(said.trim().replace(/^/gm, '    '));
  return ok;
}

function run({ program, args }: Step): Promise<{ readonly ok: boolean; readonly said: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(ROOT, program), ...args], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined },
      timeout: LIMIT_MS,
    });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.on('error', (error) => resolve({ ok: false, said: error.message }));
    child.on('close', (code, signal) => resolve({ ok: code === 0, said: signal === null ? said : `${said}\nstopped by ${signal}` }));
  });
}
