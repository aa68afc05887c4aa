import { guarded } from '#lib/server/guard.ts';
import { commissionRule } from '#lib/server/rules.ts';
import type { PageServerLoadEvent } from './$types';

export const load = guarded('page.public', ({ locals }: PageServerLoadEvent) => {
  const { policy, window } = locals.mektep.campaign;
  return {
    window: window(),
    stages: policy.stages.map(({ code, opens, closes, clause }) => ({ code, opens, closes, clause })),
    schoolsDecide: policy.stages.every(({ decision }) => decision.by === 'school'),
    cohorts: policy.cohorts,
    commission: commissionRule(policy),
    clauses: { fee: policy.fee.clause, dates: policy.datesSetBy.clause, examinations: policy.examinations.clause },
  };
});
