import type { WindowView } from '#domain/application/windows.ts';
import type { Moment } from '#domain/core/day.ts';
import type { Policy } from '#domain/policy/policy.ts';

export type ComplaintRule = { readonly days: number; readonly clause: string };

/** How soon the district answers a parent's statement, and by which clause; `null` where the law sets no limit. */
export function complaintRule(policy: Policy): ComplaintRule | null {
  return policy.duties.statementAnsweredWithinWorkingDays;
}

/** The papers brought to the school and the clause that lists them. */
export function papersOf(policy: Policy) {
  const { from, to, clause, list } = policy.documents.toSchool;
  const listClause = list[0]?.clause ?? clause;
  return { bring: { from, to, clause, documents: list.map(({ code }) => code) }, listClause };
}

/** Children whom the commission decides about: the age above which it does, and the clause. */
export function commissionRule(policy: Policy): { readonly years: number; readonly clause: string } | null {
  const order = policy.specialOrders.find((candidate) => candidate.when === 'older_than');
  return order?.when === 'older_than' ? { years: order.years, clause: order.clause } : null;
}

/** What the stage that is open promises a family of the catchment, and until when; `null` when it promises nothing. */
export function guaranteeOf(policy: Policy, window: WindowView): { readonly until: Moment; readonly clause: string } | null {
  if (window.kind !== 'open') return null;
  const stage = policy.stages.find(({ code }) => code === window.stage);
  return stage === undefined || stage.guarantee === 'none' ? null : { until: window.closes, clause: window.clause };
}
