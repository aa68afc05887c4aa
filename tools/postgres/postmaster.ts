import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../free-port.ts';
import { commandLineOf, isRunning, signal, waitUntilGone } from '../process-life.ts';
import { Trouble } from '../trouble.ts';
import type { Place } from './place.ts';

/** PostgreSQL's main process and the port it listens on at 127.0.0.1. */
export type Postmaster = { readonly pid: number; readonly port: number };

const attempts = 5;
const startTimeoutMs = 120_000;
const stopTimeoutMs = 20_000;

/** The postmaster that runs on this data folder, if one does; a stale pid file is removed (another process may wear its number now). */
export async function findPostmaster(place: Place): Promise<Postmaster | null> {
  const file = readPidFile(place);
  if (file === null) return null;
  if (isRunning(file.pid) && commandLineOf(file.pid).includes(dataOf(place))) return file;
  await rm(path.join(dataOf(place), 'postmaster.pid'), { force: true });
  return null;
}

/** Starts PostgreSQL and waits until it takes connections; another port is tried when `preferredPort` is taken. */
export async function startPostmaster(place: Place, preferredPort: number | undefined): Promise<Postmaster> {
  let reason = '';
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const port = await freePort(attempt === 0 ? preferredPort : undefined);
    const outcome = await tryStart(place, port);
    if (typeof outcome === 'number') return { pid: outcome, port };
    reason = outcome;
    if (/pre-existing shared memory|lock file ".*" already exists/.test(reason)) await sleep(1_000);
    else if (!/could not bind|could not create any TCP/.test(reason)) break;
  }
  throw startTrouble(reason, place);
}

/** Stops PostgreSQL in order: clients are cut off, what they committed is on disk. */
export async function stopPostmaster(pid: number): Promise<void> {
  signal(pid, 'SIGINT');
  if (await waitUntilGone(pid, stopTimeoutMs)) return;
  signal(pid, 'SIGQUIT');
  if (await waitUntilGone(pid, 5_000)) return;
  signal(pid, 'SIGKILL');
  await waitUntilGone(pid, 5_000);
}

/** The process number when it is ready, else what it said before it ended. */
async function tryStart(place: Place, port: number): Promise<number | string> {
  const logFile = path.join(place.home, 'postgres.log');
  const child = spawnPostgres(place, port, logFile);
  const until = performance.now() + startTimeoutMs;
  let failure: string | null = null;
  child.once('error', (error) => (failure = error.message));
  child.once('exit', () => (failure ??= readFileSync(logFile, 'utf8')));
  while (failure === null) {
    const file = readPidFile(place);
    if (child.pid !== undefined && file?.pid === child.pid && file.isReady) return child.pid;
    if (performance.now() > until) {
      child.kill('SIGQUIT');
      return 'it did not become ready in time';
    }
    await sleep(15);
  }
  return failure;
}

function spawnPostgres(place: Place, port: number, logFile: string): ChildProcess {
  const log = openSync(logFile, 'w', 0o600);
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'fsync=on',
    'timezone=UTC',
    'max_connections=100',
    'logging_collector=off',
  ];
  const args = ['-D', dataOf(place), '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])];
  try {
    // A group of its own: Ctrl-C at the terminal must reach the server first, the database last.
    const child = spawn(path.join(place.native, 'bin', 'postgres'), args, {
      ...place.account,
      cwd: place.home,
      env: { PATH: process.env['PATH'], LC_ALL: 'C' },
      detached: true,
      stdio: ['ignore', log, log],
    });
    child.unref();
    return child;
  } finally {
    closeSync(log);
  }
}

function readPidFile(place: Place): (Postmaster & { readonly isReady: boolean }) | null {
  let lines: readonly string[];
  try {
    lines = readFileSync(path.join(dataOf(place), 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return null;
  }
  const pid = Number(lines[0]);
  return pid > 0 ? { pid, port: Number(lines[3]), isReady: (lines[7] ?? '').startsWith('ready') } : null;
}

function dataOf(place: Place): string {
  return path.join(place.home, 'data');
}

function startTrouble(said: string, place: Place): Trouble {
  const logFile = path.join(place.home, 'postgres.log');
  if (said.includes('No space left'))
    return new Trouble(`The disk is full, so the database cannot start. Free some space and start again; nothing is lost.`);
  if (said.includes('Permission denied'))
    return new Trouble(`This account may not read the database in ${place.home}. Run it as the account that made it.`);
  if (said.includes('incompatible with server')) {
    return new Trouble(
      `The data in ${place.home} was made by another version of PostgreSQL. \`npm run reset\` removes it, the next start makes a new one.`,
    );
  }
  const reason = said.split('\n').find((line) => /FATAL|PANIC/.test(line)) ?? said.trim().split('\n').at(-1) ?? '';
  return new Trouble(
    `The database did not start: ${reason.replace(/^.*?(FATAL|PANIC): */, '')} (all it said: ${logFile}). If it cannot be mended, \`npm run reset\` starts afresh.`,
  );
}
