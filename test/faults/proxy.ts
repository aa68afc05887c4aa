import { createServer, connect as dial, type Socket } from 'node:net';

/** A wire between one process and PostgreSQL that can be cut, left half open or slowed down. */
export type Proxy = {
  readonly port: number;
  /** Cuts every connection now; how many there were. */
  cut(): number;
  /** Cuts the next connection that commits: before PostgreSQL reads the commit, or after it but before the answer comes back. */
  cutAtCommit(when: 'before' | 'after'): void;
  /** Nothing passes, and nobody is told, until what this answers is called: then the connections are cut. */
  hold(): () => void;
  /** The same for so long. */
  holdThenCut(ms: number): void;
  /** The process sees its connections cut; PostgreSQL does not, and goes on waiting for it. */
  vanish(): void;
  /** Everything takes so much longer, for a while. */
  slow(delayMs: number, forMs: number): void;
  close(): void;
};

type Way = 'up' | 'down';
type Queue = { readonly chunk: Buffer; readonly dueMs: number }[];
type Pair = { readonly client: Socket; readonly server: Socket; readonly queues: Readonly<Record<Way, Queue>> };

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
  const pass = (pair: Pair, to: Way, chunk: Buffer) => {
    pair.queues[to].push({ chunk, dueMs: performance.now() + delayMs });
    if (pair.queues[to].length === 1) deliver(pair, to);
  };
  const up = (pair: Pair, chunk: Buffer) => {
    const place = atCommit === null ? -1 : chunk.indexOf(commit);
    if (place < 0) return pass(pair, 'up', chunk);
    const when = atCommit;
    atCommit = null;
    // What left before it is delivered first.
    pass(pair, 'up', when === 'before' ? chunk.subarray(0, Math.max(0, place - headBytes)) : chunk);
    const afterMs = delayMs * (pair.queues.up.length + 1);
    if (when === 'before') setTimeout(() => end(pair), afterMs);
    else {
      cutOff.add(pair.server);
      pair.client.resetAndDestroy();
      setTimeout(() => pair.server.resetAndDestroy(), afterMs + 20);
    }
  };

  const hold = () => {
    held = true;
    for (const { client, server } of pairs) for (const socket of [client, server]) socket.pause();
    return () => {
      held = false;
      cutAll();
    };
  };

  const listener = createServer((client) => {
    const server = dial({ host: '127.0.0.1', port: target(), noDelay: true });
    const pair: Pair = { client, server, queues: { up: [], down: [] } };
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
      if (!cutOff.has(server)) server.destroy();
    });
    server.on('close', () => client.destroy());
  });
  const cutOff = new Set<Socket>();
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const address = listener.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    cut: cutAll,
    cutAtCommit: (when) => void (atCommit = when),
    hold,
    holdThenCut: (ms) => void setTimeout(hold(), ms),
    vanish() {
      for (const { client, server } of pairs) {
        cutOff.add(server);
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
      for (const socket of cutOff) socket.destroy();
    },
  };
}

/** Hands on what stands in the queue, strictly in its order: what left first arrives first, however long each takes. */
function deliver(pair: Pair, to: Way): void {
  const [first] = pair.queues[to];
  if (first === undefined) return;
  setTimeout(
    () => {
      const socket = to === 'up' ? pair.server : pair.client;
      if (socket.writable) socket.write(first.chunk);
      pair.queues[to].shift();
      deliver(pair, to);
    },
    Math.max(0, first.dueMs - performance.now()),
  );
}
