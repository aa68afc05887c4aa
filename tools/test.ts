import { spawn } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ensureBuilt } from './build.ts';
import { stopSignal } from './demo/stopping.ts';
import { removeAbandonedTests } from './postgres/abandoned.ts';
import { removeCluster, startCluster } from './postgres/cluster.ts';
import { signal } from './process-life.ts';
import { dataFolder, inData, inProject, project } from './project.ts';
import { type FileTime, mergeRecords, type TestResult } from './test-record.ts';
import { databaseForTests } from './testing/database-for-tests.ts';
import { importGraph } from './testing/import-graph.ts';
import { everyTest, isFast } from './testing/kinds.ts';
import { fileTimeoutMs, filesAbreast, limited } from './testing/limits.ts';
import { asTrouble, reportFailure, Trouble } from './trouble.ts';

const recordFile = inData('test-record.json');
const timesFile = inData('test-times.json');

const log = (line: string) => process.stderr.write(`mektep: ${line}\n`);
const abort = stopSignal();
const asked = process.argv.slice(2);
const fast = asked.includes('--fast');
const clusterFolder = inData(`test-${process.pid}`);

try {
  process.exitCode = fast ? await runFast() : await runAll();
} catch (error) {
  if (abort.aborted) process.exitCode = 130;
  else reportFailure(asTrouble(error, 'running the tests'));
} finally {
  await removeCluster(clusterFolder).catch(reportFailure);
}
process.exit();

/** Those that need neither database nor browser: what a change of the law is tried with again and again. */
async function runFast(): Promise<number> {
  const graph = importGraph();
  const files = globSync(everyTest, { cwd: project })
    .sort()
    .filter((file) => isFast(graph, file));
  const options = asked.filter((arg) => arg !== '--fast');
  return runNode(
    ['--test', `--test-concurrency=${filesAbreast}`, `--test-timeout=${fileTimeoutMs}`, ...options, ...files],
    environment({}),
  );
}

async function runAll(): Promise<number> {
  await mkdir(dataFolder, { recursive: true, mode: 0o711 });
  await removeAbandonedTests();
  const { options, files } = whatToRun(asked);
  if (files.some((file) => /^(test\/(e2e|access|walks)|src\/server)\//.test(file))) await ensureBuilt({ log, abort });
  const cluster = await startCluster({ dir: clusterFolder, log: () => undefined });
  const fresh = { record: inData(`test-record-${process.pid}.json`), times: inData(`test-record-${process.pid}-times.json`) };
  try {
    const told = await databaseForTests(cluster);
    abort.throwIfAborted();
    const code = await runNode([...runnerArguments(fresh), ...options, ...files], environment(told));
    if (options.length === 0) await keepRecord(fresh.record, files);
    await keepTimes(fresh.times, files.length);
    return code;
  } finally {
    for (const file of Object.values(fresh)) await rm(file, { force: true });
    await cluster.stop();
  }
}

/** `npm test -- src/domain test/x.test.ts --test-name-pattern=enrol`: options go to the runner, folders mean the tests in them. */
function whatToRun(args: readonly string[]): { readonly options: readonly string[]; readonly files: readonly string[] } {
  const options = args.filter((arg) => arg.startsWith('-'));
  const all = globSync(everyTest, { cwd: project }).sort();
  const wanted = args.filter((arg) => !arg.startsWith('-')).map((arg) => path.relative(project, path.resolve(project, arg)));
  const files =
    wanted.length === 0
      ? all
      : wanted.flatMap((one) => (all.includes(one) || existsAsFile(one) ? [one] : all.filter((file) => isIn(file, one))));
  if (files.length === 0)
    throw new Trouble(`No tests are called ${wanted.join(', ')}. Give files or folders, for example: npm test -- src/domain`);
  return { options, files: [...new Set(files)] };
}

function existsAsFile(file: string): boolean {
  return /\.ts$/.test(file) && existsSync(inProject(file));
}

function isIn(file: string, folderOrGlob: string): boolean {
  return file.startsWith(`${folderOrGlob}/`) || path.matchesGlob(file, folderOrGlob);
}

function runnerArguments({ record, times }: { readonly record: string; readonly times: string }): readonly string[] {
  return [
    // A test that fails leaves things open; its file ends all the same.
    ['--test', '--test-force-exit', `--test-concurrency=${filesAbreast}`, `--test-timeout=${fileTimeoutMs}`],
    ['--test-reporter=spec', '--test-reporter-destination=stdout'],
    [`--test-reporter=${inProject('tools', 'test-record.ts')}`, `--test-reporter-destination=${record}`],
    [`--test-reporter=${inProject('tools', 'testing', 'file-times.ts')}`, `--test-reporter-destination=${times}`],
  ].flat();
}

/** What the tests are given; the colours are taken away, so that the totals can be read by programs. */
function environment(given: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const taken = {
    FORCE_COLOR: undefined,
    NODE_TEST_CONTEXT: undefined,
    DATABASE_URL: undefined,
    DATABASE_OWNER_URL: undefined,
    NODE_ENV: undefined,
  };
  return limited({ ...process.env, ...taken, ...given });
}

async function runNode(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const child = spawn(process.execPath, args, { cwd: project, env, stdio: ['ignore', 'inherit', 'inherit'], detached: true });
  const end = (name: NodeJS.Signals) => signal(child.pid ?? 0, name, 'group');
  abort.addEventListener('abort', () => end('SIGKILL'), { once: true });
  const code = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  abort.throwIfAborted();
  return code ?? 1;
}

/** A full run replaces the record that `npm run requirements` reads; a run of some files replaces their part, if there is a record. */
async function keepRecord(fresh: string, files: readonly string[]): Promise<void> {
  if (!existsSync(fresh)) return;
  const isFull = files.length >= globSync(everyTest, { cwd: project }).length;
  if (isFull) return rename(fresh, recordFile);
  if (!existsSync(recordFile)) return;
  const [known, now] = await Promise.all(
    [recordFile, fresh].map(async (file) => JSON.parse(await readFile(file, 'utf8')) as readonly TestResult[]),
  );
  await writeFile(recordFile, `${JSON.stringify(mergeRecords(known ?? [], now ?? []), null, 1)}\n`);
}

/** How long each file took, kept beside the record; the slowest are told. */
async function keepTimes(fresh: string, ran: number): Promise<void> {
  if (!existsSync(fresh)) return;
  const now = JSON.parse(await readFile(fresh, 'utf8')) as readonly FileTime[];
  const known = existsSync(timesFile) ? (JSON.parse(await readFile(timesFile, 'utf8')) as readonly FileTime[]) : [];
  await writeFile(timesFile, `${JSON.stringify(mergeRecords(known, now), null, 1)}\n`);
  if (ran < 20) return;
  log('the slowest files, in seconds:');
  for (const { file, durationMs } of now.slice(0, 10)) process.stderr.write(`  ${(durationMs / 1000).toFixed(1).padStart(6)}  ${file}\n`);
}
