/** Lets long works of people run a few at a time, and of one person one at a time. */
export type LongWork = {
  /** Runs `work` when its turn comes; `busy` when too many wait, or `until` says that nobody waits any more. */
  inTurn<T>(
    person: string,
    until: AbortSignal,
    work: () => Promise<T>,
  ): Promise<{ readonly kind: 'done'; readonly value: T } | { readonly kind: 'busy' }>;
};

type Waiting = { readonly person: string; readonly begin: (isTurn: boolean) => void };

/** `atOnce` works run at one time; `waitingAtMost` wait, of each person one. */
export function longWork({ atOnce, waitingAtMost }: { readonly atOnce: number; readonly waitingAtMost: number }): LongWork {
  const running = new Set<string>();
  const queue: Waiting[] = [];

  function next(): void {
    for (const waiting of [...queue]) {
      if (running.size >= atOnce) return;
      if (running.has(waiting.person)) continue;
      queue.splice(queue.indexOf(waiting), 1);
      running.add(waiting.person);
      waiting.begin(true);
    }
  }

  function turnOf(person: string, until: AbortSignal): Promise<boolean> {
    if (until.aborted || queue.length >= waitingAtMost || queue.some((each) => each.person === person)) return Promise.resolve(false);
    return new Promise((begin) => {
      const waiting = { person, begin };
      queue.push(waiting);
      until.addEventListener('abort', () => {
        const place = queue.indexOf(waiting);
        if (place === -1) return;
        queue.splice(place, 1);
        begin(false);
      });
      next();
    });
  }

  return {
    async inTurn(person, until, work) {
      if (!(await turnOf(person, until))) return { kind: 'busy' };
      try {
        return { kind: 'done', value: await work() };
      } finally {
        running.delete(person);
        next();
      }
    },
  };
}
