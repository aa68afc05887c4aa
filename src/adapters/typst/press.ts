import { type ChildProcess, fork } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Press, PressTrouble, type Sheet } from '#server/ports.ts';
import type { Printed } from './order.ts';

/** What bounds the press. An order is one sheet of one person. */
export type PressLimits = {
  readonly ordersAtMost: number;
  /** Nobody fills the press for everybody else. */
  readonly ordersOfOneAtMost: number;
  /** How long one sheet may take. */
  readonly patienceMs: number;
  readonly memoryMb: number;
};

type Waiting = {
  readonly id: number;
  readonly sheet: Sheet;
  readonly by: string;
  readonly done: (pdf: Uint8Array) => void;
  readonly failed: (fault: Error) => void;
};

const usual: PressLimits = { ordersAtMost: 200, ordersOfOneAtMost: 3, patienceMs: 10_000, memoryMb: 512 };
const memoryLookMs = 20;
const program = fileURLToPath(new URL('./press-worker.ts', import.meta.url));

/**
 * Sets pages with Typst, one after the other, in a process that begins with the first order. One that takes too long or grows too large is
 * ended, and the next order begins another. What nobody waits for any more is not printed. It holds no process open.
 */
export function createTypstPress(limits: PressLimits = usual): Press {
  const queue: Waiting[] = [];
  let child: ChildProcess | null = null;
  let current: (Waiting & { readonly timers: readonly NodeJS.Timeout[] }) | null = null;
  let last = 0;

  function begin(): ChildProcess {
    const begun = fork(program, {
      serialization: 'advanced',
      execArgv: ['--max-old-space-size=128'],
      env: {},
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    begun.on('message', (printed: Printed) => finish(printed));
    begun.on('error', () => stop(begun, 'the press could not be begun'));
    begun.on('exit', () => stop(begun, 'the press stopped'));
    return begun;
  }

  function next(): void {
    const [order] = queue;
    if (current !== null || order === undefined) return;
    queue.shift();
    child ??= begin();
    hold(child, true);
    const asked = child;
    const look = () => void tooLarge(asked.pid, limits.memoryMb).then((is) => is && stop(asked, 'the press grew too large'));
    const timers = [setTimeout(() => stop(asked, 'the press took too long'), limits.patienceMs), setInterval(look, memoryLookMs)];
    current = { ...order, timers };
    // One that the last sheet left too large is ended before it begins another, however quick it is.
    look();
    asked.send({ id: order.id, sheet: order.sheet });
  }

  function finish({ id, pdf, fault }: Printed): void {
    if (current?.id !== id) return;
    const { done, failed } = release(current);
    if (pdf === undefined) failed(new Error(`the press refused a sheet: ${fault ?? 'no page came out'}`));
    else done(pdf);
    next();
  }

  /** Ends a press; whoever waits for its sheet is told, the others get the next one. */
  function stop(stopped: ChildProcess, why: string): void {
    if (child !== stopped) return;
    child = null;
    stopped.kill('SIGKILL');
    if (current !== null) release(current).failed(new PressTrouble(why));
    next();
  }

  function release(order: NonNullable<typeof current>): Waiting {
    for (const timer of order.timers) clearTimeout(timer);
    current = null;
    if (child !== null) hold(child, false);
    return order;
  }

  return {
    print(sheet, { by, signal } = { by: '' }) {
      const own = queue.filter((order) => order.by === by).length + (current?.by === by ? 1 : 0);
      if (queue.length >= limits.ordersAtMost) return Promise.reject(new PressTrouble('too many sheets wait for the press'));
      if (by !== '' && own >= limits.ordersOfOneAtMost) return Promise.reject(new PressTrouble('too many sheets of one person wait'));
      return new Promise((done, failed) => {
        const order: Waiting = { id: (last += 1), sheet, by, done, failed };
        signal?.addEventListener('abort', () => {
          const at = queue.indexOf(order);
          if (at < 0) return;
          queue.splice(at, 1);
          failed(new PressTrouble('nobody waits for the sheet any more'));
        });
        if (signal?.aborted === true) return failed(new PressTrouble('nobody waits for the sheet any more'));
        queue.push(order);
        next();
      });
    },

    async close() {
      const stopped = child;
      child = null;
      if (stopped === null || stopped.exitCode !== null) return;
      const ended = new Promise((resolve) => stopped.once('exit', resolve));
      stopped.kill('SIGKILL');
      await ended;
    },
  };
}

/** A press at work keeps this process open; an idle one does not. */
function hold(child: ChildProcess, isHeld: boolean): void {
  for (const part of [child, child.channel]) {
    if (isHeld) part?.ref();
    else part?.unref();
  }
}

/** Whether a process has more in memory than it may. Where the system does not say (it is no Linux), the time alone bounds it. */
async function tooLarge(pid: number | undefined, memoryMb: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kilobytes = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0);
  return kilobytes > memoryMb * 1024;
}
