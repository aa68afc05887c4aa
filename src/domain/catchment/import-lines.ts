import type { Claim, Unresolved, Waiting } from './act.ts';
import { readHouses } from './house-list.ts';
import { printSegment } from './print-houses.ts';
import type { RangeHabit } from './range-side.ts';
import type { Segment } from './segment.ts';

/** What a row of a file says of one street, before the street is looked up: the houses as they will be published. */
export type RowLine = {
  readonly row: number;
  readonly street: string;
  /** The houses as the file has them. */
  readonly written: string;
  readonly houses: string;
  /** What is sure of it. */
  readonly reading: readonly Segment[];
};

/** A row as the lines are made of it. */
export type RowRead = {
  readonly row: number;
  readonly houses: string;
  /** The streets its cell names; none when the list itself names them. */
  readonly streets: readonly string[];
  readonly claims: readonly Claim[];
  readonly waiting: readonly Waiting[];
  readonly unresolved: readonly Unresolved[];
  readonly hasGrades: boolean;
};

/** The readings people chose: `row:at` → which of the readings. */
export type Chosen = ReadonlyMap<string, number>;

/** Where an item stands in a file, for the choice of its reading. */
export function itemKey({ row, at }: { readonly row: number; readonly at: number }): string {
  return `${row}:${at}`;
}

/** The claims after people have chosen: an item with a chosen reading says that and nothing else. */
export function settleClaims(claims: readonly Claim[], chosen: Chosen): readonly Claim[] {
  if (chosen.size === 0) return claims;
  return claims.flatMap((claim): readonly Claim[] => {
    const choice = chosen.get(itemKey(claim));
    if (choice === undefined) return [claim];
    return claim.reading === choice ? [{ ...claim, isSure: true }] : [];
  });
}

/**
 * The lines a row gives, one for each street it speaks of. The act's own words are kept wherever they say the same; where a person chose a
 * reading, where the list names other streets or the school's name brings grades, they are written anew, and read back as a check.
 */
export function linesOfRow(row: RowRead, habit: RangeHabit, chosen: Chosen): readonly RowLine[] {
  const claims = settleClaims(row.claims, chosen);
  const streets = [...new Set([...row.streets, ...row.claims.map(({ street }) => street)])];
  const isOwn = streets.length === row.streets.length && !row.hasGrades;
  const isChosen = row.waiting.some((item) => chosen.has(itemKey(item)));
  return streets.map((street) => {
    const sure = claims.filter((claim) => claim.isSure && claim.street === street).map(({ segment }) => segment);
    const houses = isOwn && !isChosen ? row.houses.trim() : rewritten(row, street, sure, habit, chosen);
    return { row: row.row, street, written: row.houses.trim(), houses, reading: sure };
  });
}

/** The sure houses in print, then as written what still waits or was not read, unless that would change what is sure. */
function rewritten(row: RowRead, street: string, sure: readonly Segment[], habit: RangeHabit, chosen: Chosen): string {
  const printed = sure.map(printSegment);
  const ownWaiting = row.waiting.filter((item) => !chosen.has(itemKey(item)) && row.claims.some((claim) => isOf(claim, item, street)));
  const asWritten = [...ownWaiting, ...(row.streets.includes(street) ? row.unresolved : [])].map(({ token }) => token).filter(Boolean);
  const whole = [...printed, ...asWritten].join('; ');
  if (asWritten.length === 0 || saysTheSame(whole, sure, habit)) return whole;
  return printed.join('; ');
}

function isOf(claim: Claim, item: Waiting, street: string): boolean {
  return claim.street === street && itemKey(claim) === itemKey(item);
}

function saysTheSame(text: string, sure: readonly Segment[], habit: RangeHabit): boolean {
  const read = new Set(readHouses(text, habit).segments.map(printSegment));
  const meant = new Set(sure.map(printSegment));
  return read.size === meant.size && [...meant].every((each) => read.has(each));
}
