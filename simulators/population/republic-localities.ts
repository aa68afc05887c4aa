import type { Chance } from './chance.ts';
import type { Land } from './nations.ts';
import type { RegisteredAddress, Street } from './population.ts';
import type { DistrictPlan } from './republic-districts.ts';

/** A village, a quarter of a city, or the city itself: streets that lie together. */
export type Locality = {
  readonly streets: readonly Street[];
  readonly place: Pick<RegisteredAddress, 'regionId' | 'districtId' | 'aymakId' | 'villageId'>;
  /** What is added to the name of a school to tell where it is, in Russian and in the country's own language. */
  readonly suffix: readonly [string, string];
};

/** As many places of a district as its schools need: four schools to each while there are names, and streets enough for all. */
export function localitiesOf(land: Land, plan: DistrictPlan, schools: number, chance: Chance): readonly Locality[] {
  const names = plan.isCity ? [null, ...plan.localities] : plan.localities;
  const count = Math.min(names.length, Math.max(1, Math.floor(schools / 4)));
  const streetsEach = Math.max(7, Math.ceil((schools / count) * streetsOfSchool));
  return names.slice(0, count).map((name, index) => {
    const { regionId, districtId } = plan.district;
    const aymakId = plan.isCity ? null : districtId * 100 + index + 1;
    const first = districtId * streetsAtMost + index * streetsEach + 1;
    const suffix = suffixOf(land, plan, name);
    const streets = Array.from({ length: streetsEach }, (_, number): Street => {
      const [russian, own] = nameStreet(land, plan, number);
      return {
        id: first + number,
        districtCode: plan.district.code,
        name: { ru: `${russian}${suffix.street[0]}`, [land.own]: `${own}${suffix.street[1]}` },
        lastHouse: chance.between(28, 150),
      };
    });
    return {
      streets,
      place: { regionId, districtId, aymakId, villageId: aymakId === null ? null : aymakId * 100 + 1 },
      suffix: suffix.school,
    };
  });
}

const streetsOfSchool = 4;
const streetsAtMost = 10_000;

/** Streets of different villages may have one name, so the village stands beside it. */
function suffixOf(land: Land, { isCity, district, districtsOfCity }: DistrictPlan, name: readonly [string, string] | null) {
  const { ru, [land.own]: own = ru } = district.name;
  if (name === null)
    return { street: ['', ''] as const, school: districtsOfCity > 1 ? (['', ''] as const) : ([`, ${ru}`, `, ${own}`] as const) };
  const [russian, inOwn] = isCity ? [land.quarter[0](name[0]), land.quarter[1](name[1])] : [`с. ${name[0]}`, land.village(name[1])];
  const both = [`, ${russian}`, `, ${inOwn}`] as const;
  return { street: both, school: both };
}

/** Names go round; where a place has more streets than there are names, the rest have numbers. */
function nameStreet(land: Land, { district, place }: DistrictPlan, number: number): readonly [string, string] {
  const names = land.streets(district.regionId);
  const lane = number - names.length + 1;
  return lane > 0 ? [`переулок № ${lane}`, land.lane(lane)] : (names[(number + place * 16) % names.length] ?? ['', '']);
}
