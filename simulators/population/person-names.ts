import type { PersonName } from '#domain/core/person-name.ts';
import type { Chance } from './chance.ts';
import { kyrgyzNames, russianNames, uzbekNames, type NameGroup } from './names.ts';
import type { Sex } from './population.ts';

/** How one family is named: its group, its surname in the form of a man, and the habits its registry office had. */
export type FamilyNaming = {
  readonly group: NameGroup;
  readonly surname: string;
  readonly habit: 'surname' | 'uulu';
};

export function drawNaming(chance: Chance): FamilyNaming {
  const group = chance.weighted([
    [kyrgyzNames, 80],
    [russianNames, 10],
    [uzbekNames, 10],
  ] as const);
  const habit = group === kyrgyzNames && chance.happens(0.12) ? 'uulu' : 'surname';
  return { group, surname: chance.pick(group.surnames), habit };
}

/** A parent: surname of the family, a given name, and a patronymic from a grandfather, one letter, or none. */
export function nameAdult(naming: FamilyNaming, sex: Sex, chance: Chance): PersonName {
  const grandfather = chance.pick(naming.group.adults.male);
  return {
    surname: surnameOf(naming.surname, sex),
    given: chance.pick(naming.group.adults[sex]),
    patronymic: drawPatronymic(grandfather, sex, naming, chance),
  };
}

/** A child, after its father; where the family says «уулу» or «кызы», the father's name stands in place of a surname. No two of `taken`. */
export function nameChild(naming: FamilyNaming, sex: Sex, father: PersonName, chance: Chance, taken: Set<string>): PersonName {
  const given = chance.pick(naming.group.children[sex].filter((name) => !taken.has(name)));
  taken.add(given);
  if (naming.habit === 'uulu') return { surname: `${father.given} ${kinWord(sex)}`, given, patronymic: null };
  return { surname: surnameOf(naming.surname, sex), given, patronymic: drawPatronymic(father.given, sex, naming, chance) };
}

export function surnameOf(masculine: string, sex: Sex): string {
  return sex === 'female' ? `${masculine}а` : masculine;
}

function drawPatronymic(father: string, sex: Sex, { group }: FamilyNaming, chance: Chance): string | null {
  const russian = `${father}${sex === 'male' ? 'ович' : 'овна'}`;
  if (group === russianNames) return russian;
  return chance.weighted([
    [null, 40],
    [russian, 35],
    [`${father} ${kinWord(sex)}`, 20],
    // Some registry offices wrote the initial alone.
    [father.slice(0, 1), 5],
  ] as const);
}

function kinWord(sex: Sex): string {
  return sex === 'male' ? 'уулу' : 'кызы';
}
