import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { signal } from '../process-life.ts';
import { limited } from '../testing/limits.ts';

/** How one file of tests ended; `stopped` when it took too much of time, processor or memory. */
export type Ended = 'passed' | 'failed' | 'stopped';

/** Seconds of the processor: an endless loop ends there, a loaded machine does not. */
const processorSeconds = 240;
/** For what waits without end; no machine is so slow. */
const wallMs = 10 * 60_000;
/** Of one process, with everything outside the JavaScript heap. */
const memoryMegabytes = 2_500;
const lookEveryMs = 500;

/** Runs one file of tests in a process of its own, limited in time and memory; nothing it started is left. */
export function runTestFile(
  folder: string,
  file: string,
  env: Readonly<Record<string, string>>,
): Promise<{ readonly ended: Ended; readonly said: string }> {
  const args = ['--test-force-exit', '--test-reporter=dot', file];
  const child = spawn('/bin/sh', ['-c', `ulimit -t ${processorSeconds}; exec "$0" "$@"`, process.execPath, ...args], {
    cwd: folder,
    env: limited({
      ...process.env,
      FORCE_COLOR: undefined,
      NODE_TEST_CONTEXT: undefined,
      DATABASE_URL: undefined,
      NODE_ENV: undefined,
      ...env,
    }),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4_000)));
  let stopped = false;
  const stop = () => {
    stopped = true;
    signal(child.pid ?? 0, 'SIGKILL', 'group');
  };
  const timer = setTimeout(stop, wallMs);
  const watch = setInterval(() => {
    if (megabytesOf(child.pid ?? 0) > memoryMegabytes) stop();
  }, lookEveryMs);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, by) => {
      clearTimeout(timer);
      clearInterval(watch);
      signal(child.pid ?? 0, 'SIGKILL', 'group');
      resolve({ ended: stopped || by !== null ? 'stopped' : code === 0 ? 'passed' : 'failed', said });
    });
  });
}

function megabytesOf(pid: number): number {
  try {
    const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '0';
    return Number(kilobytes) / 1024;
  } catch {
    return 0; // no Linux, or gone
  }
}
