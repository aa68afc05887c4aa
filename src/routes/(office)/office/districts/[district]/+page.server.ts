import { error } from '@sveltejs/kit';
import { guarded } from '#lib/server/guard.ts';
import type { PageServerLoadEvent } from './$types';

export const load = guarded('readiness.read_office', async ({ locals, params }: PageServerLoadEvent, who) => {
  const district = await locals.mektep.staff.district(who, params.district);
  if (district === null) error(404);
  const ids = district.schools.map(({ id }) => id);
  const [streets, { schools }] = await Promise.all([locals.mektep.boundaryEditor.streetCounts(ids), locals.mektep.school.freeSeats()]);
  const languages = new Map(schools.map(({ school, pools }) => [school.id, [...new Set(pools.map(({ language }) => language))]]));
  return {
    district,
    waiting: (await locals.mektep.proposal.waiting()).get(district.id) ?? 0,
    details: Object.fromEntries(ids.map((id) => [id, { streets: streets.get(id) ?? 0, languages: languages.get(id) ?? [] }])),
  };
});
