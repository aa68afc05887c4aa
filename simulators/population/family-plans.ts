import type { HomeKind } from './homes.ts';

/** What one kind of family looks like; the rest is thrown by the dice. */
export type FamilyPlan = {
  /** Birth years of the children, eldest first. */
  readonly born: readonly number[];
  readonly home: HomeKind;
  /** Which parents the registry links to the children; both parents exist all the same. */
  readonly linked: 'both' | 'mother' | 'none';
  readonly twins?: true;
  readonly prepared?: true;
  readonly withoutBirthAct?: true;
  readonly parentsApart?: true;
  readonly foreignMother?: true;
  readonly noFather?: true;
};

export const familyPlans = {
  two_children: { born: [2018, 2019], home: 'one_school', linked: 'both' },
  one_child: { born: [2019], home: 'one_school', linked: 'both' },
  second_grader: { born: [2018], home: 'one_school', linked: 'both' },
  twins: { born: [2019, 2019], home: 'one_school', linked: 'both', twins: true },
  two_schools: { born: [2019], home: 'two_schools', linked: 'both' },
  three_schools: { born: [2019], home: 'three_schools', linked: 'both' },
  no_child_shown: { born: [2019], home: 'one_school', linked: 'none' },
  no_school: { born: [2019], home: 'no_school', linked: 'both' },
  older_than_8: { born: [2015], home: 'one_school', linked: 'both' },
  born_2017: { born: [2017], home: 'one_school', linked: 'both' },
  too_young: { born: [2020], home: 'one_school', linked: 'both' },
  prepared: { born: [2019], home: 'one_school', linked: 'both', prepared: true },
  no_birth_act: { born: [2019], home: 'one_school', linked: 'both', withoutBirthAct: true },
  parents_apart: { born: [2018], home: 'one_school', linked: 'both', parentsApart: true },
  foreign_mother: { born: [2019], home: 'one_school', linked: 'both', foreignMother: true },
  mother_alone: { born: [2018], home: 'one_school', linked: 'mother', noFather: true },
} as const satisfies Readonly<Record<string, FamilyPlan>>;

export type FamilyTag = keyof typeof familyPlans;

/** The first families, so that even a small population shows every case. */
export const openingTags = Object.keys(familyPlans) as readonly FamilyTag[];

/** How often each case comes among the families after the first. */
export const tagWeights: readonly (readonly [FamilyTag, number])[] = [
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
