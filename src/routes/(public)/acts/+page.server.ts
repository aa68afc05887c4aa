import { beginningOf, citedAct, clausesOf } from '#lib/acts/cited-act.ts';
import { guarded } from '#lib/server/guard.ts';
import type { PageServerLoadEvent } from './$types';

const beginningLength = 90;

export const load = guarded('page.public', ({ locals }: PageServerLoadEvent) => {
  const { policy } = locals.mektep.campaign;
  const act = citedAct(policy);
  return {
    cited: policy.acts.find(({ cited }) => cited) ?? null,
    others: policy.acts.filter(({ cited }) => !cited).map(({ code, title, number }) => ({ code, title, number })),
    legalDatabase: policy.legalDatabase,
    clauses: clausesOf(act).map((clause) => ({ clause, beginning: beginningOf(act, clause, locals.language, beginningLength) })),
  };
});
