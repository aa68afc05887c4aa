import type { Language } from '#domain/core/language.ts';
import type { Land } from './nations.ts';
import type { District } from './population.ts';

/** A district of the table, and what is built in it. */
export type DistrictPlan = {
  readonly district: District;
  /** Thousands of people. */
  readonly weight: number;
  /** Languages of its schools, the commonest first. */
  readonly languages: readonly Language[];
  /** Villages, or quarters of a city. */
  readonly localities: readonly (readonly [russian: string, own: string])[];
  readonly isCity: boolean;
  /** The district's place among the districts of its city; 0 of 1 elsewhere. */
  readonly place: number;
  readonly districtsOfCity: number;
};

/** The districts of a country, region by region. */
export function districtPlans(land: Land): readonly DistrictPlan[] {
  return land.regions.flatMap((region) => {
    const rows = region.districts.trim().split('\n');
    const isOneCity = region.ru.startsWith('г. ');
    return rows.map((row, index): DistrictPlan => {
      const [code = '', russian = '', own = '', weight = '', languages = '', localities = ''] = row.split(';').map((cell) => cell.trim());
      const full = code.padEnd(land.codeDigits, '0');
      return {
        district: {
          code: full,
          region: { ru: region.ru, [land.own]: region[land.own] ?? region.ru },
          name: { ru: russian, [land.own]: own },
          regionId: region.id,
          districtId: land.districtId(region.id, full),
          aymakId: null,
          villageId: null,
        },
        weight: Number(weight),
        languages: languages.split(' ') as Language[],
        localities: localities
          .split(',')
          .map((name) => name.trim())
          .filter((name) => name !== '')
          .map(bothNames),
        isCity: isOneCity || russian.startsWith('г. '),
        place: isOneCity ? index : 0,
        districtsOfCity: isOneCity ? rows.length : 1,
      };
    });
  });
}

function bothNames(name: string): readonly [string, string] {
  const [russian = '', own = russian] = name.split('/');
  return [russian, own];
}
