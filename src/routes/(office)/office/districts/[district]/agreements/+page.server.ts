import { error } from '@sveltejs/kit';
import { guarded } from '#lib/server/guard.ts';
import type { PageServerLoadEvent } from './$types';

export const load = guarded('boundaries.agree', async ({ locals, params }: PageServerLoadEvent, who) => {
  const { staff, proposal } = locals.mektep;
  const district = await staff.district(who, params.district);
  if (district === null) error(404);
  const proposals = await proposal.list({ district: district.id });
  return {
    district: { id: district.id, name: district.name },
    waiting: proposals.filter(({ state }) => state === 'waiting'),
    decided: proposals.filter(({ state }) => state !== 'waiting'),
    mine: proposals.filter((one) => proposal.openFor(who, district.id, one).length > 0).map(({ id }) => id),
  };
});
