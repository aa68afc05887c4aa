import { Worker } from 'node:worker_threads';
import type { Press, Sheet } from '#server/ports.ts';
import type { Printed } from './order.ts';

type Waiting = { readonly done: (pdf: Uint8Array) => void; readonly failed: (fault: Error) => void; readonly timer: NodeJS.Timeout };

const ordersAtMost = 200;
const patienceMs = 10_000;

/** Sets pages with Typst, one after the other, in a thread that begins with the first. It holds no process open. */
export function createTypstPress(): Press {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | null = null;
  let last = 0;

  function begin(): Worker {
    const begun = new Worker(new URL('./press-worker.ts', import.meta.url));
    begun.unref();
    begun.on('message', ({ id, pdf, fault }: Printed) =>
      settle(id, pdf ?? new Error(`the press refused a sheet: ${fault ?? 'no page came out'}`)),
    );
    begun.on('error', (fault) => breakDown(fault instanceof Error ? fault : new Error(String(fault))));
    begun.on('exit', () => breakDown(new Error('the press stopped')));
    return begun;
  }

  function settle(id: number, outcome: Uint8Array | Error): void {
    const one = waiting.get(id);
    if (one === undefined) return;
    waiting.delete(id);
    clearTimeout(one.timer);
    if (outcome instanceof Error) one.failed(outcome);
    else one.done(outcome);
  }

  /** The next order begins a new press; those in hand are told. */
  function breakDown(fault: Error): void {
    worker = null;
    for (const id of waiting.keys()) settle(id, fault);
  }

  return {
    print(sheet: Sheet) {
      if (waiting.size >= ordersAtMost) return Promise.reject(new Error('too many sheets wait for the press'));
      return new Promise((done, failed) => {
        const id = (last += 1);
        const timer = setTimeout(() => settle(id, new Error('the press took too long')), patienceMs);
        waiting.set(id, { done, failed, timer });
        worker ??= begin();
        worker.postMessage({ id, sheet });
      });
    },

    async close() {
      const stopped = worker;
      worker = null;
      await stopped?.terminate();
    },
  };
}
