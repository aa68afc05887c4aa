import { guarded } from '#lib/server/guard.ts';
import { commissionRule, complaintRule, papersOf } from '#lib/server/rules.ts';
import type { PageServerLoadEvent } from './$types';

export const load = guarded('page.public', ({ locals }: PageServerLoadEvent) => {
  const { policy } = locals.mektep.campaign;
  return {
    ...papersOf(policy),
    complaint: complaintRule(policy),
    clauses: {
      errand: policy.signUp.clause,
      commission: commissionRule(policy)?.clause ?? policy.signUp.clause,
      decline: policy.declines?.clause ?? policy.signUp.clause,
      guardian: policy.applicants.relations.find(({ proof }) => proof === 'document')?.clause ?? policy.signUp.clause,
    },
  };
});
