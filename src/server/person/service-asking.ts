import { setTimeout as pause } from 'node:timers/promises';
import { type RegisterName, RegisterOutage } from '../ports.ts';

/** A register that gave no answer to go by: `silent`, or its answer could not be read (`unread`). */
export type Outage = { readonly register: RegisterName; readonly kind: 'silent' | 'unread' };

export type AskingTerms = {
  /** How long a page waits for a register; the question goes on without it. */
  readonly waitMs: number;
  /** After an outage nobody asks again for this person before this much has passed, but at a press. */
  readonly retryMs: number;
};

/** One question on its way. Whoever asks the same meanwhile shares it. */
export type Flight = { readonly done: Promise<Outage | null>; readonly register: RegisterName; readonly begunMs: number };

export type Asking = {
  /** Begins a question, or joins it where it is on its way. Its outcome is kept by `ask` itself; here only whether there was one. */
  begin(key: string, register: RegisterName, ask: () => Promise<Outage | null>): Flight;
  /** The outage of the last try, as long as it is not to be asked again; `null` when there was none. */
  lately(key: string): Outage | null;
  /** What came of a question within the time a page waits; what has been waited for that long already is not waited for again. */
  within(flight: Flight): Promise<Outage | null>;
  /** Until nothing is on its way. */
  idle(): Promise<void>;
};

const remembered = 50_000;

/** Questions to registers, each asked once at a time for one person, and waited for no longer than a page may. */
export function createAsking({ waitMs, retryMs }: AskingTerms, onFault: (fault: unknown) => void): Asking {
  const flights = new Map<string, Flight>();
  const failed = new Map<string, { readonly outage: Outage; readonly atMs: number }>();
  const now = () => performance.now();

  function note(key: string, outage: Outage | null): Outage | null {
    failed.delete(key);
    if (failed.size >= remembered) failed.clear();
    if (outage !== null) failed.set(key, { outage, atMs: now() });
    return outage;
  }

  return {
    begin(key, register, ask) {
      const running = flights.get(key);
      if (running !== undefined) return running;
      const done = ask()
        .then((outage) => note(key, outage))
        .finally(() => flights.delete(key));
      // A fault is thrown to those who wait; a question in the background has nobody else to tell.
      done.catch(onFault);
      const flight = { done, register, begunMs: now() };
      flights.set(key, flight);
      return flight;
    },

    lately(key) {
      const last = failed.get(key);
      return last !== undefined && now() - last.atMs < retryMs ? last.outage : null;
    },

    async within({ done, register, begunMs }) {
      const late: Outage = { register, kind: 'silent' };
      const left = waitMs - (now() - begunMs);
      if (left <= 0) return Promise.race([done, Promise.resolve(late)]);
      const ended = new AbortController();
      try {
        return await Promise.race([done, pause(left, late, { signal: ended.signal })]);
      } finally {
        ended.abort();
      }
    },

    async idle() {
      while (flights.size > 0) await Promise.allSettled([...flights.values()].map(({ done }) => done));
    },
  };
}

export type Settled<T> = { readonly kind: 'answer'; readonly answer: T } | { readonly kind: 'outage'; readonly outage: Outage };

/** An answer, or that there is none to go by; faults of our own are thrown. */
export async function settle<T>(ask: () => Promise<T>): Promise<Settled<T>> {
  try {
    return { kind: 'answer', answer: await ask() };
  } catch (fault) {
    if (!(fault instanceof RegisterOutage)) throw fault;
    return { kind: 'outage', outage: { register: fault.register, kind: fault.reason === 'nonsense' ? 'unread' : 'silent' } };
  }
}
