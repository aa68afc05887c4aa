import { createServer, connect as dial, type Socket } from 'node:net';

/** A wire between one process and PostgreSQL that can be cut, left half open or slowed down. */
export type Proxy = {
  readonly port: number;
  /** Cuts every connection now; how many there were. */
  cut(): number;
  /** Cuts the next connection that commits: before PostgreSQL reads the commit, or after it but before the answer comes back. */
  cutAtCommit(when: 'before' | 'after'): void;
  /** Nothing passes for so long, and nobody is told; then the connections are cut. */
  holdThenCut(ms: number): void;
  /** The process sees its connections cut; PostgreSQL does not, and goes on waiting for it. */
  vanish(): void;
  /** Everything takes so much longer, for a while. */
  slow(delayMs: number, forMs: number): void;
  close(): void;
};

type Pair = { readonly client: Socket; readonly server: Socket; readonly busyUntil: { up: number; down: number } };

/** One way, as between two machines of one house: long enough that the processes stand in each other's way. */
const wireMs = 2;
const commit = Buffer.from('commit\0');
/** A simple query: its letter, four bytes of length, its text. */
const headBytes = 5;

/** Listens on a port of its own and passes everything on to PostgreSQL. */
export async function openProxy(target: () => number): Promise<Proxy> {
  const pairs = new Set<Pair>();
  let atCommit: 'before' | 'after' | null = null;
  let held = false;
  let delayMs = wireMs;

  const end = ({ client, server }: Pair) => {
    client.resetAndDestroy();
    server.resetAndDestroy();
  };
  const cutAll = () => {
    const count = pairs.size;
    for (const pair of pairs) end(pair);
    return count;
  };
  const pass = (pair: Pair, to: 'up' | 'down', chunk: Buffer) => {
    const socket = to === 'up' ? pair.server : pair.client;
    const now = performance.now();
    const due = Math.max(now + delayMs, pair.busyUntil[to]);
    if (due <= now) return void socket.write(chunk);
    pair.busyUntil[to] = due;
    setTimeout(() => socket.writable && socket.write(chunk), due - now);
  };
  const up = (pair: Pair, chunk: Buffer) => {
    const place = atCommit === null ? -1 : chunk.indexOf(commit);
    if (place < 0) return pass(pair, 'up', chunk);
    const when = atCommit;
    atCommit = null;
    if (when === 'before') {
      pair.server.write(chunk.subarray(0, Math.max(0, place - headBytes)), () => end(pair));
      return;
    }
    pair.client.resetAndDestroy();
    pair.server.write(chunk, () => setTimeout(() => pair.server.resetAndDestroy(), 20));
  };

  const listener = createServer((client) => {
    const server = dial({ host: '127.0.0.1', port: target(), noDelay: true });
    const pair: Pair = { client, server, busyUntil: { up: 0, down: 0 } };
    pairs.add(pair);
    client.setNoDelay(true);
    for (const socket of [client, server]) {
      socket.on('error', () => undefined);
      if (held) socket.pause();
    }
    client.on('data', (chunk: Buffer) => up(pair, chunk));
    server.on('data', (chunk: Buffer) => client.writable && pass(pair, 'down', chunk));
    client.on('close', () => {
      pairs.delete(pair);
      if (!vanished.has(server)) server.destroy();
    });
    server.on('close', () => client.destroy());
  });
  const vanished = new Set<Socket>();
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const address = listener.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    cut: cutAll,
    cutAtCommit: (when) => void (atCommit = when),
    holdThenCut(ms) {
      held = true;
      for (const { client, server } of pairs) for (const socket of [client, server]) socket.pause();
      setTimeout(() => {
        held = false;
        cutAll();
      }, ms);
    },
    vanish() {
      for (const { client, server } of pairs) {
        vanished.add(server);
        client.resetAndDestroy();
      }
    },
    slow(by, forMs) {
      delayMs = by;
      setTimeout(() => (delayMs = wireMs), forMs);
    },
    close() {
      listener.close();
      cutAll();
      for (const socket of vanished) socket.destroy();
    },
  };
}
