import { isSpoken } from '#lib/messages.ts';
import { guarded, placeOf } from '#lib/server/guard.ts';
import { spokenLaw } from '#lib/speech.ts';
import type { SignedIn } from '#server/session/service.ts';
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
  /** It could not be asked whether somebody is signed in. */
  unsure: locals.isUnsure,
  unread: locals.who === null ? 0 : await unreadOf(locals.mektep, locals.who),
  demo: locals.mektep.demo === null ? null : { now: locals.mektep.campaign.now(), personas: locals.mektep.demo.personas },
}));

/** A number beside a link is not worth the whole page. */
async function unreadOf({ notice, toldOf }: App.Locals['mektep'], who: SignedIn): Promise<number> {
  return notice.unread(who).catch((fault: unknown) => {
    if (toldOf(fault).status === 503) return 0;
    throw fault;
  });
}
