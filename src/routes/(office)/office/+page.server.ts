import { guarded } from '#lib/server/guard.ts';
import type { PageServerLoadEvent } from './$types';

export const load = guarded('office.enter', async ({ locals }: PageServerLoadEvent, who) => ({
  ...(await locals.mektep.staff.offices(who)),
  isMinistry: who.offices.some(({ role }) => role === 'ministry'),
}));
