import type { MessageKey } from '../messages.ts';

/** A place on the site that a search can lead to: what it is called, what stands there, and other words people use for it. */
export type Topic = {
  readonly href: string;
  readonly title: MessageKey;
  readonly texts: readonly MessageKey[];
  readonly also?: MessageKey;
};

/** Public pages and the parts of the help, in the order in which equals are shown. */
export const topics: readonly Topic[] = [
  {
    href: '/help#no-children',
    title: 'help.no_children',
    texts: ['help.no_children_why', 'help.no_children_one', 'help.no_children_two', 'help.no_children_three'],
    also: 'search.also_no_children',
  },
  {
    href: '/help#no-school',
    title: 'help.no_school',
    texts: ['help.no_school_why', 'help.no_school_inside', 'help.no_school_wrong', 'help.no_school_then'],
    also: 'search.also_no_school',
  },
  { href: '/help#commission', title: 'help.commission', texts: ['help.commission_text', 'help.commission_where'] },
  { href: '/help#decline', title: 'help.decline', texts: ['help.decline_text'] },
  { href: '/help#guardian', title: 'help.guardian', texts: ['help.guardian_text'], also: 'search.also_guardian' },
  { href: '/help#complain', title: 'help.complain', texts: ['help.complain_text', 'help.complain_where'], also: 'search.also_complain' },
  {
    href: '/documents',
    title: 'documents.title',
    texts: ['documents.only_text', 'documents.attached_guardian', 'documents.attached_preference'],
  },
  { href: '/address', title: 'address.title', texts: ['address.lead', 'address.truth'] },
  { href: '/schools', title: 'schools.title', texts: ['schools.lead', 'schools.not_promise'] },
  { href: '/#dates', title: 'home.dates', texts: ['home.dates_by'], also: 'search.also_when' },
  { href: '/#ages', title: 'home.ages', texts: ['home.no_tests'] },
  {
    href: '/',
    title: 'site.name',
    texts: ['home.lead', 'home.free', 'home.step_sign_in', 'home.step_child', 'home.step_school', 'home.step_enrol'],
  },
  { href: '/sign-in', title: 'sign_in.title', texts: ['sign_in.lead', 'sign_in.data_text'] },
];

/** Other words for errands of the instruction, by their place in it. */
export const alsoInGuide: Readonly<Record<string, MessageKey>> = {
  move: 'search.also_move',
  preference: 'search.also_preference',
  complain: 'search.also_complain',
};
