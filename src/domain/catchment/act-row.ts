import { cursorOver, isDone } from './cursor.ts';
import { lexemesOf } from './lexemes.ts';
import { takeGrades } from './qualifier-grammar.ts';
import type { GradeSpan } from './segment.ts';
import { withoutTail } from './street-names.ts';

/** A row of an act as a file gives it: its number as a person sees it (the header is row 1), and the text of the four columns. */
export type ActRow = {
  readonly row: number;
  readonly district: string;
  readonly school: string;
  readonly street: string;
  readonly houses: string;
};

/** What a person should know of a row that was read all the same. */
export type RowNotice = 'street_from_school' | 'houses_in_street' | 'latin_letters';

/** A row whose cells have been put in order: houses out of the street's cell, a street out of the school's, grades out of its name. */
export type TidyRow = {
  readonly row: number;
  /** District and school in one: whose row it is, whatever stands behind the name. */
  readonly schoolKey: string;
  readonly district: string;
  readonly school: string;
  readonly grades: readonly GradeSpan[] | null;
  readonly street: string;
  readonly houses: string;
  readonly notices: readonly RowNotice[];
};

/** Puts the cells of a row in order; nothing is dropped. */
export function tidyRow({ row, district, school, street, houses }: ActRow): TidyRow {
  const { name, tail, grades } = schoolOf(school);
  const cut = withoutHouses(street, houses);
  const isSlid = cut === '' && tail !== '' && !namesPlace(houses);
  const notices: RowNotice[] = [];
  if (isSlid) notices.push('street_from_school');
  if (cut !== nameOf(street)) notices.push('houses_in_street');
  if (LATIN_IN_HOUSE.test(houses)) notices.push('latin_letters');
  const schoolKey = `${district.trim()};${name.replace(/\s+/g, '').toLowerCase()}`;
  return { row, district: district.trim(), schoolKey, school: name, grades, street: isSlid ? tail : cut, houses, notices };
}

/** A Latin letter that looks like a Cyrillic one beside a number: 12a. */
const LATIN_IN_HOUSE = /\d\s?[ABCEHKMOPTXYaceopxyk](?![\p{L}])/u;

/** The name of a school up to its closing quotation mark, what stands behind it, and the grades in brackets: «СОШ № 70» (10-11-е классы). */
function schoolOf(cell: string): { readonly name: string; readonly tail: string; readonly grades: readonly GradeSpan[] | null } {
  const grades: GradeSpan[] = [];
  const rest = cell.normalize('NFC').replace(/\(([^()]*)\)/gu, (bracket, inside: string) => {
    const cursor = cursorOver(lexemesOf(inside));
    const read = takeGrades(cursor);
    if (read === null || !isDone(cursor)) return bracket;
    grades.push(...read.grades);
    return ' ';
  });
  const end = rest.lastIndexOf('»') + 1;
  const tidy = (text: string) => text.replace(/\s+/g, ' ').trim();
  const tail = end > 0 ? tidy(rest.slice(end)) : '';
  const isPlace = /\d/.test(tail) && !tail.startsWith('(') && /^\p{Lu}/u.test(tail);
  return {
    name: tidy(isPlace || end === 0 ? rest.slice(0, end || undefined) : rest),
    tail: isPlace ? tail : '',
    grades: grades.length > 0 ? grades : null,
  };
}

/** Some files repeat the houses in the cell of the street: «Моторная 1а, 2, 4» beside «1а, 2, 4». */
function withoutHouses(street: string, houses: string): string {
  const name = nameOf(street);
  const list = houses.replace(/\s+/g, ' ').trim();
  if (list.length < 2 || !/\d/.test(list) || !name.endsWith(list) || name.length === list.length) return name;
  return withoutTail(name.slice(0, name.length - list.length), ' :,');
}

/** The name in a cell, without spaces it does not need and the colon before its houses. */
function nameOf(street: string): string {
  return withoutTail(street.replace(/\s+/g, ' '), ' :').trim();
}

/** Whether a list begins with a name rather than with houses. */
function namesPlace(houses: string): boolean {
  return !/^\s*(№|\d|с \d|все|бардык|барлық|частный|дом|д\.|\p{L}\s?-?\s?\d)/iu.test(houses);
}
