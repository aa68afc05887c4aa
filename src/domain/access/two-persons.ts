import type { BoundarySource } from '../catchment/boundary-version.ts';
import type { Window } from '../application/windows.ts';
import type { Office } from './office.ts';
import type { Role } from './permissions.ts';

/** Every act by which a hand can change who gets a place: on seats, on boundaries. What comes next (preferences, lists) is entered here first. */
export type HandOnPlaces =
  | 'boundaries.edited'
  | 'boundaries.gone_back'
  | 'boundaries.file_published'
  | 'boundaries.file_taken_back'
  | 'address_request.added'
  | 'boundaries.entered'
  | 'seats.changed';

type Rule = {
  /** Who may begin it. */
  readonly by: readonly Role[];
  /** Whether it waits for another person: never, or as soon as families may claim and a house changes its school. */
  readonly second: 'never' | 'while_families_may_claim';
  readonly because: string;
};

/** The one table of which acts need two persons. No page and no service decides it anew. KG22-9, KG25-18.4. */
export const handsOnPlaces = {
  'boundaries.edited': {
    by: ['director'],
    second: 'while_families_may_claim',
    because: 'a director could take a family in, or put one out, minutes before it claims',
  },
  'boundaries.gone_back': { by: ['director'], second: 'while_families_may_claim', because: 'an older list moves houses as a new one does' },
  'boundaries.file_published': {
    by: ['district', 'ministry'],
    second: 'while_families_may_claim',
    because: 'a file replaces the lists of many schools at once',
  },
  'boundaries.file_taken_back': {
    by: ['district', 'ministry'],
    second: 'while_families_may_claim',
    because: 'what is taken back moves houses as what is published does',
  },
  'address_request.added': {
    by: ['director'],
    second: 'never',
    because: 'the address bureau has confirmed the registration anew: it is the second',
  },
  'boundaries.entered': {
    by: ['system'],
    second: 'never',
    because: 'the first lists of schools that have none, before a campaign is published',
  },
  'seats.changed': {
    by: ['operator'],
    second: 'never',
    because: 'by the command line alone (mektep quota), with its ground, in the register’s order; no page and no route does it',
  },
} as const satisfies Readonly<Record<HandOnPlaces, Rule>>;

/** By which act a version of boundaries of a source comes. Going back and taking a file back are both an older list published anew. */
export const actOfSource = {
  editor: 'boundaries.edited',
  back: 'boundaries.gone_back',
  import: 'boundaries.file_published',
  request: 'address_request.added',
  seed: 'boundaries.entered',
} as const satisfies Readonly<Record<BoundarySource, HandOnPlaces>>;

/** Whether an act waits for a second person, where the campaign stands so when it would take effect, and it gives or takes a house or does not. */
export function needsSecond(act: HandOnPlaces, windows: readonly Window['kind'][], movesHouses: boolean): boolean {
  const { second }: Rule = handsOnPlaces[act];
  return second === 'while_families_may_claim' && movesHouses && windows.some((kind) => kind === 'open' || kind === 'between');
}

/** A yes that an act on boundaries waits for: of a second person for a district's schools, or of the district whose ground it is. */
export type Need = { readonly need: 'second' | 'ground'; readonly district: number };

/**
 * Whether somebody may give the yes: as the second, an officer of the schools' district or of the ministry; for another district's ground only that
 * district's own officer. Nobody agrees to his own.
 */
export function mayAgree(offices: readonly Office[], { need, district }: Need, isAuthor: boolean): boolean {
  if (isAuthor) return false;
  return offices.some((office) =>
    office.role === 'district' ? office.district === district : office.role === 'ministry' && need === 'second',
  );
}
