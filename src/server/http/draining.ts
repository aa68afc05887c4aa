import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { sendWaiting } from './waiting.ts';

export type Draining = {
  /** Counts a request until it is answered; answers it with 503 when the process is being stopped, and gives `false`. */
  enter(request: IncomingMessage, response: ServerResponse): boolean;
  /** Answers what is in hand, refuses what comes meanwhile, and closes. */
  close(server: Server): Promise<void>;
};

// Whoever was accepted a moment ago has not been read yet: for so long those who come are still told to come again.
const usualLastCallMs = 100;

/** Stops a server without cutting anybody off: every request whose head was read is answered, or told to come again. */
export function drain(patienceMs: number, lastCallMs = usualLastCallMs): Draining {
  const inHand = new Set<ServerResponse>();
  let stopping = false;
  let emptied: () => void = () => undefined;

  return {
    enter(_request, response) {
      if (stopping) {
        turnAway(response);
        return false;
      }
      inHand.add(response);
      response.once('close', () => {
        inHand.delete(response);
        if (inHand.size === 0) emptied();
      });
      return true;
    },

    async close(server) {
      stopping = true;
      for (const response of inHand) if (!response.headersSent) response.setHeader('connection', 'close');
      await pause(lastCallMs);
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      const empty = new Promise<void>((resolve) => {
        emptied = resolve;
        if (inHand.size === 0) resolve();
      });
      await within(empty, patienceMs);
      for (const response of inHand) turnAway(response);
      await within(empty, lastCallMs);
      server.closeAllConnections();
      await closed;
    },
  };
}

function turnAway(response: ServerResponse): void {
  // What is half written cannot be taken back: its reader sees that it ended early.
  if (response.headersSent) return;
  for (const name of ['set-cookie', 'location', 'content-encoding', 'transfer-encoding', 'etag']) response.removeHeader(name);
  const why = { kind: 'stopping', title: 'This process is being stopped; send the same again' };
  sendWaiting(response, why, { 'retry-after': '2', connection: 'close' });
  // Whoever still works for this request finds that there is nobody to write to.
  const nothing = () => response;
  Object.assign(response, { setHeader: nothing, appendHeader: nothing, writeHead: nothing, write: () => true, end: nothing });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms));
}

/** Waits for something, but not for longer. */
async function within(what: Promise<void>, ms: number): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  await Promise.race([what, late]);
  clearTimeout(timer);
}
