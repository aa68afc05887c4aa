import type { BirthGroup } from './birth-days.ts';
import type { Chance } from './chance.ts';
import type { HomeKind } from './homes.ts';

/** What one kind of family looks like; the rest is thrown by the dice. */
export type FamilyPlan = {
  /** Where the children stand to the cohorts of the campaign, eldest first. */
  readonly born: readonly BirthGroup[];
  readonly home: HomeKind;
  /** Which parents the registry links to the children; both parents exist all the same. */
  readonly linked: 'both' | 'mother' | 'none';
  readonly twins?: true;
  readonly prepared?: true;
  readonly withoutBirthAct?: true;
  readonly parentsApart?: true;
  readonly foreignMother?: true;
  readonly noFather?: true;
  /** Somebody else, older, cares for the children by a document; the civil registry does not know of it. */
  readonly guardian?: true;
  /** Registered in one region, lives in another. */
  readonly moved?: true;
  /** The mother's passport is lost. */
  readonly withoutPassport?: true;
  readonly entitled?: 'school_staff' | 'military' | 'ethnic_kyrgyz';
  readonly patronymics?: 'letter' | 'none';
  /** Names written with the letters that Russian does not have. */
  readonly ownLetters?: true;
};

export const familyPlans = {
  two_children: { born: ['elder', 'younger'], home: 'one_school', linked: 'both' },
  one_child: { born: ['younger'], home: 'one_school', linked: 'both' },
  second_grader: { born: ['elder'], home: 'one_school', linked: 'both' },
  twins: { born: ['younger', 'younger'], home: 'one_school', linked: 'both', twins: true },
  two_schools: { born: ['younger'], home: 'two_schools', linked: 'both' },
  three_schools: { born: ['younger'], home: 'three_schools', linked: 'both' },
  no_child_shown: { born: ['younger'], home: 'one_school', linked: 'none' },
  no_school: { born: ['younger'], home: 'no_school', linked: 'both' },
  older_than_8: { born: ['older'], home: 'one_school', linked: 'both' },
  born_2017: { born: ['between'], home: 'one_school', linked: 'both' },
  too_young: { born: ['too_young'], home: 'one_school', linked: 'both' },
  prepared: { born: ['prepared'], home: 'one_school', linked: 'both', prepared: true },
  no_birth_act: { born: ['younger'], home: 'one_school', linked: 'both', withoutBirthAct: true },
  parents_apart: { born: ['elder'], home: 'one_school', linked: 'both', parentsApart: true },
  foreign_mother: { born: ['younger'], home: 'one_school', linked: 'both', foreignMother: true },
  mother_alone: { born: ['elder'], home: 'one_school', linked: 'mother', noFather: true },
  guardian: { born: ['younger'], home: 'one_school', linked: 'both', guardian: true },
  no_documents: { born: ['younger'], home: 'one_school', linked: 'none', withoutBirthAct: true, withoutPassport: true },
  moved: { born: ['younger'], home: 'one_school', linked: 'both', moved: true },
  kairylman: { born: ['younger'], home: 'one_school', linked: 'both', entitled: 'ethnic_kyrgyz' },
  military: { born: ['younger'], home: 'one_school', linked: 'both', entitled: 'military' },
  school_staff: { born: ['younger'], home: 'one_school', linked: 'both', entitled: 'school_staff' },
  one_letter_patronymic: { born: ['younger'], home: 'one_school', linked: 'both', patronymics: 'letter' },
  no_patronymic: { born: ['younger'], home: 'one_school', linked: 'both', patronymics: 'none' },
  own_letters: { born: ['younger'], home: 'one_school', linked: 'both', ownLetters: true },
} as const satisfies Readonly<Record<string, FamilyPlan>>;

export type FamilyTag = keyof typeof familyPlans;

/** How much of a country there is: three districts, or all of them. */
export type Scale = 'town' | 'republic';

const tags = Object.keys(familyPlans) as readonly FamilyTag[];

/** The first families of a town, so that even a small one shows what everybody meets; the last of the list come where a town has more. */
export const openingTags = tags.slice(0, 16);

const laterTags = tags.slice(openingTags.length);

/** The family of a town that shows the first of the later cases. */
export const laterFamilies = 60;

/** Every case there is, in the order in which a republic opens with it. */
export const everyTag = tags;

/** Which case a family shows: the first families show every case once, the others as often as it comes. */
export function tagOf(family: number, scale: Scale, chance: Chance): FamilyTag {
  if (scale === 'republic') return tags[family] ?? chance.weighted(republicWeights);
  return openingTags[family] ?? laterTags[family - laterFamilies] ?? chance.weighted(townWeights);
}

const townWeights: readonly (readonly [FamilyTag, number])[] = [
  ['one_child', 300],
  ['second_grader', 300],
  ['two_children', 120],
  ['prepared', 40],
  ['mother_alone', 40],
  ['two_schools', 30],
  ['parents_apart', 25],
  ['no_school', 20],
  ['too_young', 20],
  ['twins', 15],
  ['born_2017', 15],
  ['three_schools', 10],
  ['no_child_shown', 10],
  ['older_than_8', 10],
  ['foreign_mother', 10],
  ['no_birth_act', 5],
];

const republicWeights: readonly (readonly [FamilyTag, number])[] = [
  ...townWeights,
  ['moved', 60],
  ['no_patronymic', 20],
  ['own_letters', 20],
  ['school_staff', 12],
  ['one_letter_patronymic', 10],
  ['guardian', 8],
  ['military', 6],
  ['kairylman', 5],
  ['no_documents', 3],
];
