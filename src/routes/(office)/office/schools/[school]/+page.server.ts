import { error } from '@sveltejs/kit';
import { guarded } from '#lib/server/guard.ts';
import type { PageServerLoadEvent } from './$types';

export const load = guarded('school.read_office', async ({ locals, params }: PageServerLoadEvent, who) => {
  const { staff, school } = locals.mektep;
  const office = await staff.school(who, params.school);
  if (office === null) error(404);
  const { schools } = await school.freeSeats();
  return { office, pools: schools.find((one) => one.school.id === office.id)?.pools ?? [] };
});
