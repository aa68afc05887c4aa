import { error, type RequestEvent } from '@sveltejs/kit';

/** Lets through so many a second, and a few more at once after a pause; nobody in particular is counted, for families share addresses of the net. */
export type Turnstile = {
  /** Whether one more may pass at a time in milliseconds that only goes forward. */
  pass(nowMs: number): boolean;
};

/** A turnstile for questions that anybody may ask and that cost work. */
export function turnstile({ perSecond, atOnce }: { readonly perSecond: number; readonly atOnce: number }): Turnstile {
  let left = atOnce;
  let last: number | null = null;
  return {
    pass(nowMs) {
      left = Math.min(atOnce, left + (last === null ? 0 : ((nowMs - last) / 1000) * perSecond));
      last = nowMs;
      if (left < 1) return false;
      left -= 1;
      return true;
    },
  };
}

/** Searching the names of a whole country takes a few milliseconds: questions of the public never take more than half of a processor. */
const publicQuestions = turnstile({ perSecond: 100, atOnce: 200 });

/** Lets a question of the public through, or asks its browser to come again in a second. */
export function passQuestion({ setHeaders }: Pick<RequestEvent, 'setHeaders'>): void {
  if (publicQuestions.pass(performance.now())) return;
  setHeaders({ 'retry-after': '1' });
  error(503);
}
