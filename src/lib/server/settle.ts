import { error, redirect } from '@sveltejs/kit';
import type { Moment } from '#domain/core/day.ts';
import type { Answer } from '#server/allocation/service.ts';

/** An act on a seat that has no final answer. Pressing again with the same draft is safe. */
export type NotYet =
  | { readonly kind: 'not_open_yet'; readonly status: 425; readonly opensAt: Moment; readonly clause: string }
  | { readonly kind: 'busy' | 'unknown_yet'; readonly status: 503 };

const lookAgainSeconds = 3;

/** What a page does with the register's answer: `null` when it was answered and the page shows what is true now. */
export function settle(
  answer: Answer,
  event: { readonly url: URL; setHeaders(headers: Record<string, string>): void },
  here: string,
): NotYet | null {
  switch (answer.kind) {
    case 'answered':
      return null;
    case 'not_open_yet':
      return { kind: answer.kind, status: 425, opensAt: answer.opensAt, clause: answer.clause };
    case 'not_signed_in':
      return redirect(303, `/sign-in?to=${encodeURIComponent(here)}&problem=unsaved`);
    case 'unknown_draft':
      return error(404);
    case 'busy':
      event.setHeaders({ 'retry-after': String(answer.retryAfterSeconds) });
      return { kind: answer.kind, status: 503 };
    case 'unknown_yet':
      // The browser looks again by itself, without a script: by then the answer is known, or the form is there to be pressed once more.
      event.setHeaders({ 'retry-after': String(answer.retryAfterSeconds), refresh: `${lookAgainSeconds}; url=${here}` });
      return { kind: answer.kind, status: 503 };
  }
}

/** Where an answered act leads: the child's page, which says so when this was the answer to an earlier wish of the same draft. */
export function answeredAt(answer: Answer, here: string): string {
  return answer.kind === 'answered' && !answer.sameBody ? `${here}?earlier` : here;
}
