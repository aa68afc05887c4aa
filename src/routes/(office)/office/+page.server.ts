import { guarded } from '#lib/server/guard.ts';
import type { PageServerLoadEvent } from './$types';

export const load = guarded('office.enter', ({ locals }: PageServerLoadEvent, who) => locals.mektep.staff.offices(who));
