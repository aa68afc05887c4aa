import { error } from '@sveltejs/kit';
import { guarded } from '#lib/server/guard.ts';
import type { PageServerLoadEvent } from './$types';

export const load = guarded('page.public', async ({ locals, params, setHeaders }: PageServerLoadEvent) => {
  // Whoever holds the paper may look, search engines and shared caches may not; what is true now may not be true in a minute.
  setHeaders({ 'cache-control': 'private, no-store', 'x-robots-tag': 'noindex, nofollow' });
  const verified = await locals.mektep.confirmation.verify(params.code);
  if (verified === null) error(404);
  return { verified, now: locals.mektep.campaign.now() };
});
