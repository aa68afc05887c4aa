import { day, type Day } from '#domain/core/day.ts';
import { divide, written } from './catchments.ts';
import { chanceFrom, type Chance } from './chance.ts';
import type { Geography } from './geography.ts';
import type { Nation } from './nations.ts';
import { drawNaming, nameAdult } from './person-names.ts';
import type { School } from './population.ts';
import { districtPlans, type DistrictPlan } from './republic-districts.ts';
import { localitiesOf, type Locality } from './republic-localities.ts';
import type { SchoolYear } from './schools.ts';

export type RepublicPlan = { readonly seed: number; readonly families: number; readonly nation: Nation; readonly campaign: SchoolYear };

/** Every region of a country with its districts; schools in proportion to the people, one for about ninety families. */
export function republicGeography(plan: RepublicPlan): Geography {
  const { land } = plan.nation;
  const plans = districtPlans(land);
  const people = plans.reduce((sum, { weight }) => sum + weight, 0);
  const wanted = Math.max(schoolsAtLeast, plan.families / familiesOfSchool);
  const parts = plans.map((district, index) => {
    const share = district.weight / people;
    const count = Math.max(schoolsOfDistrictAtLeast, Math.round(wanted * share));
    const children = (plan.families * childrenOfFamily * share) / count;
    return openDistrict(plan, district, { count, children }, chanceFrom(plan.seed ^ 0x5c4001, index));
  });
  const weights = new Map(plans.map(({ district, weight }) => [district.code, weight]));
  const places = new Map(
    parts.flatMap(({ localities }) => localities.flatMap(({ streets, place }) => streets.map(({ id }) => [id, place] as const))),
  );
  return {
    districts: plans.map(({ district }) => district),
    streets: parts.flatMap(({ localities }) => localities.flatMap(({ streets }) => streets)),
    schools: parts.flatMap(({ schools }) => schools),
    stretches: parts.flatMap(({ stretches }) => stretches),
    weightOf: ({ code }) => weights.get(code) ?? 0,
    placeOf: (street) => {
      const place = places.get(street.id);
      if (place === undefined) throw new Error(`street ${street.id} lies nowhere`);
      return place;
    },
  };
}

const schoolsAtLeast = 120;
const schoolsOfDistrictAtLeast = 2;
const familiesOfSchool = 90;
/** Children of the cohorts in an average family. */
const childrenOfFamily = 1.08;

type Size = { readonly count: number; readonly children: number };

function openDistrict(plan: RepublicPlan, district: DistrictPlan, size: Size, chance: Chance) {
  const localities = localitiesOf(plan.nation.land, district, size.count, chance);
  const ids = Array.from({ length: size.count }, (_, index) => `${district.district.code.slice(0, 8)}-${numberOf(district, index)}`);
  const idsIn = (locality: number) => ids.filter((_, index) => index % localities.length === locality);
  const stretches = localities.flatMap(({ streets }, index) => divide(streets, idsIn(index)));
  const ofSchool = Map.groupBy(stretches, ({ schoolId }) => schoolId);
  const style = district.languages[0] === 'ky' && chance.happens(0.5) ? 'kyrgyz' : 'mixed';
  const act = actOf(plan, district, chance);
  const schools = ids.map((id, index): School => {
    const locality = localities[index % localities.length];
    if (locality === undefined) throw new Error(`school ${id} lies nowhere`);
    return {
      id,
      act,
      districtCode: district.district.code,
      catchment: (ofSchool.get(id) ?? []).map((stretch) => ({ streetId: stretch.streetId, houses: written(stretch, style) })),
      ...drawSchool(plan, district, { locality, index, children: size.children }, chance),
    };
  });
  return { localities, stretches, schools };
}

/** Schools of one city have one row of numbers, whatever its districts. */
function numberOf({ place, districtsOfCity }: DistrictPlan, index: number): number {
  return index * districtsOfCity + place + 1;
}

type Site = { readonly locality: Locality; readonly index: number; readonly children: number };

function drawSchool(plan: RepublicPlan, district: DistrictPlan, { locality, index, children }: Site, chance: Chance) {
  const number = numberOf(district, index);
  const { land, names, papers } = plan.nation;
  const kind = chance.weighted([
    ['secondary', 60],
    ['gymnasium', 25],
    ['lyceum', 15],
  ] as const);
  const [russian, own] = land.schools[kind];
  const [where, whereOwn] = locality.suffix;
  const languages = drawLanguages(district, index, chance);
  // Some schools are short of seats, others have them to spare; all together have about as many as there are children.
  const roomy = chance.weighted([
    [0.7, 30],
    [1, 30],
    [1.2, 40],
  ] as const);
  const pools = languages.length * plan.campaign.grades.length;
  const seats = Math.max(5, Math.round((children * roomy) / pools / 5) * 5);
  return {
    number,
    name: { ru: `${russian} № ${number}${where}`, [land.own]: `№ ${number} ${own}${whereOwn}` },
    address: { streetId: chance.pick(locality.streets).id, house: String(chance.between(1, 24)) },
    phone: papers.phone(chance),
    director: nameAdult(drawNaming(names, chance), chance.pick(['female', 'female', 'male']), chance),
    languages,
    seats: languages.flatMap((language) => plan.campaign.grades.map((grade) => ({ grade, language, seats }))),
  };
}

/** Every language of a district has a school before chance decides. */
function drawLanguages({ languages }: DistrictPlan, index: number, chance: Chance) {
  const weighted = languages.map((language, index) => [language, [60, 30, 10][index] ?? 5] as const);
  const first = languages[index] ?? chance.weighted(weighted);
  const others = languages.filter((language) => language !== first);
  return others.length > 0 && chance.happens(0.45) ? [first, chance.pick(others)] : [first];
}

function actOf({ nation, campaign }: RepublicPlan, { district }: DistrictPlan, chance: Chance): School['act'] {
  const { own, act } = nation.land;
  return {
    title: { ru: `О закреплении улиц за школами (${district.name.ru})`, [own]: `${act} (${district.name[own] ?? district.name.ru})` },
    number: `${chance.between(3, 90)}${chance.pick(['', '-б', '/2', '-п'])}`,
    day: day(`${campaign.year}-02-${String(chance.between(10, 28))}`) satisfies Day,
  };
}
