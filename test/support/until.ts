import { setTimeout as pause } from 'node:timers/promises';

/** So long that no machine is too slow; what never comes is named then, before the file's own time ends. */
const patienceMs = 5 * 60_000;
const betweenMs = 20;

/** Asks again and again until there is an answer: never how long something takes, only that it comes. */
export async function until<T>(what: string, ask: () => Promise<T | null | undefined | false> | T | null | undefined | false): Promise<T> {
  const ends = performance.now() + patienceMs;
  for (;;) {
    const answer = await ask();
    if (answer !== null && answer !== undefined && answer !== false) return answer;
    if (performance.now() > ends) throw new Error(`${what} did not come`);
    await pause(betweenMs);
  }
}
