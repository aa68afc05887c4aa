import { setTimeout as pause } from 'node:timers/promises';

export type Patience = {
  /** How long a database that is away is waited for. */
  readonly seconds: number;
  /** Told at the first failure, and then now and again. */
  readonly onWaiting: (fault: unknown) => void;
};

const pauseMs = 500;
const tellEveryMs = 10_000;

/**
 * Does what needs the database, again and again while it is away: after a power cut both start together. What will not pass by itself (a wrong
 * password, a database of another name) is thrown at once; so is the last failure when the time is over.
 */
export async function awaitDatabase<T>({ seconds, onWaiting }: Patience, work: () => Promise<T>): Promise<T> {
  const until = performance.now() + seconds * 1000;
  let toldMs = -Infinity;
  for (;;) {
    try {
      return await work();
    } catch (fault) {
      if (!passes(fault) || performance.now() > until) throw fault;
      if (performance.now() - toldMs > tellEveryMs) {
        onWaiting(fault);
        toldMs = performance.now();
      }
      await pause(pauseMs);
    }
  }
}

/** No connection, a server that starts, ends or recovers, no room for one more connection: it passes. */
export function passes(fault: unknown): boolean {
  const { code, message } = fault as { readonly code?: unknown; readonly message?: unknown };
  return (
    /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|ENOENT|57P0[123]|53300|08...)$/.test(
      String(code),
    ) || /connection terminated|timeout exceeded when trying to connect|query read timeout/i.test(String(message))
  );
}
