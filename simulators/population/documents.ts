import { addDays, day, type Day } from '#domain/core/day.ts';
import type { NationalId } from '#domain/core/national-id.ts';
import type { Chance } from './chance.ts';
import type { BirthCertificate, Passport, Sex } from './population.ts';

/** Gives out PINs: sex (1 female, 2 male), birth date DDMMYYYY, five digits that make it unique. There is no known check digit. */
export function pinOffice(): (sex: Sex, born: Day, chance: Chance) => NationalId {
  const given = new Set<string>();
  return (sex, born, chance) => {
    const stem = `${sex === 'female' ? 1 : 2}${born.slice(8)}${born.slice(5, 7)}${born.slice(0, 4)}`;
    for (let serial = chance.between(0, 99_999); ; serial = (serial + 1) % 100_000) {
      const pin = stem + String(serial).padStart(5, '0');
      if (!given.has(pin)) {
        given.add(pin);
        return pin as NationalId;
      }
    }
  };
}

/** A passport of a Kyrgyz citizen: the card (ID) or its forerunner (AN), valid ten years. */
export function drawPassport(chance: Chance): Passport {
  const issued = drawDay(chance.between(2017, 2024), chance);
  const expires = `${Number(issued.slice(0, 4)) + 10}${issued.slice(4)}`;
  return {
    series: chance.happens(0.9) ? 'ID' : 'AN',
    number: String(chance.between(1_000_000, 9_999_999)),
    issued,
    expires: day(expires),
    issuer: `МКК ${chance.pick(['211011', '211021', '211031', '212031', '218041'])}`,
  };
}

export function drawCertificate(born: Day, chance: Chance): BirthCertificate {
  return {
    series: 'КР-Х',
    number: String(chance.between(1_000_000, 9_999_999)),
    issued: addDays(born, chance.between(5, 40)),
    issuer: chance.pick(['Октябрьский РОЗАГС г. Бишкек', 'Первомайский РОЗАГС г. Бишкек', 'Сокулукский РОЗАГС']),
  };
}

export function drawPhone(chance: Chance): string {
  const operator = chance.pick(['700', '705', '555', '550', '777', '770', '220']);
  return `+996${operator}${chance.between(100_000, 999_999)}`;
}

/** A day of this year, the 29th of February left out so that a passport's ten years end on a day that exists. */
export function drawDay(year: number, chance: Chance): Day {
  const drawn = addDays(day(`${year}-01-01`), chance.between(0, 364));
  return drawn.endsWith('02-29') ? addDays(drawn, 1) : drawn;
}
