import { guarded, placeOf } from '#lib/server/guard.ts';
import type { LayoutServerLoadEvent } from './$types';

/** Pages are drawn on the server alone; nothing of them runs in the browser. */
export const csr = false;

export const load = guarded('page.public', ({ locals, url }: LayoutServerLoadEvent) => ({
  language: locals.language,
  here: placeOf(url),
  signedIn: locals.who !== null,
}));
