import { addDays, day, type Day } from '#domain/core/day.ts';
import type { Chance } from './chance.ts';
import type { BirthCertificate, Passport } from './population.ts';

/** How a country writes its papers. */
export type Papers = {
  readonly passport: (chance: Chance) => Pick<Passport, 'series' | 'number' | 'issuer'>;
  readonly certificateSeries: string;
  /** What people call the office that writes down births. */
  readonly registryOffice: string;
  readonly phone: (chance: Chance) => string;
};

export const kyrgyzPapers: Papers = {
  // The card (ID) or its forerunner (AN).
  passport: (chance) => ({
    series: chance.happens(0.9) ? 'ID' : 'AN',
    number: String(chance.between(1_000_000, 9_999_999)),
    issuer: `МКК ${chance.pick(['211011', '211021', '211031', '212031', '218041'])}`,
  }),
  certificateSeries: 'КР-Х',
  registryOffice: 'ЗАГС',
  phone: (chance) => `+996${chance.pick(['700', '705', '555', '550', '777', '770', '220'])}${chance.between(100_000, 999_999)}`,
};

export const kazakhPapers: Papers = {
  passport: (chance) => ({ series: 'N', number: String(chance.between(10_000_000, 59_999_999)), issuer: 'МВД РК' }),
  certificateSeries: 'АА',
  registryOffice: 'РАГС',
  phone: (chance) => `+7${chance.pick(['701', '702', '705', '747', '771', '777'])}${chance.between(1_000_000, 9_999_999)}`,
};

/** A passport valid ten years, `year` being the year in which the school year begins. */
export function drawPassport({ passport }: Papers, year: number, chance: Chance): Passport {
  const issued = drawDay(chance.between(year - 8, year - 1), chance);
  return { ...passport(chance), issued, expires: day(`${Number(issued.slice(0, 4)) + 10}${issued.slice(4)}`) };
}

/** A birth certificate of the registry office of this district. */
export function drawCertificate(
  { certificateSeries, registryOffice }: Papers,
  born: Day,
  office: string,
  chance: Chance,
): BirthCertificate {
  return {
    series: certificateSeries,
    number: String(chance.between(1_000_000, 9_999_999)),
    issued: addDays(born, chance.between(5, 40)),
    issuer: `${registryOffice}, ${office}`,
  };
}

/** A day of this year, the 29th of February left out so that a passport's ten years end on a day that exists. */
export function drawDay(year: number, chance: Chance): Day {
  const drawn = addDays(day(`${year}-01-01`), chance.between(0, 364));
  return drawn.endsWith('02-29') ? addDays(drawn, 1) : drawn;
}
