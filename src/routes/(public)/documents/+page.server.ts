import { guarded } from '#lib/server/guard.ts';
import { complaintRule, papersOf } from '#lib/server/rules.ts';
import type { PageServerLoadEvent } from './$types';

export const load = guarded('page.public', ({ locals }: PageServerLoadEvent) => {
  const { policy } = locals.mektep.campaign;
  const { from, to, clause, list } = policy.documents.toSchool;
  return {
    when: { from, to, clause },
    papers: list.map(({ code, form, count, grades, clause: own }) => ({ code, form, count, grades, clause: own })),
    listClause: papersOf(policy).listClause,
    complaint: complaintRule(policy),
    decidedBySchool: policy.stages.every(({ decision }) => decision.by === 'school'),
    toApplication: policy.documents.attached.map(({ code, form, count, clause: own }) => ({ code, form, count, clause: own })),
    attached: {
      guardian: policy.applicants.relations.find(({ proof }) => proof === 'document')?.clause ?? null,
      preference: policy.preference?.categories[0]?.clause ?? null,
    },
  };
});
