import { addDays, day, type Day } from '#domain/core/day.ts';
import type { NationalId } from '#domain/core/national-id.ts';
import { drawBirth, isShort, type BirthGroup, type Window } from './birth-days.ts';
import { chanceFrom, type Chance } from './chance.ts';
import { drawCertificate, drawDay, drawPassport } from './documents.ts';
import { familyPlans, tagOf, type FamilyPlan, type Scale } from './family-plans.ts';
import type { Homes } from './homes.ts';
import type { Nation } from './nations.ts';
import { firstChild, type NumberOffice } from './number-office.ts';
import type { Household } from './people.ts';
import { drawNaming, nameAdult, nameChild, peculiarNaming, surnameOf, type FamilyNaming } from './person-names.ts';
import type { Adult, Child, District, Entitlement, Home, Link, School, Sex } from './population.ts';

/** What every family is made from. */
export type Setting = {
  readonly seed: number;
  readonly scale: Scale;
  readonly nation: Nation;
  readonly office: NumberOffice;
  readonly homes: Homes;
  /** The schools of a district, by its code. */
  readonly schoolsIn: (districtCode: string) => readonly School[];
  readonly districtAt: (home: Home) => District;
  readonly births: Readonly<Record<BirthGroup, Window>>;
  /** The calendar year in which the school year begins. */
  readonly year: number;
};

/** Makes one family, always the same for its place. The first of a Kyrgyz country are the Asanovs. */
export function makeHousehold(setting: Setting, place: number): Household {
  const { seed, scale, nation, homes } = setting;
  const chance = chanceFrom(seed, place);
  const tag = tagOf(place, scale, chance);
  const plan: FamilyPlan = familyPlans[tag];
  const areAsanovs = place === 0 && nation.citizenship === 'KGZ';
  const naming = drawFamilyNaming(setting, plan, areAsanovs, chance);
  const home = homes.draw(plan.home, chance);
  const lives = drawLiving(setting, plan, home, chance);
  const fathersHome = plan.parentsApart ? drawElsewhere(setting, home, chance) : home;
  const make = (traits: Omit<Traits, 'place' | 'naming'>) => makeAdult(setting, { ...traits, place, naming }, chance);
  const shared = { plan, lives, entitlement: drawEntitlement(setting, plan, home, chance) };
  const drawn = make({ ...shared, member: 0, sex: 'female', home, isForeign: plan.foreignMother === true });
  const mother = areAsanovs ? { ...drawn, name: { surname: surnameOf('Асанов', 'female'), given: 'Айгүл', patronymic: null } } : drawn;
  const father = make({ ...shared, member: 1, sex: 'male', home: fathersHome, isForeign: false });
  const guardians = plan.guardian ? [make({ ...shared, member: 2, sex: 'female', home, isForeign: false })] : [];
  const parents = plan.noFather ? [mother] : [mother, father];
  const children = makeChildren(setting, { place, plan, naming, mother, father }, chance);
  return {
    family: {
      id: place,
      tag,
      parents: parents.map(({ pin }) => pin),
      guardians: guardians.map(({ pin }) => pin),
      children: children.map(({ pin }) => pin),
    },
    adults: [...parents, ...guardians],
    children,
    links: linksOf(plan, parents, children),
  };
}

function drawFamilyNaming({ nation }: Setting, plan: FamilyPlan, areAsanovs: boolean, chance: Chance): FamilyNaming {
  if (areAsanovs) return { group: nation.names[0][0], surname: 'Асанов', habit: 'surname' };
  if (plan.patronymics !== undefined || plan.ownLetters !== undefined) return peculiarNaming(nation.names, plan, chance);
  return drawNaming(nation.names, chance);
}

type Traits = {
  readonly place: number;
  readonly member: number;
  readonly plan: FamilyPlan;
  readonly naming: FamilyNaming;
  readonly sex: Sex;
  readonly home: Home;
  readonly lives: Home;
  readonly entitlement: Entitlement | null;
  readonly isForeign: boolean;
};

function makeAdult(setting: Setting, traits: Traits, chance: Chance): Adult {
  const { nation, year, office } = setting;
  const { place, member, plan, naming, sex, home, lives } = traits;
  const [youngest, eldest] = member === 2 ? [50, 70] : [29, 47];
  const { pin, birthDate } = drawIdentity(() => {
    const born = year - chance.between(youngest, eldest);
    const birthDate = drawBirth(
      { from: day(`${born}-01-01`), to: day(`${born}-12-31`) },
      office.birthdayOf(place, member),
      office.spacing,
      chance,
    );
    return { pin: office.numberOf(place, member, sex, birthDate), birthDate };
  });
  const hasReturned = plan.entitled === 'ethnic_kyrgyz';
  const foreign = hasReturned ? nation.returnFrom : nation.foreign;
  const isForeign = traits.isForeign || hasReturned;
  return {
    pin,
    name: nameAdult(naming, sex, chance),
    sex,
    birthDate,
    citizenship: isForeign ? chance.pick(foreign) : nation.citizenship,
    passport: isForeign || (plan.withoutPassport && member === 0) ? null : drawPassport(nation.papers, year, chance),
    phone: nation.papers.phone(chance),
    email: chance.happens(0.3) ? `parent${chance.between(10_000, 99_999)}@pochta.example` : null,
    home,
    lives,
    entitlement: entitledMember[plan.entitled ?? 'ethnic_kyrgyz'].includes(member) ? traits.entitlement : null,
  };
}

/** Which members a right belongs to: the mother teaches, the father serves, both parents have returned. */
const entitledMember: Readonly<Record<NonNullable<FamilyPlan['entitled']>, readonly number[]>> = {
  school_staff: [0],
  military: [1],
  ethnic_kyrgyz: [0, 1],
};

type Parentage = {
  readonly place: number;
  readonly plan: FamilyPlan;
  readonly naming: FamilyNaming;
  readonly mother: Adult;
  readonly father: Adult;
};

function makeChildren(setting: Setting, { place, plan, naming, mother, father }: Parentage, chance: Chance): readonly Child[] {
  const { nation, districtAt } = setting;
  const named = new Set<string>();
  return drawChildren(setting, place, plan, chance).map(({ pin, sex, birthDate }): Child => ({
    pin,
    name: nameChild(naming, sex, father.name, chance, named),
    sex,
    birthDate,
    certificate: plan.withoutBirthAct ? null : drawCertificate(nation.papers, birthDate, districtAt(mother.home).name.ru, chance),
    motherPin: mother.pin,
    fatherPin: plan.noFather ? null : father.pin,
    home: mother.home,
    lives: mother.lives,
    preparedAtPreschool: plan.prepared === true,
  }));
}

type Drawn = { readonly pin: NationalId; readonly sex: Sex; readonly birthDate: Day };

function drawChildren(setting: Setting, place: number, plan: FamilyPlan, chance: Chance): readonly Drawn[] {
  const { office, births } = setting;
  for (let attempt = 0; attempt < attemptsAtMost; attempt += 1) {
    const days = drawBirths(plan, births, (window) => drawBirth(window, office.birthdayOf(place, firstChild), office.spacing, chance));
    const drawn = days.flatMap((birthDate, index) => {
      const sex = chance.pick(['female', 'male'] as const);
      const pin = office.numberOf(place, firstChild + index, sex, birthDate);
      return pin === null ? [] : [{ pin, sex, birthDate }];
    });
    if (drawn.length === days.length && areApart(plan, days)) return drawn;
  }
  throw new Error(`family ${place} cannot have its children`);
}

const attemptsAtMost = 200;

function drawBirths(plan: FamilyPlan, births: Setting['births'], draw: (window: Window) => Day): readonly Day[] {
  if (plan.twins) return Array<Day>(plan.born.length).fill(draw(births[plan.born[0] ?? 'younger']));
  const windows = plan.born.map((group) => births[group]);
  const [first, second] = windows;
  // Where a law admits one year only, the younger child of two waits for the next.
  if (first !== undefined && second !== undefined && first.from === second.from && isShort(first))
    return [draw(first), draw(births.too_young)];
  return windows.map(draw).toSorted();
}

/** Brothers and sisters who are not twins are at least ten months apart. */
function areApart(plan: FamilyPlan, [first, second]: readonly Day[]): boolean {
  return plan.twins === true || first === undefined || second === undefined || addDays(first, 300) <= second;
}

function drawIdentity(draw: () => { readonly pin: NationalId | null; readonly birthDate: Day }): {
  readonly pin: NationalId;
  readonly birthDate: Day;
} {
  for (let attempt = 0; attempt < attemptsAtMost; attempt += 1) {
    const { pin, birthDate } = draw();
    if (pin !== null) return { pin, birthDate };
  }
  throw new Error('no number can be given');
}

function drawEntitlement({ year, schoolsIn, districtAt }: Setting, plan: FamilyPlan, home: Home, chance: Chance): Entitlement | null {
  if (plan.entitled === undefined) return null;
  if (plan.entitled === 'military') return { kind: 'military', unit: `в/ч ${chance.between(10_000, 99_999)}` };
  if (plan.entitled === 'ethnic_kyrgyz') {
    return {
      kind: 'ethnic_kyrgyz',
      certificate: String(chance.between(10_000, 99_999)),
      issued: drawDay(year - chance.between(1, 5), chance),
    };
  }
  const others = schoolsIn(districtAt(home).code).filter(({ id }) => !home.schoolIds.includes(id));
  const schoolId = others.length > 0 ? chance.pick(others).id : (home.schoolIds[0] ?? '');
  return { kind: 'school_staff', schoolId, since: drawDay(year - chance.between(2, 12), chance) };
}

function drawLiving({ homes, districtAt }: Setting, plan: FamilyPlan, home: Home, chance: Chance): Home {
  const { regionId } = districtAt(home);
  if (plan.moved) return homes.draw('one_school', chance, (district) => district.regionId !== regionId);
  // One family in eight rents elsewhere in its own region.
  return chance.happens(0.125) ? homes.draw('one_school', chance, (district) => district.regionId === regionId) : home;
}

/** The father of parents who live apart is registered in the catchment of another school. */
function drawElsewhere({ homes }: Setting, home: Home, chance: Chance): Home {
  for (let attempt = 0; attempt < attemptsAtMost; attempt += 1) {
    const other = homes.draw('one_school', chance);
    if (other.schoolIds[0] !== home.schoolIds[0]) return other;
  }
  throw new Error('there is one school only');
}

function linksOf(plan: FamilyPlan, parents: readonly Adult[], children: readonly Child[]): readonly Link[] {
  if (plan.linked === 'none') return [];
  return parents.flatMap((parent) => children.map((child) => ({ parent: parent.pin, child: child.pin })));
}
