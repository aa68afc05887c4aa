import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** How often a second something is done: `work` does it `times` times; the best of several runs, so that a busy machine disturbs least. */
export function bestPerSecond(times: number, runs: number, work: () => number): number {
  let best = 0;
  for (let run = 0; run < runs; run += 1) {
    const start = performance.now();
    kept[0] = work();
    best = Math.max(best, (times / (performance.now() - start)) * 1000);
  }
  return best;
}

/** What the work gives is kept, so that nobody can leave the work out. */
const kept: number[] = [];

/** Megabytes on the heap after a collection. */
export function heapMegabytes(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed / 1024 / 1024;
}

/** A ratio with three figures. */
export function ratio(ours: number, theirs: number): number {
  return Number((ours / theirs).toPrecision(3));
}
