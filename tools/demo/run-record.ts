import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import type { DatabaseAddress } from '../database-address.ts';
import { isAlive, type ProcessMark } from '../process-life.ts';
import { inData } from '../project.ts';

/** What a running demo leaves for the other commands: where everything is. Readable by its owner only, for the addresses hold passwords. */
export type RunRecord = {
  readonly starter: ProcessMark;
  readonly url: string;
  readonly database: DatabaseAddress;
  readonly simulators: Readonly<Record<string, string>>;
  readonly children: readonly ProcessMark[];
  /** The environment the server was given, for commands that act as the server does. */
  readonly env: Readonly<Record<string, string>>;
};

/** The record of the demo that runs now; `null` when none does. */
export async function runningDemo(): Promise<RunRecord | null> {
  const record = await lastRecord();
  return record !== null && isAlive(record.starter) ? record : null;
}

/** The record of the last demo, which may have been killed and have left processes behind. */
export async function lastRecord(): Promise<RunRecord | null> {
  const text = await readFile(recordFile(), 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    return JSON.parse(text) as RunRecord;
  } catch {
    return null; // cut off while it was written: as good as none
  }
}

/** Leaves the record, whole or not at all. */
export async function writeRecord(record: RunRecord): Promise<void> {
  await writeFile(`${recordFile()}.new`, JSON.stringify(record, null, 2), { mode: 0o600 });
  await rename(`${recordFile()}.new`, recordFile());
}

/** Takes the record away: the demo has stopped. */
export async function removeRecord(): Promise<void> {
  await rm(recordFile(), { force: true });
}

function recordFile(): string {
  return inData('run.json');
}
