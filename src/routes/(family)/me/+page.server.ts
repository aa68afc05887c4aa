import { guarded } from '#lib/server/guard.ts';
import type { PageServerLoadEvent } from './$types';

export const load = guarded('applicant.read_own', async ({ locals, url }: PageServerLoadEvent, who) => ({
  profile: await locals.mektep.person.profile(who.person),
  done: doneOf(url.searchParams.get('done')),
}));

function doneOf(done: string | null): 'contacts' | 'passport' | null {
  return done === 'contacts' || done === 'passport' ? done : null;
}
