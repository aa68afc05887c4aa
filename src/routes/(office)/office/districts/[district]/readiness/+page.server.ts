import { error } from '@sveltejs/kit';
import { guarded } from '#lib/server/guard.ts';
import type { PageServerLoadEvent } from './$types';

export const load = guarded('readiness.read_office', async ({ locals, params }: PageServerLoadEvent, who) => {
  const { staff, readiness, campaign } = locals.mektep;
  const district = await staff.district(who, params.district);
  if (district === null) error(404);
  const standing = await readiness.ofDistrict(district.id);
  const schools = district.schools.map(({ id, name }) => ({ id, name, ...(standing.get(id) ?? { isReady: false, parts: [] }) }));
  return { district: { id: district.id, name: district.name }, schools, opens: campaign.policy.stages[0]?.opens ?? null };
});
