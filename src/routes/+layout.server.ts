import { isSpoken } from '#lib/messages.ts';
import { guarded, placeOf } from '#lib/server/guard.ts';
import { spokenLaw } from '#lib/speech.ts';
import type { LayoutServerLoadEvent } from './$types';

/** Pages are drawn on the server alone; nothing of them runs in the browser. */
export const csr = false;

export const load = guarded('page.public', async ({ locals, url }: LayoutServerLoadEvent) => ({
  language: locals.language,
  spoken: locals.mektep.campaign.policy.languages.spoken.filter(isSpoken),
  law: spokenLaw(locals.mektep.campaign.policy),
  here: placeOf(url),
  signedIn: locals.who !== null,
  hasOffice: (locals.who?.offices.length ?? 0) > 0,
  unread: locals.who === null ? 0 : await locals.mektep.notice.unread(locals.who),
  demo: locals.mektep.demo === null ? null : { now: locals.mektep.campaign.now(), personas: locals.mektep.demo.personas },
}));
