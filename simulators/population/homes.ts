import { holds } from './catchments.ts';
import type { Chance } from './chance.ts';
import { districts } from './districts.ts';
import type { Home, Street } from './population.ts';
import { stretches } from './schools.ts';
import { streets } from './streets.ts';

/** How many schools an address belongs to. */
export type HomeKind = 'one_school' | 'two_schools' | 'three_schools' | 'no_school';

/** An address of this kind, drawn from every house of the three districts; the flat is left out in the village. */
export function drawHome(kind: HomeKind, chance: Chance): Home {
  const { street, house, schoolIds } = chance.pick(housesByKind[kind]);
  const district = districts.find((candidate) => candidate.code === street.districtCode);
  if (district === undefined) throw new Error(`street ${street.id} lies in no district`);
  const { regionId, districtId, aymakId, villageId } = district;
  const inFlats = villageId === null && chance.happens(0.6);
  return {
    address: {
      regionId,
      districtId,
      aymakId,
      villageId,
      streetId: street.id,
      house: asRegistered(house, chance),
      flat: inFlats ? String(chance.between(1, 90)) : null,
    },
    schoolIds,
  };
}

/** The schools whose act names this house of this street, by the truth the acts were written from. */
export function schoolsOf(streetId: number, house: string): readonly string[] {
  return stretches.filter((stretch) => stretch.streetId === streetId && holds(stretch, house)).map((stretch) => stretch.schoolId);
}

type House = { readonly street: Street; readonly house: string; readonly schoolIds: readonly string[] };

const housesByKind: Readonly<Record<HomeKind, readonly House[]>> = (() => {
  const all = streets.flatMap((street) => houseNumbers(street).map((house) => ({ street, house, schoolIds: schoolsOf(street.id, house) })));
  const withCount = (count: number) => all.filter((house) => house.schoolIds.length === count);
  return { one_school: withCount(1), two_schools: withCount(2), three_schools: withCount(3), no_school: withCount(0) };
})();

/** Every number of the street; here and there a letter or a corner house. A street whose act is a list has letters and corners only where the list names them. */
function houseNumbers(street: Street): readonly string[] {
  const pieces = stretches.filter((stretch) => stretch.streetId === street.id).flatMap((stretch) => stretch.pieces);
  const listed = pieces.flatMap((piece) => (piece.kind === 'houses' ? piece.houses : []));
  const numbers = Array.from({ length: street.lastHouse }, (_, index) => index + 1);
  const plain = numbers.map(String);
  if (listed.length > 0) return [...new Set([...plain, ...listed])];
  const lettered = numbers.filter((number) => number % 7 === 0).map((number) => `${number}а`);
  const corners = numbers.filter((number) => number % 11 === 0).map((number) => `${number}/${(number % 5) + 1}`);
  return [...plain, ...lettered, ...corners];
}

/** The bureau's clerks write a letter small or capital, with or without a space. */
function asRegistered(house: string, chance: Chance): string {
  if (!house.endsWith('а')) return house;
  return house.slice(0, -1) + chance.pick(['а', 'А', ' а', ' А']);
}
