import { error } from '@sveltejs/kit';
import { guarded } from '#lib/server/guard.ts';
import type { PageServerLoadEvent } from './$types';

export const load = guarded('address.answer_own', async ({ locals, params }: PageServerLoadEvent, who) => {
  const { staff, addressAnswer, campaign } = locals.mektep;
  const office = await staff.directed(who, params.school);
  if (office === null) error(404);
  return { office, requests: await addressAnswer.openOfSchool(who, office.id), clause: campaign.policy.missingAddress.clause };
});
