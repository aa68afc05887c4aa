import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process told apart from a later one that was given the same number. */
export type ProcessMark = { readonly pid: number; readonly started: string };

/** The mark of a running process; `null` when it is gone (a zombie is gone). */
export function markOf(pid: number): ProcessMark | null {
  if (!isRunning(pid)) return null;
  return { pid, started: startOf(pid) };
}

/** True when that very process still runs. */
export function isAlive(mark: ProcessMark): boolean {
  return isRunning(mark.pid) && startOf(mark.pid) === mark.started;
}

/** True when a process with this number runs. After `kill -9` a dead child may stay as a zombie: that is not running. */
export function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  return !/^\d+ \(.*\) [ZX]/s.test(readProc(pid, 'stat'));
}

/** The command line of a process, arguments parted by spaces; empty when it cannot be read. */
export function commandLineOf(pid: number): string {
  if (process.platform === 'linux') return readProc(pid, 'cmdline').replaceAll('\0', ' ').trim();
  return ask('ps', ['-o', 'command=', '-p', String(pid)]);
}

/** Sends a signal; a process that is gone already is no fault. `group` reaches its children too. */
export function signal(pid: number, name: NodeJS.Signals, reach: 'process' | 'group' = 'process'): void {
  if (pid <= 1) return; // 0 would mean our own group, -1 everybody
  try {
    process.kill(reach === 'group' ? -pid : pid, name);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** Waits until the process is gone; `false` when it still runs after `timeoutMs`. */
export async function waitUntilGone(pid: number, timeoutMs: number): Promise<boolean> {
  const until = performance.now() + timeoutMs;
  while (isRunning(pid)) {
    if (performance.now() > until) return false;
    await sleep(20);
  }
  return true;
}

function startOf(pid: number): string {
  if (process.platform !== 'linux') return ask('ps', ['-o', 'lstart=', '-p', String(pid)]);
  const afterName = readProc(pid, 'stat').replace(/^.*\) /s, '');
  const ticksSinceBoot = afterName.split(' ')[19] ?? '';
  return `${bootId()} ${ticksSinceBoot}`;
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}

function readProc(pid: number, file: 'stat' | 'cmdline'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

function ask(program: string, args: readonly string[]): string {
  return spawnSync(program, args, { encoding: 'utf8' }).stdout?.trim() ?? '';
}
