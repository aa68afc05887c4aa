import { error } from '@sveltejs/kit';
import { guarded } from '#lib/server/guard.ts';
import { fromOf } from '#lib/server/page-number.ts';
import type { PageServerLoadEvent } from './$types';

export const load = guarded('address.review', async ({ locals, params, url }: PageServerLoadEvent, who) => {
  const { staff, addition, addressAnswer } = locals.mektep;
  const found = await staff.district(who, params.district);
  if (found === null) error(404);
  const [requests, page] = await Promise.all([addressAnswer.openOfDistrict(who, found.id), addition.ofDistrict(found.id, fromOf(url))]);
  return { district: { id: found.id, name: found.name }, requests, page, since: locals.mektep.campaign.policy.boundaryChanges };
});
