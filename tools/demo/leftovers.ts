import { isAlive } from '../process-life.ts';
import { Trouble } from '../trouble.ts';
import { stopGroup } from './children.ts';
import { lastRecord, removeRecord, runningDemo } from './run-record.ts';

/** One demo per folder: says where the running one is. */
export async function refuseSecondStart(): Promise<void> {
  const running = await runningDemo();
  if (running === null) return;
  throw new Trouble(
    `Mektep already runs from this folder: ${running.url} (process ${running.starter.pid}). Open that, or stop it with Ctrl-C in its terminal and start again.`,
  );
}

/** A running demo is not pulled from under the person who uses it. */
export async function refuseReset(): Promise<void> {
  const running = await runningDemo();
  if (running === null) return;
  throw new Trouble(
    `Mektep is running from this folder (process ${running.starter.pid}). Stop it with Ctrl-C in its terminal, then reset.`,
  );
}

/** Ends what a demo left behind that was itself killed. */
export async function healLeftovers(log: (line: string) => void): Promise<void> {
  const record = await lastRecord();
  if (record === null) return;
  const alive = record.children.filter(isAlive);
  if (alive.length > 0) log('the last demo was killed; ending what it left running …');
  await Promise.all(alive.map(({ pid }) => stopGroup(pid)));
  await removeRecord();
}
