import { guarded } from '#lib/server/guard.ts';
import type { PageServerLoadEvent } from './$types';

export const load = guarded('guardianship.apply', ({ locals }: PageServerLoadEvent) => ({
  checked: locals.mektep.campaign.policy.duties.representativeCheckedWithinWorkingDays,
}));
