import { spawn } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ensureBuilt } from './build.ts';
import { stopSignal } from './demo/stopping.ts';
import { migrate } from './migrate.ts';
import { removeAbandonedTests } from './postgres/abandoned.ts';
import { createDatabase } from './postgres/bootstrap.ts';
import { removeCluster, startCluster, type Cluster } from './postgres/cluster.ts';
import { signal } from './process-life.ts';
import { dataFolder, inData, inProject, project } from './project.ts';
import { mergeRecords, type TestResult } from './test-record.ts';
import { asTrouble, reportFailure, Trouble } from './trouble.ts';

const everything = ['src/**/*.test.ts', 'simulators/**/*.test.ts', 'tools/**/*.test.ts', 'test/**/*.test.ts', 'test/e2e/*.e2e.ts'];
/** For one file, on a machine many times slower than a good one; the run as a whole has no limit, for no test fails because a machine is slow. */
const fileTimeoutMs = 30 * 60_000;
const template = 'mektep_template';
const recordFile = inData('test-record.json');

const log = (line: string) => process.stderr.write(`mektep: ${line}\n`);
const abort = stopSignal();
const asked = process.argv.slice(2);
const clusterFolder = inData(`test-${process.pid}`);

try {
  process.exitCode = await runTests();
} catch (error) {
  if (abort.aborted) process.exitCode = 130;
  else reportFailure(asTrouble(error, 'running the tests'));
} finally {
  await removeCluster(clusterFolder).catch(reportFailure);
}
process.exit();

async function runTests(): Promise<number> {
  await mkdir(dataFolder, { recursive: true, mode: 0o711 });
  await removeAbandonedTests();
  const { options, files } = whatToRun(asked);
  if (files.some((file) => /^(test\/(e2e|access|walks)|src\/server)\//.test(file))) await ensureBuilt({ log, abort });
  const cluster = await startCluster({ dir: clusterFolder, log: () => undefined });
  await makeTemplate(cluster);
  const fresh = inData(`test-record-${process.pid}.json`);
  try {
    const code = await runNode([...runnerArguments(fresh), ...options, ...files], environment(cluster));
    if (options.length === 0) await keepRecord(fresh, files);
    return code;
  } finally {
    await rm(fresh, { force: true });
    await cluster.stop();
  }
}

/** `npm test -- src/domain test/x.test.ts --test-name-pattern=enrol`: options go to the runner, folders mean the tests in them. */
function whatToRun(args: readonly string[]): { readonly options: readonly string[]; readonly files: readonly string[] } {
  const options = args.filter((arg) => arg.startsWith('-'));
  const all = globSync(everything, { cwd: project }).sort();
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

function runnerArguments(record: string): readonly string[] {
  return [
    ['--test', '--test-concurrency=2', `--test-timeout=${fileTimeoutMs}`],
    ['--test-reporter=spec', '--test-reporter-destination=stdout'],
    [`--test-reporter=${inProject('tools', 'test-record.ts')}`, `--test-reporter-destination=${record}`],
  ].flat();
}

/** What the tests are given; the colours are taken away, so that the totals can be read by programs. */
function environment(cluster: Cluster): Readonly<Record<string, string | undefined>> {
  const given = {
    MEKTEP_TEST_ADMIN_URL: cluster.adminUrl,
    MEKTEP_TEST_OWNER_URL: cluster.ownerUrl(template),
    MEKTEP_TEST_APP_URL: cluster.appUrl(template),
    MEKTEP_TEST_TEMPLATE: template,
  };
  const taken = {
    FORCE_COLOR: undefined,
    NODE_TEST_CONTEXT: undefined,
    DATABASE_URL: undefined,
    DATABASE_OWNER_URL: undefined,
    NODE_ENV: undefined,
  };
  return { ...process.env, ...taken, ...given };
}

async function makeTemplate(cluster: Cluster): Promise<void> {
  await createDatabase(cluster.adminUrl, template);
  await migrate(cluster.ownerUrl(template), { log: () => undefined });
  abort.throwIfAborted();
}

async function runNode(args: readonly string[], env: Readonly<Record<string, string | undefined>>): Promise<number> {
  const child = spawn(process.execPath, args, { cwd: project, env: { ...env }, stdio: ['ignore', 'inherit', 'inherit'], detached: true });
  const end = (name: NodeJS.Signals) => signal(child.pid ?? 0, name, 'group');
  abort.addEventListener('abort', () => end('SIGKILL'), { once: true });
  const code = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  abort.throwIfAborted();
  return code ?? 1;
}

/** A full run replaces the record that `npm run requirements` reads; a run of some files replaces their part, if there is a record. */
async function keepRecord(fresh: string, files: readonly string[]): Promise<void> {
  if (!existsSync(fresh)) return;
  const isFull = files.length >= globSync(everything, { cwd: project }).length;
  if (isFull) return rename(fresh, recordFile);
  if (!existsSync(recordFile)) return;
  const [known, now] = await Promise.all(
    [recordFile, fresh].map(async (file) => JSON.parse(await readFile(file, 'utf8')) as readonly TestResult[]),
  );
  await writeFile(recordFile, `${JSON.stringify(mergeRecords(known ?? [], now ?? []), null, 1)}\n`);
}
