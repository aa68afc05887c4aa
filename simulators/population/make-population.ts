import { addDays, type Day } from '#domain/core/day.ts';
import type { NationalId } from '#domain/core/national-id.ts';
import { chanceFrom, type Chance } from './chance.ts';
import { districts } from './districts.ts';
import { drawCertificate, drawDay, drawPassport, drawPhone, pinOffice } from './documents.ts';
import { familyPlans, openingTags, tagWeights, type FamilyPlan, type FamilyTag } from './family-plans.ts';
import { drawHome } from './homes.ts';
import { kyrgyzNames } from './names.ts';
import { drawNaming, nameAdult, nameChild, surnameOf, type FamilyNaming } from './person-names.ts';
import type { Adult, Child, Home, Link, Population } from './population.ts';
import { schools } from './schools.ts';
import { streets } from './streets.ts';

/**
 * Invents a population: the same seed makes the same people, and a larger one begins with the people of a smaller. The first families
 * show every case of `family-plans.ts` once; the first of all is the Asanovs.
 */
export function makePopulation({ seed, families }: { readonly seed: number; readonly families: number }): Population {
  const pins = pinOffice();
  const made = Array.from({ length: families }, (_, id) => {
    const chance = chanceFrom(seed, id);
    const tag = openingTags[id] ?? chance.weighted(tagWeights);
    return makeFamily(id, tag, chance, pins);
  });
  return {
    seed,
    districts,
    streets,
    schools,
    adults: made.flatMap((family) => family.adults),
    children: made.flatMap((family) => family.children),
    links: made.flatMap((family) => family.links),
    families: made.map(({ id, tag, adults, children }) => ({
      id,
      tag,
      parents: adults.map((adult) => adult.pin),
      children: children.map((child) => child.pin),
    })),
  };
}

type PinOffice = ReturnType<typeof pinOffice>;

function makeFamily(id: number, tag: FamilyTag, chance: Chance, pins: PinOffice) {
  const plan: FamilyPlan = familyPlans[tag];
  const naming: FamilyNaming = id === 0 ? { group: kyrgyzNames, surname: 'Асанов', habit: 'surname' } : drawNaming(chance);
  const home = drawHome(plan.home, chance);
  const fathersHome = plan.parentsApart ? drawElsewhere(home, chance) : home;
  const drawn = makeAdult('female', naming, home, chance, pins, plan.foreignMother === true);
  const mother = id === 0 ? { ...drawn, name: { surname: surnameOf('Асанов', 'female'), given: 'Айгүл', patronymic: null } } : drawn;
  const father = makeAdult('male', naming, fathersHome, chance, pins, false);
  const adults = plan.noFather ? [mother] : [mother, father];
  const children = makeChildren(plan, naming, mother, father, chance, pins);
  return { id, tag, adults, children, links: linksOf(plan, adults, children) };
}

function makeAdult(sex: Adult['sex'], naming: FamilyNaming, home: Home, chance: Chance, pins: PinOffice, foreign: boolean): Adult {
  const birthDate = drawDay(chance.between(1978, 1996), chance);
  const pin = pins(sex, birthDate, chance);
  return {
    pin,
    name: nameAdult(naming, sex, chance),
    sex,
    birthDate,
    citizenship: foreign ? chance.pick(['RUS', 'KAZ', 'UZB']) : 'KGZ',
    passport: foreign ? null : drawPassport(chance),
    phone: drawPhone(chance),
    email: chance.happens(0.3) ? `parent${chance.between(10_000, 99_999)}@pochta.example` : null,
    home,
  };
}

function makeChildren(
  plan: FamilyPlan,
  naming: FamilyNaming,
  mother: Adult,
  father: Adult,
  chance: Chance,
  pins: PinOffice,
): readonly Child[] {
  const births = drawBirths(plan.born, chance);
  const named = new Set<string>();
  return births.map((drawn): Child => {
    const birthDate = plan.twins ? (births[0] ?? drawn) : drawn;
    const sex = chance.pick(['female', 'male'] as const);
    return {
      pin: pins(sex, birthDate, chance),
      name: nameChild(naming, sex, father.name, chance, named),
      sex,
      birthDate,
      certificate: plan.withoutBirthAct ? null : drawCertificate(birthDate, chance),
      motherPin: mother.pin,
      fatherPin: plan.noFather ? null : father.pin,
      home: mother.home,
      preparedAtPreschool: plan.prepared === true,
    };
  });
}

/** Brothers and sisters who are not twins are at least ten months apart. */
function drawBirths(years: readonly number[], chance: Chance): readonly Day[] {
  const births = years.map((year) => drawDay(year, chance));
  const [first, second] = births;
  const tooNear = first !== undefined && second !== undefined && years[0] !== years[1] && addDays(first, 300) > second;
  return tooNear ? drawBirths(years, chance) : births;
}

function linksOf(plan: FamilyPlan, adults: readonly Adult[], children: readonly Child[]): readonly Link[] {
  const parents: readonly NationalId[] = plan.linked === 'none' ? [] : adults.map((adult) => adult.pin);
  return parents.flatMap((parent) => children.map((child) => ({ parent, child: child.pin })));
}

/** The father of parents who live apart is registered in the catchment of another school. */
function drawElsewhere(home: Home, chance: Chance): Home {
  const other = drawHome('one_school', chance);
  return other.schoolIds[0] === home.schoolIds[0] ? drawElsewhere(home, chance) : other;
}
