import { setInterval } from 'node:timers';

/** What must be undone when the demo ends, in the order it was done; it is undone in reverse. */
export type Stoppers = (() => Promise<void>)[];

const watchParentMs = 500;

/**
 * Fires when the person wants the demo to end: Ctrl-C, a polite kill, a closed terminal, or npm that was killed under us.
 * A second Ctrl-C after three seconds ends this process at once.
 */
export function stopSignal(): AbortSignal {
  const controller = new AbortController();
  let firstAt = 0;
  const stop = () => {
    if (controller.signal.aborted && performance.now() - firstAt > 3_000) process.exit(1);
    if (!controller.signal.aborted) firstAt = performance.now();
    controller.abort();
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, stop);
  if (process.env['npm_lifecycle_event'] !== undefined) watchParent(stop);
  return controller.signal;
}

/** npm killed with -9 tells nobody; a process whose parent has gone is given another. */
function watchParent(stop: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    stop();
  }, watchParentMs);
  timer.unref();
}
