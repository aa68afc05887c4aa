import { setTimeout as sleep } from 'node:timers/promises';
import { databaseFromEnvironment, withoutPassword, type DatabaseAddress } from '../database-address.ts';
import { withClient } from '../postgres/bootstrap.ts';
import { startCluster, type Cluster } from '../postgres/cluster.ts';
import { isRunning } from '../process-life.ts';
import { inData } from '../project.ts';
import { Trouble } from '../trouble.ts';
import { runningDemo } from './run-record.ts';
import type { Stoppers } from './stopping.ts';

/** The folder of the demo's own cluster. */
export const demoClusterFolder = (): string => inData('postgres');

const waitForGuestsMs = 30_000;
const watchMs = 500;

/** The demo's database; `ended` resolves with a sentence when the project's own cluster ends under it. */
export type DemoDatabase = { readonly address: DatabaseAddress; readonly ended: Promise<string> };

/** The database of the environment, or the project's own cluster, started and to be stopped with the demo. */
export async function startDatabase(log: (line: string) => void, stoppers: Stoppers, abort: AbortSignal): Promise<DemoDatabase> {
  const given = databaseFromEnvironment(process.env);
  if (given !== null) {
    await requireReachable(given);
    return { address: given, ended: new Promise(() => undefined) }; // a server of one's own may come back: ours waits for it
  }
  const cluster = await soleCluster(log, abort);
  stoppers.push(cluster.stop);
  return { address: addressOf(cluster), ended: endOf(cluster) };
}

/** Runs one command against the database: that of the environment, of the running demo, or the cluster started for this while. */
export async function withDatabase<T>(log: (line: string) => void, work: (address: DatabaseAddress) => Promise<T>): Promise<T> {
  if (process.env['NODE_ENV'] === 'production' && !process.env['DATABASE_URL'])
    throw new Trouble('In production DATABASE_URL must name the database.');
  const known = databaseFromEnvironment(process.env) ?? (await runningDemo())?.database;
  if (known) {
    await requireReachable(known);
    return work(known);
  }
  const cluster = await startCluster({ dir: demoClusterFolder(), log });
  try {
    return await work(addressOf(cluster));
  } finally {
    await cluster.stop();
  }
}

/** Trouble, naming the address without its password, when the database does not answer. */
export async function requireReachable({ ownerUrl, appUrl }: DatabaseAddress): Promise<void> {
  for (const url of new Set([ownerUrl, appUrl.includes('role%3D') ? ownerUrl : appUrl])) {
    try {
      await withClient(url, (client) => client.query('select 1'));
    } catch (error) {
      const reason = error instanceof Error ? error.message || error.constructor.name : String(error);
      throw new Trouble(
        `The database ${withoutPassword(url)} does not answer (${reason}). Check DATABASE_URL and that the server runs, or unset it to use the demo's own.`,
      );
    }
  }
}

/** A command that started the cluster for a while will stop it under us: wait until it has. */
async function soleCluster(log: (line: string) => void, abort: AbortSignal): Promise<Cluster> {
  const until = performance.now() + waitForGuestsMs;
  for (let told = false; ; told = true) {
    const cluster = await startCluster({ dir: demoClusterFolder(), log });
    if (!cluster.isShared) return cluster;
    if (performance.now() > until)
      throw new Trouble('Another command of this project is using the demo database. Let it finish or stop it, then start again.');
    if (!told) log('another command is using the database, waiting for it …');
    await sleep(500, undefined, { signal: abort });
  }
}

function endOf({ pid }: Cluster): Promise<string> {
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (isRunning(pid)) return;
      clearInterval(timer);
      resolve('The database was killed (what was committed is safe, the next start recovers it)');
    }, watchMs);
    timer.unref();
  });
}

function addressOf(cluster: Cluster): DatabaseAddress {
  return { ownerUrl: cluster.ownerUrl('mektep'), appUrl: cluster.appUrl('mektep') };
}
