/** How much is asked of a neighbour at once, and when it is left in peace. */
export type GateConfig = {
  /** Questions on their way at the same time. */
  readonly atOnce: number;
  /** Questions that may wait for their turn; more are turned away. */
  readonly waitingAtMost: number;
  /** Failures one after the other after which nothing is asked for `restMs`. */
  readonly failuresInARow: number;
  readonly restMs: number;
  /** Milliseconds on a clock that only goes forward. */
  readonly now: () => number;
};

/** The neighbour is left in peace, or too many wait for it: nothing was asked. */
export class GateClosed extends Error {
  override readonly name = 'GateClosed';
}

/** Lets questions through to one neighbour. `isFailure` says of a fault that the neighbour, not the question, is in trouble. */
export type Gate = <T>(work: () => Promise<T>, isFailure: (fault: unknown) => boolean) => Promise<T>;

/**
 * A breaker with a bounded queue. It closes after so many failures in a row, or when half of the last questions failed; after its rest one question goes
 * ahead, and its outcome opens the gate or closes it again. Libraries that do this keep their own timers and turn away what they could queue.
 */
export function createGate({ atOnce, waitingAtMost, failuresInARow, restMs, now }: GateConfig): Gate {
  const waiting: (() => void)[] = [];
  let running = 0;
  let inARow = 0;
  let last: readonly boolean[] = [];
  let closedUntil: number | null = null;
  let isTrying = false;

  function admit(): 'through' | 'trial' {
    if (closedUntil === null) return 'through';
    if (isTrying || now() < closedUntil) throw new GateClosed('left in peace after failures');
    isTrying = true;
    return 'trial';
  }

  function note(failed: boolean, as: 'through' | 'trial'): void {
    if (as === 'trial') isTrying = false;
    // What was on its way when the gate closed says nothing of what comes after the rest.
    else if (closedUntil !== null) return;
    inARow = failed ? inARow + 1 : 0;
    last = [...last, failed].slice(-lastKept);
    const isHalf = last.length === lastKept && last.filter(Boolean).length * 2 >= lastKept;
    if (failed && (as === 'trial' || inARow >= failuresInARow || isHalf)) closedUntil = now() + restMs;
    else if (as === 'trial') {
      closedUntil = null;
      last = [];
    }
  }

  async function turn(): Promise<void> {
    if (running >= atOnce) {
      if (waiting.length >= waitingAtMost) throw new GateClosed('too many wait');
      // Whoever leaves hands its place on: `running` stays.
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else running += 1;
  }

  function leave(): void {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }

  return async (work, isFailure) => {
    if (closedUntil !== null && (isTrying || now() < closedUntil)) throw new GateClosed('left in peace after failures');
    await turn();
    try {
      const as = admit();
      try {
        const answer = await work();
        note(false, as);
        return answer;
      } catch (fault) {
        note(isFailure(fault), as);
        throw fault;
      }
    } finally {
      leave();
    }
  };
}

const lastKept = 20;
