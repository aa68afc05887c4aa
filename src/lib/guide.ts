import type { Policy } from '#domain/policy/policy.ts';
import type { Stage } from '#domain/policy/stages.ts';
import type { MessageKey } from './messages.ts';
import { stageKey } from './names.ts';
import { commissionRule, complaintRule } from './server/rules.ts';
import type { Speech } from './speech.ts';

/**
 * The user instruction for parents. KG25-29. What it calls by name on the screens it takes from the same message: an instruction
 * cannot name a button that is called otherwise. Errands the campaign's law does not know are left out.
 */
export type GuideSection = {
  readonly id: string;
  readonly title: MessageKey;
  readonly steps: readonly GuideStep[];
  /** A public page about the same. */
  readonly more?: { readonly href: string; readonly key: MessageKey };
};

/** `words`: what the screens call the thing that an argument stands for. */
export type GuideStep = { readonly text: MessageKey; readonly words?: Readonly<Record<string, MessageKey>> };

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
    ...(policy.declines === null ? [] : [{ ...decline, clause: policy.declines.clause }]),
    ...(policy.preference === null ? [] : [{ ...preference, clause: policy.preference.categories[0]?.clause ?? policy.preference.clause }]),
    ...guardianship(policy),
    ...underCommission(policy),
    { ...papers, clause: policy.documents.toSchool.clause, facts: ({ format }) => daysOf(policy.documents.toSchool, format) },
    { ...me, clause: null },
    ...complaint(policy),
  ];
}

const enter: GuideSection = {
  id: 'enter',
  title: 'guide.enter',
  steps: [
    { text: 'guide.enter_open', words: { start: 'home.start' } },
    { text: 'guide.enter_press', words: { button: 'sign_in.identity_provider' } },
    { text: 'guide.enter_list', words: { section: 'site.name', children: 'nav.children' } },
  ],
};

const enrol: GuideSection = {
  id: 'enrol',
  title: 'guide.enrol',
  steps: [
    { text: 'guide.enrol_child' },
    { text: 'guide.enrol_grade', words: { grade: 'child.grade' } },
    { text: 'guide.enrol_school', words: { why: 'child.why' } },
    { text: 'guide.enrol_many' },
    { text: 'guide.enrol_language', words: { language: 'child.pool_legend' } },
    { text: 'guide.enrol_press', words: { enrol: 'child.enrol', enrolled: 'child.enrolled' } },
    { text: 'guide.enrol_again', words: { again: 'unknown.again' } },
  ],
};

const noChildren: GuideSection = {
  id: 'no-children',
  title: 'guide.no_children',
  steps: [{ text: 'guide.no_children_office' }, { text: 'guide.no_children_refresh', words: { children: 'nav.children', refresh: 'children.refresh' } }],
};

const noSchool: GuideSection = {
  id: 'no-school',
  title: 'guide.no_school',
  steps: [
    { text: 'guide.no_school_look', words: { address: 'nav.address' } },
    { text: 'guide.no_school_school' },
    { text: 'guide.no_school_office', words: { refresh: 'children.refresh' } },
  ],
  more: { href: '/address', key: 'help.no_school_look' },
};

const outage: GuideSection = { id: 'outage', title: 'guide.outage', steps: [{ text: 'guide.outage_again', words: { retry: 'outage.retry' } }] };

const decline: GuideSection = {
  id: 'decline',
  title: 'guide.decline',
  steps: [
    { text: 'guide.decline_think' },
    { text: 'guide.decline_open', words: { decline: 'child.decline' } },
    { text: 'guide.decline_reason', words: { reason: 'decline.reason' } },
    { text: 'guide.decline_confirm', words: { understood: 'decline.understood', confirm: 'decline.confirm' } },
    { text: 'guide.decline_back', words: { keep: 'decline.keep' } },
  ],
};

const preference: GuideSection = {
  id: 'preference',
  title: 'guide.preference',
  steps: [{ text: 'guide.preference_who' }, { text: 'guide.preference_how' }, { text: 'guide.preference_keep' }],
};

const papers: GuideSection = {
  id: 'papers',
  title: 'guide.papers',
  steps: [{ text: 'guide.papers_when', words: { enrolled: 'child.enrolled' } }, { text: 'guide.papers_list', words: { bring: 'child.bring' } }],
  more: { href: '/documents', key: 'help.papers_link' },
};

const me: GuideSection = {
  id: 'me',
  title: 'guide.me',
  steps: [
    { text: 'guide.me_contacts', words: { me: 'nav.me', contacts: 'me.change_contacts' } },
    { text: 'guide.me_passport', words: { passport: 'me.confirm_passport' } },
    { text: 'guide.me_out', words: { out: 'nav.sign_out' } },
  ],
};

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

const chooseIn = ({ code }: Stage): GuideSection => ({
  id: 'choose',
  title: 'guide.choose',
  steps: [
    { text: 'guide.choose_when', words: { stage: stageKey(code) } },
    { text: 'guide.choose_open', words: { begin: 'choose.begin' } },
    { text: 'guide.choose_area' },
    { text: 'guide.choose_school' },
    { text: 'guide.choose_press', words: { enrol: 'child.enrol', enrolled: 'child.enrolled' } },
    { text: 'guide.choose_full' },
  ],
  more: { href: '/schools', key: 'nav.schools' },
});

const moveIn = ({ code }: Stage): GuideSection => ({
  id: 'move',
  title: 'guide.move',
  steps: [
    { text: 'guide.move_open', words: { stage: stageKey(code), move: 'choose.move_begin' } },
    { text: 'guide.move_kept', words: { enrol: 'child.enrol' } },
  ],
});

const arriveIn: GuideSection = { id: 'year', title: 'guide.year', steps: [{ text: 'guide.year_press', words: { begin: 'choose.begin' } }] };

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
  return [{ id: 'guardian', title: 'guide.guardian', steps, clause: checked?.clause ?? proved.clause, facts: () => ({ days: checked?.days ?? 0 }) }];
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
  return [{ id: 'complain', title: 'guide.complain', steps: [{ text: 'guide.complain_where' }], clause: rule.clause, facts: () => ({ days: rule.days }) }];
}

function stageFacts({ opens, closes }: Stage): Section['facts'] {
  return ({ format }) => ({ from: format.moment(opens), to: format.lastOf(closes) });
}

function daysOf({ from, to }: Policy['documents']['toSchool'], format: Speech['format']) {
  return { from: format.day(from), to: format.day(to) };
}

function saidOn(words: Readonly<Record<string, MessageKey>>, { t }: Speech): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(words).map(([argument, key]) => [argument, t(key)]));
}
