import type { Stage } from '#domain/policy/stages.ts';
import type { MessageKey } from './messages.ts';
import { stageKey } from './names.ts';

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

export const enter: GuideSection = {
  id: 'enter',
  title: 'guide.enter',
  steps: [
    { text: 'guide.enter_open', words: { start: 'home.start' } },
    { text: 'guide.enter_press', words: { button: 'sign_in.identity_provider' } },
    { text: 'guide.enter_list', words: { section: 'site.name', children: 'nav.children' } },
  ],
};

export const enrol: GuideSection = {
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

export const noChildren: GuideSection = {
  id: 'no-children',
  title: 'guide.no_children',
  steps: [
    { text: 'guide.no_children_office' },
    { text: 'guide.no_children_refresh', words: { children: 'nav.children', refresh: 'children.refresh' } },
  ],
};

export const noSchool: GuideSection = {
  id: 'no-school',
  title: 'guide.no_school',
  steps: [
    { text: 'guide.no_school_look', words: { address: 'nav.address' } },
    { text: 'guide.no_school_send', words: { ask: 'missing.ask', send: 'missing.send' } },
    { text: 'guide.no_school_school' },
    { text: 'guide.no_school_office', words: { refresh: 'children.refresh' } },
  ],
  more: { href: '/address', key: 'help.no_school_look' },
};

export const outage: GuideSection = {
  id: 'outage',
  title: 'guide.outage',
  steps: [{ text: 'guide.outage_again', words: { retry: 'outage.retry' } }],
};

/** Where a campaign has its waiting list switched on. */
export const standInLine: GuideSection = {
  id: 'line',
  title: 'guide.line',
  steps: [
    { text: 'guide.line_stand', words: { stand: 'line.stand' } },
    { text: 'guide.line_given', words: { enrolled: 'child.enrolled' } },
    { text: 'guide.line_leave', words: { leave: 'line.leave' } },
  ],
};

export const decline: GuideSection = {
  id: 'decline',
  title: 'guide.decline',
  steps: [
    { text: 'guide.decline_think' },
    { text: 'guide.decline_open', words: { decline: 'child.decline' } },
    { text: 'guide.decline_reason', words: { reason: 'decline.reason' } },
    { text: 'guide.decline_confirm', words: { understood: 'decline.understood', confirm: 'decline.confirm' } },
    { text: 'guide.decline_again', words: { loss: 'decline.confirm_loss' } },
    { text: 'guide.decline_back', words: { keep: 'decline.keep' } },
  ],
};

export const preference: GuideSection = {
  id: 'preference',
  title: 'guide.preference',
  steps: [{ text: 'guide.preference_who' }, { text: 'decline.preference_where' }, { text: 'guide.preference_keep' }],
};

export const papers: GuideSection = {
  id: 'papers',
  title: 'guide.papers',
  steps: [
    { text: 'guide.papers_when', words: { enrolled: 'child.enrolled' } },
    { text: 'guide.papers_list', words: { bring: 'child.bring' } },
  ],
  more: { href: '/documents', key: 'help.papers_link' },
};

export const after: GuideSection = {
  id: 'after',
  title: 'guide.after',
  steps: [
    { text: 'guide.after_confirmation', words: { confirmation: 'confirmation.link' } },
    { text: 'guide.after_history', words: { history: 'history.link', notices: 'nav.notices' } },
  ],
};

export const me: GuideSection = {
  id: 'me',
  title: 'guide.me',
  steps: [
    { text: 'guide.me_contacts', words: { me: 'nav.me', contacts: 'me.change_contacts' } },
    { text: 'guide.me_passport', words: { passport: 'me.confirm_passport' } },
    { text: 'guide.me_devices', words: { others: 'devices.end_others' } },
    { text: 'guide.me_out', words: { out: 'nav.sign_out' } },
  ],
};

export const chooseIn = ({ code }: Stage): GuideSection => ({
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

export const moveIn = ({ code }: Stage): GuideSection => ({
  id: 'move',
  title: 'guide.move',
  steps: [
    { text: 'guide.move_open', words: { stage: stageKey(code), move: 'choose.move_begin' } },
    { text: 'guide.move_kept', words: { enrol: 'child.enrol' } },
  ],
});

export const arriveIn: GuideSection = {
  id: 'year',
  title: 'guide.year',
  steps: [{ text: 'guide.year_press', words: { begin: 'choose.begin' } }],
};
