import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { project } from '#tools/project.ts';

/** A program of ours in a process of its own. */
export type OwnProcess = {
  readonly pid: number;
  /** The address it says it is ready at; empty when it was not asked for one. */
  readonly origin: string;
  /** The exit code once it has ended; `null` after a signal. */
  readonly ended: Promise<number | null>;
  /** Everything it has said so far. */
  said(): string;
  /** SIGKILL: it gets no chance to finish anything. */
  kill(): Promise<void>;
  /** SIGTERM: it finishes what it has in hand; answers its exit code. */
  stop(): Promise<number | null>;
};

const readyTimeoutMs = 5 * 60_000;

/** Starts Node with these arguments and settings, and waits until it prints `ready <address>`, unless nobody asks for that. */
export async function startProcess(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  waitsForReady = true,
): Promise<OwnProcess> {
  const child = spawn(process.execPath, args, {
    cwd: project,
    // Its memory is limited as that of the test itself is.
    env: { PATH: process.env['PATH'], NODE_OPTIONS: process.env['NODE_OPTIONS'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const words: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => words.push(chunk.toString('utf8')));
  // Whoever started it takes it along.
  const atExit = () => child.kill('SIGKILL');
  process.once('exit', atExit);
  const ended = new Promise<number | null>((resolve) =>
    child.once('exit', (code) => {
      process.off('exit', atExit);
      resolve(code);
    }),
  );
  const origin = waitsForReady ? await readyLine(child, ended, words) : '';
  return {
    pid: child.pid ?? 0,
    origin,
    ended,
    said: () => words.join(''),
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    stop() {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

function readyLine(child: ChildProcess, ended: Promise<number | null>, words: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => {
      child.kill('SIGKILL');
      reject(new Error(`the server ${why}; it said:\n${words.join('')}`));
    };
    const timer = setTimeout(() => fail('was not ready in time'), readyTimeoutMs);
    void ended.then((code) => fail(`ended with ${code}`));
    if (child.stdout === null) return;
    createInterface({ input: child.stdout }).on('line', (line) => {
      const origin = /^ready (http:\/\/\S+)$/.exec(line)?.[1];
      if (origin === undefined) return;
      clearTimeout(timer);
      resolve(origin);
    });
  });
}
