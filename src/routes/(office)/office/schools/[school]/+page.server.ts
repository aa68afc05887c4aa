import { error } from '@sveltejs/kit';
import { directs } from '#lib/server/directed-school.ts';
import { guarded } from '#lib/server/guard.ts';
import type { PageServerLoadEvent } from './$types';

export const load = guarded('school.read_office', async ({ locals, params }: PageServerLoadEvent, who) => {
  const { staff, school } = locals.mektep;
  const office = await staff.school(who, params.school);
  if (office === null) error(404);
  const { schools } = await school.freeSeats();
  const isDirector = directs(who, office.id);
  return { office, isDirector, pools: schools.find((one) => one.school.id === office.id)?.pools ?? [] };
});
