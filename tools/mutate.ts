import { randomBytes } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import { rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { ensureBuilt } from './build.ts';
import { stopSignal } from './demo/stopping.ts';
import { type Arena, openArena } from './mutate/arena.ts';
import { chooseMutations, type Tried } from './mutate/chosen.ts';
import { equivalents } from './mutate/equivalents.ts';
import { guardMutations } from './mutate/in-guards.ts';
import { inWords } from './mutate/mutation.ts';
import { runTestFile } from './mutate/one-test.ts';
import { whoNotices } from './mutate/who-notices.ts';
import { createDatabase, dropDatabase, withClient } from './postgres/bootstrap.ts';
import { removeCluster, startCluster, type Cluster } from './postgres/cluster.ts';
import { inData } from './project.ts';
import { databaseForTests } from './testing/database-for-tests.ts';
import { importGraph } from './testing/import-graph.ts';
import { asTrouble, reportFailure } from './trouble.ts';

const HELP = `npm run mutate -- --seed N --count K [--only PATTERN] [--list] [--json]

Makes K small changes in the law, the office, the adapters, the pages' library and the guards of the schema, one at a time and in a copy of the
tree, and runs the tests that could notice each. Prints what no test noticed. The seed chooses the changes; --only keeps to files whose path
matches; --list shows the changes without trying them.
`;

const { values: asked } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '60' },
    only: { type: 'string' },
    list: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

type Verdict = { readonly tried: Tried; readonly fate: 'caught' | 'survived' | 'equivalent'; readonly by: string };

const abort = stopSignal();
const home = inData(`mutate-${process.pid}`);
const clusterFolder = inData(`test-${process.pid}`);
const graph = importGraph();
const noticing = whoNotices(graph);
const inSeeding = graph.needs('src/cli/seed.ts');
const say = (line: string) => process.stderr.write(`${line}\n`);

try {
  if (asked.help) process.stdout.write(HELP);
  else await mutate();
} catch (error) {
  if (abort.aborted) process.exitCode = 130;
  else reportFailure(asTrouble(error, 'changing the code'));
} finally {
  await rm(home, { recursive: true, force: true });
  await removeCluster(clusterFolder).catch(reportFailure);
}
process.exit();

async function mutate(): Promise<void> {
  const cluster = await startCluster({ dir: clusterFolder, log: () => undefined });
  try {
    const told = await databaseForTests(cluster);
    const guards = await guardMutations(cluster.ownerUrl(told['MEKTEP_TEST_TEMPLATE'] ?? ''));
    const tried = chooseMutations(
      Number(asked.seed),
      Number(asked.count),
      guards,
      asked.only === undefined ? null : new RegExp(asked.only),
    );
    if (asked.list) return void process.stdout.write(`${tried.map(wordsOf).join('\n')}\n`);
    await ensureBuilt({ log: say, abort });
    report(await tryAll(cluster, told, tried));
  } finally {
    await cluster.stop();
  }
}

/** As many arenas as there are cores; each takes the next change when it is free. */
async function tryAll(cluster: Cluster, told: Readonly<Record<string, string>>, all: readonly Tried[]): Promise<readonly Verdict[]> {
  const waiting = [...all];
  const verdicts: Verdict[] = [];
  const sound = soundness(told);
  const work = async (place: number): Promise<void> => {
    const arena = await openArena(path.join(home, String(place)));
    for (let tried = waiting.shift(); tried !== undefined && !abort.aborted; tried = waiting.shift()) {
      const verdict = await judge(cluster, told, arena, sound, tried);
      verdicts.push(verdict);
      say(`${String(verdicts.length).padStart(4)}/${all.length} ${verdict.fate.padEnd(10)} ${wordsOf(tried)}  ${verdict.by}`);
    }
  };
  await Promise.all(Array.from({ length: os.availableParallelism() }, (_, place) => work(place)));
  abort.throwIfAborted();
  return verdicts;
}

type Sound = (arena: Arena, file: string) => Promise<boolean>;

/** A test that fails without any change proves nothing about one: each is run once as it is. */
function soundness(told: Readonly<Record<string, string>>): Sound {
  const known = new Map<string, Promise<boolean>>();
  return (arena, file) => {
    const asIs = known.get(file) ?? runTestFile(arena.folder, file, told).then(({ ended }) => ended === 'passed');
    known.set(file, asIs);
    return asIs;
  };
}

async function judge(cluster: Cluster, told: Readonly<Record<string, string>>, arena: Arena, sound: Sound, tried: Tried): Promise<Verdict> {
  const file = tried.kind === 'code' ? tried.mutation.file : tried.guard.file;
  const tests: string[] = [];
  for (const test of noticing(file)) if (await sound(arena, test)) tests.push(test);
  const killer =
    tried.kind === 'code'
      ? await arena.with(tried.mutation, () => firstToNotice(arena, tests, ownKey(told, file)))
      : await withGuardBroken(cluster, told, tried.guard.statement, (broken) => firstToNotice(arena, tests, broken));
  if (killer !== null) return { tried, fate: 'caught', by: killer };
  const isEquivalent = tried.kind === 'code' && equivalents()(tried.mutation);
  return { tried, fate: isEquivalent ? 'equivalent' : 'survived', by: `${tests.length} files passed` };
}

async function firstToNotice(arena: Arena, tests: readonly string[], env: Readonly<Record<string, string>>): Promise<string | null> {
  for (const test of tests) {
    abort.throwIfAborted();
    const { ended } = await runTestFile(arena.folder, test, env);
    if (ended !== 'passed') return `${test} ${ended}`;
  }
  return null;
}

/** What a changed seeding has written is not shared with others: a database is found by its key. */
function ownKey(told: Readonly<Record<string, string>>, file: string): Readonly<Record<string, string>> {
  return inSeeding.has(file) ? { ...told, MEKTEP_TEST_MASTER_KEY: randomBytes(32).toString('base64') } : told;
}

async function withGuardBroken<T>(
  cluster: Cluster,
  told: Readonly<Record<string, string>>,
  statement: string,
  work: (told: Readonly<Record<string, string>>) => Promise<T>,
): Promise<T> {
  const name = `broken_${randomBytes(4).toString('hex')}`;
  await createDatabase(cluster.adminUrl, name, told['MEKTEP_TEST_TEMPLATE']);
  try {
    await withClient(cluster.ownerUrl(name), (client) => client.query(statement));
    return await work({ ...told, MEKTEP_TEST_TEMPLATE: name, MEKTEP_TEST_MASTER_KEY: randomBytes(32).toString('base64') });
  } finally {
    await dropDatabase(cluster.adminUrl, name);
  }
}

function wordsOf(tried: Tried): string {
  if (tried.kind === 'code') return inWords(tried.mutation);
  const { file, line, what } = tried.guard;
  return `${file}:${line}  ${what}`;
}

function report(verdicts: readonly Verdict[]): void {
  const count = (fate: Verdict['fate']) => verdicts.filter((verdict) => verdict.fate === fate).length;
  const figures = { mutants: verdicts.length, caught: count('caught'), survived: count('survived'), equivalent: count('equivalent') };
  for (const { tried } of verdicts.filter(({ fate }) => fate === 'survived')) process.stdout.write(`survived  ${wordsOf(tried)}\n`);
  process.stdout.write(asked.json ? `${JSON.stringify(figures)}\n` : `${JSON.stringify({ ...figures, seed: Number(asked.seed) })}\n`);
}
