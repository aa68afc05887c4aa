import type { Day } from '#domain/core/day.ts';
import type { NationalId } from '#domain/core/national-id.ts';
import { mix } from './chance.ts';
import { birthDays } from './birth-days.ts';
import { permutation } from './permutation.ts';
import type { Sex } from './population.ts';

/**
 * Gives out national numbers that lead back to the family without a list of everybody: the shuffled family is told by the birthday and
 * the serial together. A member of a family is one of eight: 0–3 adults, 4–7 children.
 */
export type NumberOffice = {
  /** The day of the year this member may be born on is this one, or a whole number of `spacing` days later. Children of a family share it. */
  readonly birthdayOf: (family: number, member: number) => number;
  readonly spacing: number;
  /** How many families have numbers. */
  readonly families: number;
  /** The number of a member; `null` where its control digit cannot be written: such a number is never given. */
  readonly numberOf: (family: number, member: number, sex: Sex, born: Day) => NationalId | null;
  /** The family that this number was or would be given to; `null` when it is not written like a number. */
  readonly familyOf: (number: string) => number | null;
};

/** How a country writes its numbers: a birthday and a serial in, and out again. */
export type NumberForm = {
  readonly spacing: number;
  /** How many different serials there are. */
  readonly serials: number;
  readonly write: (sex: Sex, born: Day, serial: number) => string | null;
  readonly read: (number: string) => { readonly born: string; readonly serial: number } | null;
};

/** Opens the office of one seed. */
export function numberOffice(seed: number, form: NumberForm): NumberOffice {
  const { spacing, serials } = form;
  const slots = Math.floor(serials / membersAtMost);
  const shuffledFamilies = permutation(mix(seed + 0x0fa417), spacing * slots);
  const shuffledSerials = permutation(mix(seed + 0x5e71a1), slots * membersAtMost);
  // Parents are not born on the birthdays of their children; brothers and sisters must be able to be twins.
  const offsetOf = (slot: number, member: number) =>
    member >= firstChild ? 0 : (mix(seed ^ mix(slot * membersAtMost + member)) >>> 0) % spacing;
  return {
    spacing,
    families: spacing * slots,
    birthdayOf: (family, member) => {
      const place = shuffledFamilies.forth(family);
      return ((place % spacing) + offsetOf(Math.floor(place / spacing), member)) % spacing;
    },
    numberOf: (family, member, sex, born) => {
      const slot = Math.floor(shuffledFamilies.forth(family) / spacing);
      return form.write(sex, born, shuffledSerials.forth(slot * membersAtMost + member)) as NationalId | null;
    },
    familyOf: (number) => {
      const told = form.read(number);
      const birthday = told === null ? undefined : birthDays.get(told.born.slice(5));
      if (told === null || birthday === undefined || told.serial >= slots * membersAtMost) return null;
      const place = shuffledSerials.back(told.serial);
      const [slot, member] = [Math.floor(place / membersAtMost), place % membersAtMost];
      const shared = (birthday - offsetOf(slot, member) + 366 * spacing) % spacing;
      return shuffledFamilies.back(slot * spacing + shared);
    },
  };
}

/** The first of the four places that children have among the members of a family. */
export const firstChild = 4;

const membersAtMost = 8;

/** The Kyrgyz PIN: sex (1 female, 2 male), birth date DDMMYYYY, five digits. There is no known check digit. */
export const pinForm: NumberForm = {
  spacing: 64,
  serials: 100_000,
  write: (sex, born, serial) =>
    `${sex === 'female' ? 1 : 2}${born.slice(8)}${born.slice(5, 7)}${born.slice(0, 4)}${String(serial).padStart(5, '0')}`,
  read: (number) => {
    const [, date, month, year, serial] = /^[12](\d\d)(\d\d)(\d{4})(\d{5})$/.exec(number) ?? [];
    return serial === undefined ? null : { born: `${year}-${month}-${date}`, serial: Number(serial) };
  },
};

/** The Kazakh IIN: birth date YYMMDD, century and sex, four digits, a control digit in two tries; where both give 10 there is no such number. */
export const iinForm: NumberForm = {
  spacing: 180,
  serials: 10_000,
  write: (sex, born, serial) => {
    const century = (Number(born.slice(0, 2)) - 18) * 2 + (sex === 'male' ? 1 : 2);
    const stem = `${born.slice(2, 4)}${born.slice(5, 7)}${born.slice(8)}${century}${String(serial).padStart(4, '0')}`;
    const control = controlDigit(stem);
    return control === null ? null : `${stem}${control}`;
  },
  read: (number) => {
    const [, year, month, date, century, serial] = /^(\d\d)(\d\d)(\d\d)([1-6])(\d{4})\d$/.exec(number) ?? [];
    return serial === undefined
      ? null
      : { born: `${18 + Math.floor((Number(century) - 1) / 2)}${year}-${month}-${date}`, serial: Number(serial) };
  },
};

/** The twelfth digit of an IIN from the first eleven; `null` where the number is never given. */
export function controlDigit(stem: string): number | null {
  const weighed = (shift: number) => [...stem].reduce((sum, digit, index) => sum + Number(digit) * (((index + shift) % 11) + 1), 0) % 11;
  const first = weighed(0);
  const control = first === 10 ? weighed(2) : first;
  return control === 10 ? null : control;
}
