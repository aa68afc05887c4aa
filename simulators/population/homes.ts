import { holds, type Stretch } from './catchments.ts';
import type { Chance } from './chance.ts';
import type { Geography } from './geography.ts';
import type { District, Home, Street } from './population.ts';

/** How many schools an address belongs to. */
export type HomeKind = 'one_school' | 'two_schools' | 'three_schools' | 'no_school';

/** Draws addresses of a country. Nothing is listed house by house, so that a large country needs no more memory than its streets. */
export type Homes = {
  /** An address of this kind, in a district that passes `where`; districts come as often as their weight says. */
  readonly draw: (kind: HomeKind, chance: Chance, where?: (district: District) => boolean) => Home;
  /** The schools whose act names this house of this street, by the truth the acts were written from. */
  readonly schoolsOf: (streetId: number, house: string) => readonly string[];
};

/** Opens the streets of a country to those who look for a home. */
export function homesOf(geography: Geography): Homes {
  const byStreet = Map.groupBy(geography.stretches, ({ streetId }) => streetId);
  const stretchesOf = (streetId: number) => byStreet.get(streetId) ?? [];
  const byDistrict = Map.groupBy(geography.streets, ({ districtCode }) => districtCode);
  const quarters = geography.districts.map((district): Quarter => {
    const streets = (byDistrict.get(district.code) ?? []).map((street) => ({ street, counts: countsOn(street, stretchesOf(street.id)) }));
    const withCount = (count: number) => streets.filter(({ counts }) => counts.has(count)).map(({ street }) => street);
    const streetsByKind = { one_school: withCount(1), two_schools: withCount(2), three_schools: withCount(3), no_school: withCount(0) };
    return { district, weight: geography.weightOf(district), streetsByKind };
  });
  const schoolsOf = (streetId: number, house: string) => schoolsHolding(stretchesOf(streetId), house);
  return {
    schoolsOf,
    draw: (kind, chance, where = () => true) => {
      const open = quarters.filter(({ district, streetsByKind }) => streetsByKind[kind].length > 0 && where(district));
      const { streetsByKind } = chance.weighted(open.map((quarter) => [quarter, quarter.weight] as const));
      const street = chance.pick(streetsByKind[kind]);
      const house = drawHouse(street, stretchesOf(street.id), kind, chance);
      const place = geography.placeOf(street);
      const inFlats = place.villageId === null && chance.happens(0.6);
      const flat = inFlats ? String(chance.between(1, 90)) : null;
      return {
        address: { ...place, streetId: street.id, house: asRegistered(house, chance), flat },
        schoolIds: schoolsOf(street.id, house),
      };
    },
  };
}

type Quarter = {
  readonly district: District;
  readonly weight: number;
  readonly streetsByKind: Readonly<Record<HomeKind, readonly Street[]>>;
};

const schoolCounts = { one_school: 1, two_schools: 2, three_schools: 3, no_school: 0 } as const satisfies Record<HomeKind, number>;

function schoolsHolding(stretches: readonly Stretch[], house: string): readonly string[] {
  return stretches.filter((stretch) => holds(stretch, house)).map((stretch) => stretch.schoolId);
}

/** To how many schools houses of a street belong. */
function countsOn(street: Street, stretches: readonly Stretch[]): ReadonlySet<number> {
  return new Set(houseNumbers(street, stretches).map((house) => schoolsHolding(stretches, house).length));
}

/** Knocks at doors of the street until one is of the kind. */
function drawHouse(street: Street, stretches: readonly Stretch[], kind: HomeKind, chance: Chance): string {
  const houses = houseNumbers(street, stretches);
  const isOfKind = (house: string) => schoolsHolding(stretches, house).length === schoolCounts[kind];
  for (let knock = 0; knock < 10; knock += 1) {
    const house = chance.pick(houses);
    if (isOfKind(house)) return house;
  }
  return chance.pick(houses.filter(isOfKind));
}

/** Every number of the street; here and there a letter or a corner house. A street whose act is a list has letters and corners only where the list names them. */
function houseNumbers(street: Street, stretches: readonly Stretch[]): readonly string[] {
  const pieces = stretches.flatMap((stretch) => stretch.pieces);
  const listed = pieces.flatMap((piece) => (piece.kind === 'houses' ? piece.houses : []));
  const houses = Array.from({ length: street.lastHouse }, (_, index) => String(index + 1));
  if (listed.length > 0) return [...new Set([...houses, ...listed])];
  for (let number = 7; number <= street.lastHouse; number += 7) houses.push(`${number}а`);
  for (let number = 11; number <= street.lastHouse; number += 11) houses.push(`${number}/${(number % 5) + 1}`);
  return houses;
}

/** The bureau's clerks write a letter small or capital, with or without a space. */
function asRegistered(house: string, chance: Chance): string {
  if (!house.endsWith('а')) return house;
  return house.slice(0, -1) + chance.pick(['а', 'А', ' а', ' А']);
}
