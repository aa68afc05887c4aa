import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

const agent = new Agent({ keepAlive: true, maxSockets: 256 });

/** The 99th percentile of how long visitors waited, in milliseconds. */
export function p99(waits: readonly number[]): number {
  const sorted = waits.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.99))] ?? 0;
}

/** Visitors who come at a steady rate, however long the others wait; each one's time is counted from when she came. */
export async function visit(url: string, perSecond: number, until: () => boolean): Promise<readonly number[]> {
  const waits: number[] = [];
  const running = new Set<Promise<void>>();
  const began = performance.now();
  for (let place = 0; !until(); place += 1) {
    const due = began + (place * 1000) / perSecond;
    if (due > performance.now()) await pause(due - performance.now());
    const visitor = once(url).then(() => void waits.push(performance.now() - due));
    running.add(visitor);
    void visitor.finally(() => running.delete(visitor));
  }
  await Promise.all(running);
  return waits;
}

/** How many pages a second this machine serves to a few visitors who come again at once. */
export async function pagesPerSecond(url: string, seconds: number): Promise<number> {
  const until = performance.now() + seconds * 1000;
  let served = 0;
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      while (performance.now() < until) {
        await once(url);
        served += 1;
      }
    }),
  );
  return served / seconds;
}

function once(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent, headers: { 'accept-language': 'ru' } }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`${url} answered ${response.statusCode}`));
      response.resume().on('end', resolve);
    });
    asked.on('error', reject);
    asked.end();
  });
}
