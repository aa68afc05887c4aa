import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import type { FileInspector, Inspected } from '#server/ports.ts';
import type { Report } from './order.ts';

type Waiting = { readonly done: (inspected: Inspected) => void; readonly timer: NodeJS.Timeout };

const ordersAtMost = 50;
const heapMegabytes = 256;

/** Opens files in a process of its own that begins with the first one. What takes too long, or ends the process, is not known of; the next file begins another. */
export function createFileInspector({ patienceMs = 20_000 } = {}): FileInspector {
  const waiting = new Map<number, Waiting>();
  let child: ChildProcess | null = null;
  let last = 0;

  function begin(): ChildProcess {
    const begun = fork(path.join(import.meta.dirname, 'inspect-child.ts'), [], {
      env: {},
      execArgv: [`--max-old-space-size=${heapMegabytes}`],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    begun.unref();
    begun.channel?.unref();
    begun.on('message', ({ id, ...report }: Report) => settle(id, report));
    begun.on('error', () => end(begun));
    begun.on('exit', () => end(begun));
    return begun;
  }

  function settle(id: number, inspected: Inspected): void {
    const one = waiting.get(id);
    if (one === undefined) return;
    waiting.delete(id);
    clearTimeout(one.timer);
    one.done(inspected);
  }

  /** Ends a process: whoever waited for it is told that nothing is known, and the next file begins another. */
  function end(ended: ChildProcess): void {
    if (child !== ended) return;
    child = null;
    ended.kill('SIGKILL');
    for (const id of waiting.keys()) settle(id, { kind: 'not_inspected' });
  }

  return {
    inspect(mediaType, bytes) {
      if (waiting.size >= ordersAtMost) return Promise.resolve({ kind: 'not_inspected' });
      return new Promise((done) => {
        const id = (last += 1);
        child ??= begin();
        const asked = child;
        waiting.set(id, { done, timer: setTimeout(() => end(asked), patienceMs) });
        asked.send({ id, mediaType, bytes }, (fault) => {
          if (fault !== null) settle(id, { kind: 'not_inspected' });
        });
      });
    },

    async close() {
      const stopped = child;
      if (stopped === null || stopped.exitCode !== null) return;
      const gone = new Promise((resolve) => stopped.once('exit', resolve));
      end(stopped);
      await gone;
    },
  };
}
