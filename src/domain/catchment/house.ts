/**
 * A house as an act or an address register names it. `12а/3 корп. 2` is number 12, letter `а`, fraction `3`, corpus `2`; a corner house
 * `9/34` has the fraction `34`. Letters are small and Cyrillic, numbers have no leading zeros.
 */
export type House = {
  readonly number: number;
  readonly letter?: string;
  readonly fraction?: string;
  readonly corpus?: string;
  /** The number space it is counted in when that is not the houses of the street: `уч` plots, `общ` dormitories, `в` of `В-21`. */
  readonly series?: string;
};

/** The end of a range that has none («с 112»): no house has a greater number. */
export const LAST_NUMBER = 99_999;

/** A house in one spelling, `12а/3 (корп. 2)`, `уч. 5`, `В-21`; `parseHouse` reads it back. */
export function houseText(house: House): string {
  const fraction = house.fraction === undefined ? '' : `/${house.fraction}`;
  return `${seriesText(house.series)}${house.number}${house.letter ?? ''}${fraction}${corpusText(house.corpus)}`;
}

/** The word before the number of a house outside the common count; empty for a common house. */
export function seriesText(series: string | undefined): string {
  if (series === undefined) return '';
  return series.length === 1 ? `${series.toUpperCase()}-` : `${series}${ABBREVIATED.has(series) ? '.' : ''} `;
}

/** Whether two houses are one and the same: number, letter, fraction and corpus. 13 is not 13а, and 9/34 is not 9. */
export function sameHouse(a: House, b: House): boolean {
  return sameButCorpus(a, b) && a.corpus === b.corpus;
}

/** Whether two houses differ in nothing but the corpus. */
export function sameButCorpus(a: House, b: House): boolean {
  return a.number === b.number && a.letter === b.letter && a.fraction === b.fraction && a.series === b.series;
}

/**
 * Whether a house that bears the number of a range's end still lies in the range. An end without letter or fraction takes every house of
 * its number. An end `69а` takes, as the last, 69, 69а and what stands between, as the first, 69а and the letters after it; `57/1`
 * likewise with fractions. A letter beside an end with a fraction (or the reverse) has no order, and is not taken: never guessed.
 */
export function withinEnd(house: House, end: House, which: 'first' | 'last'): boolean {
  if (isBare(end)) return true;
  if (end.letter !== house.letter) return isBare(house) ? which === 'last' : letterWithin(house.letter, end.letter, which);
  if (end.fraction === undefined || house.fraction === end.fraction) return true;
  if (house.fraction === undefined) return which === 'last';
  return fractionWithin(house.fraction, end.fraction, which);
}

/** The leading number of a fraction: 34 of `34а`; null when it begins with a letter or goes on after another slash. */
export function fractionNumber(fraction: string): number | null {
  const match = /^(\d+)\p{L}?$/u.exec(fraction);
  return match === null ? null : Number(match[1]);
}

/** Whether a house has neither letter nor fraction. */
export function isBare(house: House): boolean {
  return house.letter === undefined && house.fraction === undefined;
}

const ABBREVIATED = new Set(['уч', 'общ', 'стр', 'лит']);

/** `стр2` is building 2 of the house, not a corpus: «(стр. 2)». */
function corpusText(corpus: string | undefined): string {
  if (corpus === undefined) return '';
  const [, kind, name] = /^(стр|блок|секция|лит)(.+)$/u.exec(corpus) ?? [];
  return kind === undefined ? ` (корп. ${corpus})` : ` (${kind}${ABBREVIATED.has(kind) ? '.' : ''} ${name ?? ''})`;
}

function letterWithin(letter: string | undefined, end: string | undefined, which: 'first' | 'last'): boolean {
  if (letter === undefined || end === undefined) return false;
  return which === 'last' ? letter < end : letter > end;
}

function fractionWithin(fraction: string, end: string, which: 'first' | 'last'): boolean {
  const mine = fractionNumber(fraction);
  const its = fractionNumber(end);
  if (mine === null || its === null) return false;
  if (mine === its) return which === 'last' ? fraction < end : fraction > end;
  return which === 'last' ? mine < its : mine > its;
}
