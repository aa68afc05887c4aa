import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, markOf } from './process-life.ts';
import { errorCode, Trouble } from './trouble.ts';

/** Runs `work` while no other process holds `file`; a lock whose holder is gone is taken over. Waits at most `timeoutMs`. */
export async function withFileLock<T>(file: string, timeoutMs: number, work: () => Promise<T>): Promise<T> {
  await mkdir(path.dirname(file), { recursive: true });
  const until = performance.now() + timeoutMs;
  while (!(await takeLock(file))) {
    if (performance.now() > until)
      throw new Trouble(`Another process has held ${file} for too long. Stop it; if there is none, remove that file.`);
    await sleep(50);
  }
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

async function takeLock(file: string): Promise<boolean> {
  const mine = JSON.stringify(markOf(process.pid));
  try {
    await writeFile(file, mine, { flag: 'wx' });
    return true;
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
  if (!(await isAbandoned(file))) return false;
  await rm(file, { force: true });
  return false;
}

/** A file too young may just not have been filled yet. */
async function isAbandoned(file: string): Promise<boolean> {
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(file, 'utf8'), stat(file)]);
    if (Date.now() - mtimeMs < 1_000) return false;
    const holder: unknown = text === '' ? null : JSON.parse(text);
    return !isMark(holder) || !isAlive(holder);
  } catch (error) {
    return error instanceof SyntaxError;
  }
}

function isMark(value: unknown): value is { pid: number; started: string } {
  return typeof value === 'object' && value !== null && 'pid' in value && 'started' in value;
}
