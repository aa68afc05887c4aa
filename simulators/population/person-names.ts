import type { PersonName } from '#domain/core/person-name.ts';
import type { Chance } from './chance.ts';
import type { NameGroup } from './names.ts';
import type { Sex } from './population.ts';

/** How one family is named: its group, its surname in the form of a man, and the habits its registry office had. */
export type FamilyNaming = {
  readonly group: NameGroup;
  readonly surname: string;
  readonly habit: 'surname' | 'kin';
  /** Patronymics as the family's papers have them, where they are all alike. */
  readonly patronymics?: 'letter' | 'none';
  /** Names with the letters that Russian does not have. */
  readonly ownLetters?: true;
};

/** The groups of a country, each as often as its weight says; the first is the country's own. */
export type NameGroups = readonly [readonly [NameGroup, number], ...(readonly (readonly [NameGroup, number])[])];

export function drawNaming(groups: NameGroups, chance: Chance): FamilyNaming {
  const group = chance.weighted(groups);
  const habit = group === groups[0][0] && chance.happens(0.12) ? 'kin' : 'surname';
  return { group, surname: chance.pick(group.surnames), habit };
}

/** A family of the country's own names, with the peculiarities of its plan. */
export function peculiarNaming(
  groups: NameGroups,
  plan: { readonly patronymics?: 'letter' | 'none'; readonly ownLetters?: true },
  chance: Chance,
): FamilyNaming {
  const [[group]] = groups;
  return { group, surname: chance.pick(withOwnLetters(group.surnames, plan.ownLetters)), habit: 'surname', ...plan };
}

/** A parent: surname of the family, a given name, and a patronymic from a grandfather, one letter, or none. */
export function nameAdult(naming: FamilyNaming, sex: Sex, chance: Chance): PersonName {
  const grandfather = chance.pick(naming.group.adults.male);
  return {
    surname: surnameOf(naming.surname, sex),
    given: chance.pick(withOwnLetters(naming.group.adults[sex], naming.ownLetters)),
    patronymic: drawPatronymic(grandfather, sex, naming, chance),
  };
}

/** A child, after its father; where the family says «уулу» or «кызы», the father's name stands in place of a surname. No two of `taken`. */
export function nameChild(naming: FamilyNaming, sex: Sex, father: PersonName, chance: Chance, taken: Set<string>): PersonName {
  const free = naming.group.children[sex].filter((name) => !taken.has(name));
  const given = chance.pick(withOwnLetters(free, naming.ownLetters));
  taken.add(given);
  if (naming.habit === 'kin') return { surname: inKin(father.given, sex, naming.group), given, patronymic: null };
  return { surname: surnameOf(naming.surname, sex), given, patronymic: drawPatronymic(father.given, sex, naming, chance) };
}

export function surnameOf(masculine: string, sex: Sex): string {
  return sex === 'female' ? `${masculine}а` : masculine;
}

function drawPatronymic(father: string, sex: Sex, { group, patronymics }: FamilyNaming, chance: Chance): string | null {
  if (patronymics === 'none') return null;
  if (patronymics === 'letter') return father.slice(0, 1);
  const russian = `${father}${sex === 'male' ? 'ович' : 'овна'}`;
  if (group.kin === undefined) return russian;
  return chance.weighted([
    [null, 40],
    [russian, 35],
    [inKin(father, sex, group), 20],
    // Some registry offices wrote the initial alone.
    [father.slice(0, 1), 5],
  ] as const);
}

function inKin(father: string, sex: Sex, { kin }: NameGroup): string {
  return kin === undefined ? father : father + kin[sex];
}

function withOwnLetters(names: readonly string[], wanted: true | undefined): readonly string[] {
  const found = wanted === undefined ? [] : names.filter((name) => /[әғқңөүұһі]/i.test(name));
  return found.length > 0 ? found : names;
}
