import assert from 'node:assert/strict';
import type { Policy } from '#domain/policy/policy.ts';
import { tableOf } from './table.ts';

/** A law as lines that a lawyer reads beside its source; each line ends with the clause it rests on. */
export function linesOf(policy: Policy): readonly { readonly given: string; readonly expected: string }[] {
  const line = (given: string, expected: string, clause: string) => ({ given, expected: `${expected} (${clause})` });
  const { preference, cancellation, documents, duties, declines, ratio } = policy;
  return [
    ...policy.cohorts.map(({ bornFrom, bornTo, grade, condition, clause }) =>
      line(`born ${bornFrom} – ${bornTo}`, `grade ${grade}${condition === 'none' ? '' : `, ${condition}`}`, clause),
    ),
    ...policy.specialOrders.map((order) =>
      line(order.when === 'older_than' ? `older than ${order.years} on ${order.onDay}` : order.when, order.decidedBy, order.clause),
    ),
    ...policy.stages.map((stage) =>
      line(
        `stage ${stage.code}`,
        `${text(stage.opens)} – ${text(stage.closes)}, ${stage.shows}, guarantee ${stage.guarantee}, move ${stage.move}, ${decisionOf(stage)}`,
        stage.clause,
      ),
    ),
    ...(preference === null
      ? []
      : [line('preference', `${preference.sharePercent} %, ${limit(preference.withinWorkingDays, 'working days')}`, preference.clause)]),
    ...(preference?.categories ?? []).map(({ code, proofs, condition, clause }) =>
      line(
        `preference ${code}`,
        `${proofs.map(({ document, validMonths }) => `${document}${validMonths === null ? '' : ` of ${validMonths} month`}`).join(' or ')}, ${condition.kind}`,
        clause,
      ),
    ),
    ...(declines?.reasons ?? []).map(({ code, effect, clause }) => line(`reason ${code}`, effect, clause)),
    line(
      'cancellations',
      `${limit(cancellation.atMost, 'at most')}${cancellation.withdrawFirst ? ', withdraw before asking another school' : ''}`,
      cancellation.clause,
    ),
    line('papers to school', `${documents.toSchool.from} – ${documents.toSchool.to}`, documents.toSchool.clause),
    ...documents.toSchool.list.map(({ code, count, form, clause }) => line(`paper ${code}`, `${count} ${form}`, clause)),
    ...documents.attached.map(({ code, count, form, unlessStateHolds, clause }) =>
      line(`attached ${code}`, `${count} ${form}${unlessStateHolds ? ' unless the state holds it' : ''}`, clause),
    ),
    line(
      'papers not brought',
      `${documents.notBrought.effect}${documents.notBrought.on === null ? '' : ` on ${documents.notBrought.on}`}`,
      documents.notBrought.clause,
    ),
    ...policy.channels.map(({ code, names, clause }) => line(`channel ${code}`, names.join(', ') || 'at the school', clause)),
    ...policy.schools.map(({ kind, takesPart, clause }) => line(`school ${kind}`, takesPart, clause)),
    ...Object.entries(duties).flatMap(([duty, rule]) =>
      rule === null ? [] : [line(duty, 'day' in rule ? rule.day : `${rule.days} working days`, rule.clause)],
    ),
    ...(ratio === null
      ? []
      : [line('ratio', `${ratio.catchment} of the catchment, then ${ratio.outside}, ${ratio.active ? 'on' : 'off'}`, ratio.clause)]),
  ];
}

/** Compares a law with its golden table, line by line in the order of the pack. */
export function isGolden(policy: Policy, table: string): void {
  assert.deepEqual(linesOf(policy), tableOf(table));
}

function decisionOf({ decision }: Policy['stages'][number]): string {
  if (decision.by === 'system') return 'the system decides';
  return `the school decides within ${decision.withinWorkingDays} working day, refuses for ${decision.refusalGrounds.map(({ code }) => code).join(', ')}`;
}

function limit(count: number | null, unit: string): string {
  return count === null ? 'no limit' : `${unit} ${count}`;
}

function text(moment: string): string {
  return moment.replace('T', ' ').replace(/:00$/, '');
}
