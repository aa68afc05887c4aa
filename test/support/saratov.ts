import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { day } from '#domain/core/day.ts';
import { makePopulation } from '#simulators/population/make-population.ts';
import type { Population, School, Street } from '#simulators/population/population.ts';
import { project } from '#tools/project.ts';

/** The act of a real city: which school takes which houses of which streets. It lies beside the project, not in it. */
export const actOfSaratov = join(project, '../shared/data/boundaries/saratov-2025.csv');

type Line = { readonly district: string; readonly school: string; readonly street: string; readonly houses: string };

/** An address in the words of the act: a district of the city, a street, a house. */
export type RealAddress = { readonly district: string; readonly street: string; readonly house: string };

/** The city’s schools, streets and acts, and one family with one child of grade 1 at each of the addresses; the parents stand in their order. */
export function populationOfSaratov(addresses: readonly RealAddress[]): {
  readonly population: Population;
  readonly parents: readonly string[];
} {
  const lines = linesOfAct();
  const base = makePopulation({ seed: 7, families: 40 + addresses.length * 6 });
  const place = base.districts[0];
  if (place === undefined) throw new Error('the population has no district');
  const streetNames = [...new Set(lines.map(({ district, street }) => `${district}|${street}`))];
  const streets = streetNames.map((name, index): Street => ({
    id: 900_000 + index,
    districtCode: place.code,
    name: { ru: name.split('|')[1] ?? '' },
    lastHouse: 200,
  }));
  const idOf = (district: string, street: string) => 900_000 + streetNames.indexOf(`${district}|${street}`);
  const schools = [...Map.groupBy(lines, ({ district, school }) => `${district}|${school}`)].map(([name, its], index) =>
    schoolOf(
      name.split('|')[1] ?? '',
      index,
      place.code,
      its.map(({ district, street, houses }) => ({ streetId: idOf(district, street), houses })),
    ),
  );
  const families = base.families.filter(({ tag }) => tag === 'one_child').slice(0, addresses.length);
  const parents = families.flatMap((family) => family.parents[0] ?? []);
  const adults = base.adults.map((adult) => {
    const at = addresses[parents.indexOf(adult.pin)];
    if (at === undefined) return adult;
    const { regionId, districtId, aymakId, villageId } = place;
    const streetId = idOf(at.district, at.street);
    return {
      ...adult,
      home: { address: { regionId, districtId, aymakId, villageId, streetId, house: at.house, flat: null }, schoolIds: [] },
    };
  });
  return { population: { ...base, districts: [place], streets, schools, adults }, parents };
}

function schoolOf(name: string, index: number, districtCode: string, catchment: School['catchment']): School {
  const act = { title: { ru: 'О закреплении образовательных организаций за территориями города' }, number: '1', day: day('2025-03-14') };
  return {
    id: `saratov-${index}`,
    districtCode,
    number: index + 1,
    name: { ru: name },
    address: { streetId: 900_000, house: '1' },
    phone: '+70000000000',
    director: { surname: 'Иванова', given: 'Анна', patronymic: null },
    languages: ['ru'],
    seats: [{ grade: 1, language: 'ru', seats: 30 }],
    act,
    catchment,
  };
}

function linesOfAct(): readonly Line[] {
  const rows: string[][] = parse(readFileSync(actOfSaratov, 'utf8'), {
    delimiter: ';',
    bom: true,
    relax_quotes: true,
    relax_column_count: true,
  });
  return rows.slice(1).map(([district = '', school = '', street = '', houses = '']) => ({ district, school, street, houses }));
}
