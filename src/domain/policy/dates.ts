import { type Day, dayOf, type Moment, parseDay } from '../core/day.ts';
import type { Named } from '../core/language.ts';
import type { Policy } from './policy.ts';

/** What the ministry sets for one campaign: everything else is the pack's, letter for letter. KG25-26. */
export type CampaignDates = {
  readonly code: string;
  readonly pack: string;
  readonly year: number;
  readonly title: Named;
  readonly stages: readonly { readonly code: string; readonly opens: Moment; readonly closes: Moment }[];
  readonly cohorts: readonly { readonly grade: number; readonly bornFrom: Day; readonly bornTo: Day }[];
};

/** A pack's own dates, moved to another year: what the ministry begins from. */
export function datesFor(policy: Policy, code: string, year: number): CampaignDates {
  const by = year - policy.year;
  return {
    code,
    pack: policy.code,
    year,
    title: Object.fromEntries(
      Object.entries(policy.title).map(([language, text]) => [language, text.replaceAll(String(policy.year), String(year))]),
    ) as Named,
    stages: policy.stages.map((stage) => ({
      code: stage.code,
      opens: momentMoved(stage.opens, by),
      closes: momentMoved(stage.closes, by),
    })),
    cohorts: policy.cohorts.map(({ grade, bornFrom, bornTo }) => ({
      grade,
      bornFrom: dayMoved(bornFrom, by),
      bornTo: dayMoved(bornTo, by),
    })),
  };
}

/** The pack under the dates of a campaign. Days that go with the year go with it: as of when somebody was employed, when a child was too old. */
export function underDates(policy: Policy, dates: CampaignDates): Policy {
  const by = dates.year - policy.year;
  return {
    ...policy,
    year: dates.year,
    title: dates.title,
    stages: policy.stages.map((stage, place) => ({ ...stage, ...dates.stages[place] })),
    cohorts: policy.cohorts.map((cohort, place) => ({ ...cohort, ...dates.cohorts[place] })),
    specialOrders: policy.specialOrders.map((order) =>
      order.when === 'older_than' ? { ...order, onDay: dayMoved(order.onDay, by) } : order,
    ),
    preference:
      policy.preference === null
        ? null
        : {
            ...policy.preference,
            categories: policy.preference.categories.map((category) =>
              'asOf' in category.condition && category.condition.asOf !== null
                ? { ...category, condition: { ...category.condition, asOf: dayMoved(category.condition.asOf, by) } }
                : category,
            ),
          },
  };
}

/** Why a campaign of these dates cannot be published, in words for the ministry; empty when it can. */
export function datesTroubles(policy: Policy, dates: CampaignDates): readonly string[] {
  const own = (codes: readonly (string | number)[]) => codes.join(', ');
  const [stages, cohorts] = [policy.stages.map(({ code }) => code), policy.cohorts.map(({ grade }) => grade)];
  if (own(stages) !== own(dates.stages.map(({ code }) => code)))
    return [`the stages must be those of ${policy.code}, in their order: ${own(stages)}`];
  if (own(cohorts) !== own(dates.cohorts.map(({ grade }) => grade)))
    return [`the cohorts must be those of ${policy.code}, in their order: grades ${own(cohorts)}`];
  return [
    ...dates.stages.flatMap(({ code, opens, closes }) => (opens < closes ? [] : [`${code} closes (${closes}) before it opens (${opens})`])),
    ...dates.stages.flatMap(({ code, opens }) => yearOf(code, dayOf(opens), dates.year)),
    ...overlaps(policy, dates),
    ...dates.cohorts.flatMap(({ grade, bornFrom, bornTo }) =>
      bornFrom <= bornTo ? [] : [`of grade ${grade} the last birthday (${bornTo}) comes before the first (${bornFrom})`],
    ),
    ...(policy.ratio?.active === true ? ['the ratio of children from outside is switched on, which this version does not apply'] : []),
  ];
}

/** Stages of one pack that do not overlap there must not do so under other dates. */
function overlaps(policy: Policy, dates: CampaignDates): readonly string[] {
  const meet = (a: { opens: string; closes: string }, b: { opens: string; closes: string }) => a.opens < b.closes && b.opens < a.closes;
  return dates.stages.flatMap((one, place) =>
    dates.stages.slice(place + 1).flatMap((other, ahead) => {
      const [was, beside] = [policy.stages[place], policy.stages[place + 1 + ahead]];
      if (was === undefined || beside === undefined || meet(was, beside) || !meet(one, other)) return [];
      return [`${one.code} and ${other.code} are open at the same time`];
    }),
  );
}

function yearOf(code: string, opens: Day, year: number): readonly string[] {
  const opensIn = Number(opens.slice(0, 4));
  return Math.abs(opensIn - year) <= 1 ? [] : [`${code} opens in ${opensIn}, and the campaign is of ${year}`];
}

function dayMoved(day: Day, years: number): Day {
  const moved = `${Number(day.slice(0, 4)) + years}${day.slice(4)}`;
  return (parseDay(moved) ?? moved.replace(/-29$/, '-28')) as Day;
}

function momentMoved(at: Moment, years: number): Moment {
  return `${dayMoved(dayOf(at), years)}${at.slice(10)}` as Moment;
}
