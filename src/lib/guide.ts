import type { Policy } from '#domain/policy/policy.ts';
import type { Stage } from '#domain/policy/stages.ts';
import {
  after,
  arriveIn,
  chooseIn,
  decline,
  enrol,
  enter,
  type GuideSection,
  type GuideStep,
  me,
  moveIn,
  noChildren,
  noSchool,
  outage,
  papers,
  preference,
  standInLine,
} from './guide-errands.ts';
import type { MessageKey } from './messages.ts';
import { commissionRule, complaintRule } from './server/rules.ts';
import type { Speech } from './speech.ts';

export type GuideText = {
  readonly id: string;
  readonly title: string;
  readonly steps: readonly string[];
  readonly clause: string | null;
  readonly more: { readonly href: string; readonly text: string } | null;
};

/** The instruction under a law, in the reader's language. */
export function guideFor(policy: Policy, speech: Speech): readonly GuideText[] {
  const { t } = speech;
  return sectionsFor(policy).map(({ id, title, steps, more, clause, facts }) => ({
    id,
    title: t(title),
    steps: steps.map(({ text, words = {} }) => t(text, { ...facts?.(speech), ...saidOn(words, speech) })),
    clause,
    more: more === undefined ? null : { href: more.href, text: t(more.key) },
  }));
}

/** Everything on the screens that the instruction calls by name. */
export function wordsOfGuide(policy: Policy): readonly MessageKey[] {
  return sectionsFor(policy).flatMap(({ steps }) => steps.flatMap(({ words = {} }) => Object.values(words)));
}

type Section = GuideSection & {
  readonly clause: string | null;
  readonly facts?: (speech: Speech) => Readonly<Record<string, string | number>>;
};

function sectionsFor(policy: Policy): readonly Section[] {
  const errand = policy.signUp.clause;
  const offered = policy.stages.find(({ shows }) => shows === 'catchment');
  return [
    { ...enter, clause: errand },
    ...(offered === undefined ? [] : [{ ...enrol, clause: offered.clause }]),
    { ...noChildren, clause: errand },
    ...(offered === undefined ? [] : [{ ...noSchool, clause: errand }]),
    { ...outage, clause: null },
    ...choosing(policy),
    ...submitting(policy),
    ...(policy.waitingList.active ? [{ ...standInLine, clause: policy.waitingList.clause }] : []),
    ...(policy.declines === null ? [] : [{ ...decline, clause: policy.declines.clause }]),
    ...(policy.preference === null ? [] : [{ ...preference, clause: policy.preference.categories[0]?.clause ?? policy.preference.clause }]),
    ...guardianship(policy),
    ...underCommission(policy),
    { ...papers, clause: policy.documents.toSchool.clause, facts: ({ format }) => daysOf(policy.documents.toSchool, format) },
    { ...after, clause: null },
    { ...me, clause: null },
    ...complaint(policy),
  ];
}

function choosing({ stages }: Policy): readonly Section[] {
  const free = stages.filter(({ shows }) => shows === 'with_free_seats');
  const [first, ...later] = free;
  const moving = free.find(({ move }) => move === 'seat_for_seat');
  if (first === undefined) return [];
  return [
    { ...chooseIn(first), clause: first.clause, facts: stageFacts(first) },
    ...(moving === undefined ? [] : [{ ...moveIn(moving), clause: moving.clause }]),
    ...later.filter(({ route }) => route === 'during_year').map((stage): Section => ({ ...arriveIn, clause: stage.clause })),
  ];
}

function submitting({ stages }: Policy): readonly Section[] {
  const stage = stages.find(({ decision }) => decision.by === 'school');
  if (stage?.decision.by !== 'school') return [];
  const { withinWorkingDays: days } = stage.decision;
  const steps: readonly GuideStep[] = [
    { text: 'guide.enrol_child' },
    { text: 'guide.submit_press', words: { submit: 'child.submit', waiting: 'child.waiting' } },
    { text: 'guide.submit_wait' },
    { text: 'guide.submit_withdraw', words: { withdraw: 'child.withdraw' } },
  ];
  return [{ id: 'submit', title: 'guide.submit', steps, clause: stage.clause, facts: () => ({ days }) }];
}

function guardianship({ applicants, duties }: Policy): readonly Section[] {
  const proved = applicants.relations.find(({ proof }) => proof === 'document');
  const checked = duties.representativeCheckedWithinWorkingDays;
  if (proved === undefined) return [];
  const steps: readonly GuideStep[] = [
    { text: 'guide.guardian_open', words: { children: 'nav.children', guardian: 'children.guardian' } },
    { text: 'guide.guardian_fill', words: { pin: 'guardian.pin', relation: 'guardian.relation' } },
    { text: 'guide.guardian_file', words: { file: 'guardian.file', send: 'guardian.send' } },
    ...(checked === null ? [] : [{ text: 'guide.guardian_wait' as const }]),
  ];
  return [
    {
      id: 'guardian',
      title: 'guide.guardian',
      steps,
      clause: checked?.clause ?? proved.clause,
      facts: () => ({ days: checked?.days ?? 0 }),
    },
  ];
}

function underCommission(policy: Policy): readonly Section[] {
  const rule = commissionRule(policy);
  if (rule === null) return [];
  const steps: readonly GuideStep[] = [{ text: 'guide.commission_who' }, { text: 'guide.commission_then' }];
  return [{ id: 'commission', title: 'guide.commission', steps, clause: rule.clause, facts: () => ({ years: rule.years }) }];
}

function complaint(policy: Policy): readonly Section[] {
  const rule = complaintRule(policy);
  if (rule === null) return [];
  return [
    {
      id: 'complain',
      title: 'guide.complain',
      steps: [{ text: 'guide.complain_where' }],
      clause: rule.clause,
      facts: () => ({ days: rule.days }),
    },
  ];
}

function stageFacts({ opens, closes }: Stage): Section['facts'] {
  return ({ format }) => ({ from: format.moment(opens), to: format.lastOf(closes) });
}

function daysOf({ from, to }: Policy['documents']['toSchool'], format: Speech['format']) {
  return { from: format.day(from), to: format.day(to) };
}

/** What is quoted within quotes has the inner marks: «Войти через ЕСИ „Тундук“». */
function saidOn(words: Readonly<Record<string, MessageKey>>, { t }: Speech): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(words).map(([argument, key]) => [argument, t(key).replace(/[«»“”]/g, (mark) => INNER[mark] ?? mark)]),
  );
}

const INNER: Readonly<Record<string, string>> = { '«': '„', '»': '“', '“': '‘', '”': '’' };
