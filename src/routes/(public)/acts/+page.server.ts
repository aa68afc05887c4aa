import { beginningOf, clauses } from '#lib/acts/regulation.ts';
import { guarded } from '#lib/server/guard.ts';
import type { PageServerLoadEvent } from './$types';

const beginningLength = 90;

export const load = guarded('page.public', ({ locals }: PageServerLoadEvent) => {
  const { acts } = locals.mektep.campaign.policy;
  return {
    cited: acts.find((act) => act.cited) ?? null,
    others: acts.filter((act) => !act.cited).map(({ code, title, number }) => ({ code, title, number })),
    clauses: clauses.map((clause) => ({ clause, beginning: beginningOf(clause, locals.language, beginningLength) })),
  };
});
