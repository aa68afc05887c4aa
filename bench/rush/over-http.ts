import { fork } from 'node:child_process';
import { join } from 'node:path';
import { claimText, type Connection, openConnections } from './clients.ts';
import type { Wish } from './country.ts';
import { quantileMs } from './order.ts';
import type { ServerAsked, ServerSaw } from './server.ts';

export type HttpRun = ServerSaw & {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly over1s: number;
  /** Claims answered with neither a seat nor the law's refusal. */
  readonly refused: number;
};

const warmConnections = 256;
const burstConnections = 1500;
const meanMs = 5_000;

/** Sends every wish over 256 warm connections, each its next when the one before is answered. */
export async function steady(asked: ServerAsked, wishes: readonly Wish[]): Promise<HttpRun> {
  return withServer(asked, async (port) => {
    const connections = await openConnections(port, warmConnections);
    const run = keeper(wishes.length);
    let next = 0;
    const began = performance.now();
    await Promise.all(
      connections.map(async (connection) => {
        for (let at = next++; at < wishes.length; at = next++) await run.send(connection, wishes[at] as Wish, at, performance.now());
      }),
    );
    const seconds = (performance.now() - began) / 1000;
    for (const connection of connections) connection.close();
    return { perSecond: Math.round(wishes.length / seconds), ...run.figures() };
  });
}

/** Everybody at once: claims arrive after exponential times with a mean of five seconds, and each waits from the moment it was due. */
export async function burst(asked: ServerAsked, wishes: readonly Wish[], seed: number): Promise<HttpRun> {
  return withServer(asked, async (port) => {
    const idle = [...(await openConnections(port, burstConnections))];
    const all = [...idle];
    const dueMs = arrivalsOf(wishes.length, seed);
    const run = keeper(wishes.length);
    const began = performance.now();
    const queue: number[] = [];
    let [next, answered] = [0, 0];
    await new Promise<void>((done) => {
      const give = () => {
        while (queue.length > 0 && idle.length > 0) {
          const at = queue.shift() as number;
          const connection = idle.pop() as Connection;
          void run.send(connection, wishes[at] as Wish, at, began + (dueMs[at] as number)).then(() => {
            idle.push(connection);
            answered += 1;
            if (answered === wishes.length) done();
            else give();
          });
        }
      };
      const tick = () => {
        const now = performance.now() - began;
        while (next < wishes.length && (dueMs[next] as number) <= now) queue.push(next++);
        give();
        if (next < wishes.length) setTimeout(tick, 1);
      };
      tick();
    });
    const seconds = (performance.now() - began) / 1000;
    for (const connection of all) connection.close();
    return { perSecond: Math.round(wishes.length / seconds), ...run.figures() };
  });
}

function keeper(count: number) {
  const latencies = new Float64Array(count);
  let refused = 0;
  return {
    async send(connection: Connection, { draft, pool, token }: Wish, at: number, dueMs: number): Promise<void> {
      const { status } = await connection.send(claimText(draft, pool, token));
      latencies[at] = performance.now() - dueMs;
      if (status !== 200 && status !== 422) refused += 1;
    },
    figures() {
      const sorted = latencies.toSorted();
      return {
        p50Ms: quantileMs(sorted, 0.5),
        p99Ms: quantileMs(sorted, 0.99),
        over1s: sorted.filter((ms) => ms > 1000).length,
        refused,
      };
    },
  };
}

function arrivalsOf(count: number, seed: number): Float64Array {
  let state = seed >>> 0;
  const random = () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
  return Float64Array.from({ length: count }, () => -meanMs * Math.log(1 - random())).toSorted();
}

async function withServer(asked: ServerAsked, measure: (port: number) => Promise<Omit<HttpRun, keyof ServerSaw>>): Promise<HttpRun> {
  const server = fork(join(import.meta.dirname, 'server.ts'), { env: { ...process.env, RUSH_SERVER: JSON.stringify(asked) } });
  const said = () =>
    new Promise<unknown>((resolve, reject) => {
      server.once('message', resolve);
      server.once('exit', (code) => reject(new Error(`the server of the bench ended with ${code}`)));
    });
  const { port } = (await said()) as { readonly port: number };
  const measured = await measure(port);
  const saw = said();
  server.send('what did you see?');
  return { ...measured, ...((await saw) as ServerSaw) };
}
