import type { WindowView } from '#domain/application/windows.ts';
import type { Day, Moment } from '#domain/core/day.ts';
import type { DocumentNeeded } from '#domain/policy/documents.ts';
import type { Policy } from '#domain/policy/policy.ts';

export type ComplaintRule = { readonly days: number; readonly clause: string };

/** How soon the district answers a parent's statement, and by which clause; `null` where the law sets no limit. */
export function complaintRule(policy: Policy): ComplaintRule | null {
  return policy.duties.statementAnsweredWithinWorkingDays;
}

/** A paper brought to the school. KG25-22.1. */
export type Paper = Pick<DocumentNeeded, 'code' | 'form' | 'count'>;
export type Papers = {
  readonly bring: { readonly from: Day; readonly to: Day; readonly clause: string; readonly papers: readonly Paper[] };
  readonly listClause: string;
};

/** The papers brought to the school and the clause that lists them: all, or those of one grade. Nothing else can be asked for. KG25-22.2. */
export function papersOf(policy: Policy, grade?: number): Papers {
  const { from, to, clause, list } = policy.documents.toSchool;
  const listClause = list[0]?.clause ?? clause;
  const asked = list.filter(({ grades }) => grade === undefined || grades === null || grades.includes(grade));
  return { bring: { from, to, clause, papers: asked.map(({ code, form, count }) => ({ code, form, count })) }, listClause };
}

/** Children whom the commission decides about: the age above which it does, and the clause. */
export function commissionRule(policy: Policy): { readonly years: number; readonly clause: string } | null {
  const order = policy.specialOrders.find((candidate) => candidate.when === 'older_than');
  return order?.when === 'older_than' ? { years: order.years, clause: order.clause } : null;
}

/** A promised place, until when, and whether a full school keeps the promise too. */
export type Guarantee = { readonly until: Moment; readonly clause: string; readonly limitless: boolean };

/** Whether the stage that is open lets a family choose a school anywhere, whatever its address. KG25-5.3. */
export function isAnywhere(policy: Policy, window: WindowView): boolean {
  const stage = window.kind === 'open' ? policy.stages.find(({ code }) => code === window.stage) : undefined;
  return stage?.zone === 'anywhere' && stage.address === 'none';
}

/** What the stage that is open promises a family of the catchment, and until when; `null` when it promises nothing. */
export function guaranteeOf(policy: Policy, window: WindowView): Guarantee | null {
  if (window.kind !== 'open') return null;
  const stage = policy.stages.find(({ code }) => code === window.stage);
  return stage === undefined || stage.guarantee === 'none'
    ? null
    : { until: window.closes, clause: window.clause, limitless: stage.guarantee === 'without_limit' };
}
