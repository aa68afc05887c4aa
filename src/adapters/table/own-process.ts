import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { ReadingEnd } from '#server/ports.ts';

/** What a process of its own may use: its heap in megabytes, and how long it may take. */
export type ProcessLimits = { readonly heapMb: number; readonly timeMs: number };

export type Ran = { readonly end: ReadingEnd; readonly output: Buffer };

export type RunGiven = {
  readonly program: URL;
  readonly input: Uint8Array;
  readonly limits: ProcessLimits;
  readonly until?: AbortSignal | undefined;
  /** Told when the process has begun. */
  readonly begun?: (child: ChildProcess) => void;
};

/** What the engine has understood of our own sources: it halves the time in which a process begins. A folder that cannot be written is no trouble. */
const compiled = path.join(import.meta.dirname, '../../../.data/compiled');

const outputAtMostBytes = 16 * 1024 * 1024;
/** How a process of V8 ends whose heap is full. */
const HEAP_FULL: ReadonlySet<number | string | null> = new Set([134, 'SIGABRT', 'SIGTRAP', 133, 5]);

/** Runs a program with a limit of memory and of time; it is ended at either, and when `until` says that nobody waits any more. Secrets of this process stay here. */
export async function runApart({ program, input, limits, until, begun }: RunGiven): Promise<Ran> {
  if (until?.aborted === true) return { end: 'stopped', output: Buffer.alloc(0) };
  const { PATH, LANG, TZ } = process.env;
  const child = spawn(process.execPath, [`--max-old-space-size=${limits.heapMb}`, '--max-semi-space-size=16', fileURLToPath(program)], {
    env: { PATH, LANG, TZ, NODE_COMPILE_CACHE: compiled },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  begun?.(child);
  let end: ReadingEnd | null = null;
  const kill = (why: ReadingEnd) => {
    end ??= why;
    child.kill('SIGKILL');
  };
  const stop = () => kill('stopped');
  until?.addEventListener('abort', stop, { once: true });
  const inTime = new AbortController();
  void pause(limits.timeMs, undefined, { signal: inTime.signal, ref: false }).then(
    () => kill('took_too_long'),
    () => undefined,
  );
  try {
    const output = collect(child, () => kill('too_large'));
    // Who ends early does not read what it is sent.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
    const [code, by] = (await once(child, 'close')) as [number | null, string | null];
    return { end: end ?? endOf(code, by), output: Buffer.concat(output) };
  } finally {
    inTime.abort();
    until?.removeEventListener('abort', stop);
  }
}

function collect(child: ChildProcess, tooMuch: () => void): readonly Buffer[] {
  const output: Buffer[] = [];
  let bytes = 0;
  child.stdout?.on('data', (piece: Buffer) => {
    bytes += piece.length;
    if (bytes > outputAtMostBytes) tooMuch();
    else output.push(piece);
  });
  return output;
}

function endOf(code: number | null, by: string | null): ReadingEnd {
  if (code === 0) return 'done';
  return HEAP_FULL.has(code) || HEAP_FULL.has(by) ? 'too_large' : 'ended';
}
