import { error } from '@sveltejs/kit';
import { guarded } from '#lib/server/guard.ts';
import { fromOf } from '#lib/server/page-number.ts';
import type { PageServerLoadEvent } from './$types';

/** The ministry's page: a district has its own. */
export const load = guarded('address.review', async ({ locals, url }: PageServerLoadEvent, who) => {
  const { addition, proposal, campaign } = locals.mektep;
  if (!who.offices.some(({ role }) => role === 'ministry')) error(404);
  const [page, waiting] = await Promise.all([addition.ofCountry(fromOf(url)), proposal.waiting()]);
  const counts = page.counts.map((count) => ({ ...count, waiting: waiting.get(count.district.id) ?? 0 }));
  return { page, counts, since: campaign.policy.boundaryChanges };
});
