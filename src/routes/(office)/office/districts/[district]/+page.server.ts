import { error } from '@sveltejs/kit';
import { guarded } from '#lib/server/guard.ts';
import type { PageServerLoadEvent } from './$types';

export const load = guarded('readiness.read_office', async ({ locals, params }: PageServerLoadEvent, who) => {
  const district = await locals.mektep.staff.district(who, params.district);
  if (district === null) error(404);
  return { district };
});
