import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { isRunning } from '../process-life.ts';
import { inData } from '../project.ts';
import { removeCluster } from './cluster.ts';
import { possibleHomes } from './place.ts';

/** Removes what test runs that were killed left behind. A test's cluster is named `test-<number of its process>`, with or without more. */
export async function removeAbandonedTests(): Promise<void> {
  for (const name of await testLeftovers()) {
    if (!isTestRunning(name)) await removeCluster(inData(name));
  }
}

/** True when `name` is the cluster or record of a test run whose process runs. */
export function isTestRunning(name: string): boolean {
  const pid = Number(/^test-(?:record-)?(\d+)\b/.exec(name)?.[1] ?? 0);
  return pid > 0 && isRunning(pid);
}

async function testLeftovers(): Promise<ReadonlySet<string>> {
  const folders = possibleHomes(inData('test')).map((home) => path.dirname(home));
  const names = await Promise.all(folders.map((folder) => readdir(folder).catch(() => [])));
  return new Set(names.flat().filter((name) => /^test-(record-)?\d+/.test(name)));
}
