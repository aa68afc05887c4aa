import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { withFileLock } from '../file-lock.ts';
import { isAlive, markOf, signal, waitUntilGone } from '../process-life.ts';
import { asTrouble } from '../trouble.ts';
import { bootstrap } from './bootstrap.ts';
import { initialise } from './initialise.ts';
import { placeFor, possibleHomes, removePlace, type Place } from './place.ts';
import { findPostmaster, startPostmaster, stopPostmaster, type Postmaster } from './postmaster.ts';
import { readSecrets, type ClusterSecrets } from './secrets.ts';

/** A running PostgreSQL of the project's own, with the roles `mektep_owner` and `mektep_app` and the database `mektep`. */
export type Cluster = {
  readonly port: number;
  readonly pid: number;
  /** The superuser in the database `postgres`. */
  readonly adminUrl: string;
  ownerUrl(database: string): string;
  appUrl(database: string): string;
  /** True when another process started it and still needs it: then `stop` leaves it running. */
  readonly isShared: boolean;
  stop(): Promise<void>;
  /** As a power cut would: for tests. */
  kill(): Promise<void>;
};

const lockWaitMs = 180_000;

/** Starts the cluster that lives in `dir`, making it first when there is none, or joins the one already running there. */
export async function startCluster({ dir, log }: { readonly dir: string; readonly log: (line: string) => void }): Promise<Cluster> {
  try {
    const place = await placeFor(dir);
    return await withFileLock(path.join(place.home, 'lock'), lockWaitMs, () => startIn(place, log));
  } catch (error) {
    throw asTrouble(error, 'starting the database');
  }
}

/** Stops whatever runs in `dir` and removes the cluster with all its data. */
export async function removeCluster(dir: string): Promise<void> {
  try {
    for (const home of possibleHomes(dir).filter((folder) => existsSync(folder))) {
      const running = await findPostmaster({ home, native: '', account: null });
      if (running !== null) await stopPostmaster(running.pid);
    }
    await removePlace(dir);
  } catch (error) {
    throw asTrouble(error, 'removing the database');
  }
}

async function startIn(place: Place, log: (line: string) => void): Promise<Cluster> {
  await initialise(place, log);
  const secrets = await readSecrets(place.home);
  const running = await findPostmaster(place);
  if (running !== null && (await isHeld(place))) return clusterOf(place, running, secrets, true);
  const postmaster = running ?? (await startPostmaster(place, await rememberedPort(place)));
  await writeFile(path.join(place.home, 'port'), String(postmaster.port));
  await writeFile(path.join(place.home, 'holder.json'), JSON.stringify(markOf(process.pid)));
  const cluster = clusterOf(place, postmaster, secrets, false);
  try {
    await bootstrap(cluster.adminUrl, secrets);
  } catch (error) {
    await cluster.stop();
    throw error;
  }
  return cluster;
}

function clusterOf(place: Place, { pid, port }: Postmaster, secrets: ClusterSecrets, isShared: boolean): Cluster {
  const url = (role: string, password: string, database: string) => `postgres://${role}:${password}@127.0.0.1:${port}/${database}`;
  const atExit = () => signal(pid, 'SIGINT');
  if (!isShared) process.once('exit', atExit);
  const release = async () => {
    process.off('exit', atExit);
    await rm(path.join(place.home, 'holder.json'), { force: true });
  };
  return {
    port,
    pid,
    adminUrl: url('postgres', secrets.admin, 'postgres'),
    ownerUrl: (database) => url('mektep_owner', secrets.owner, database),
    appUrl: (database) => url('mektep_app', secrets.app, database),
    isShared,
    async stop() {
      if (isShared) return;
      await stopPostmaster(pid);
      await release();
    },
    async kill() {
      signal(pid, 'SIGKILL');
      await waitUntilGone(pid, 5_000);
      await release();
    },
  };
}

/** A cluster whose holder was killed is taken over; one whose holder lives is only joined. */
async function isHeld(place: Place): Promise<boolean> {
  const holder: unknown = JSON.parse(await readFile(path.join(place.home, 'holder.json'), 'utf8').catch(() => 'null'));
  return (
    typeof holder === 'object' &&
    holder !== null &&
    'pid' in holder &&
    'started' in holder &&
    isAlive({ pid: Number(holder.pid), started: String(holder.started) })
  );
}

async function rememberedPort(place: Place): Promise<number | undefined> {
  const port = Number(await readFile(path.join(place.home, 'port'), 'utf8').catch(() => ''));
  return Number.isInteger(port) && port > 0 ? port : undefined;
}
