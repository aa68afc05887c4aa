import { type House, sameButCorpus, sameHouse, withinEnd } from './house.ts';

export type Side = 'odd' | 'even' | 'both';

/** Grades of school, both ends taken. */
export type GradeSpan = { readonly from: number; readonly to: number };

/** What narrows a segment. An exception with grades takes its houses out for these grades only. */
export type Limits = {
  readonly grades?: readonly GradeSpan[];
  /** Only houses of the private sector: an address does not tell which these are, a person does. */
  readonly only?: 'private_sector';
  readonly except?: readonly Segment[];
};

/** What an act describes without house numbers. */
export type Described = 'between' | 'side_of_line';

/**
 * A part of a street, as one item of an act gives it.
 * - `house`: this house and no other: 13 does not take 13а, 9/34 answers to 9/34 only. An explicit list is explicit.
 * - `house_all_corpuses`: this house whatever its corpus.
 * - `range`: every house of its number space whose leading number lies from `from` to `to` on that side, letters, fractions and corpuses
 *   included; an end with a letter or a fraction cuts there (`withinEnd`).
 * - `side`: all houses of one side. `all`: all houses of the street, plots too. `series`: all plots (dormitories, wagons) of the street.
 * - `described`: the act draws the part by other streets or by a line; no house is known to lie in it until a person confirms it.
 */
export type Segment = Limits &
  (
    | { readonly kind: 'house'; readonly house: House }
    | { readonly kind: 'house_all_corpuses'; readonly house: House }
    | { readonly kind: 'range'; readonly from: House; readonly to: House; readonly side: Side }
    | { readonly kind: 'side'; readonly side: 'odd' | 'even' }
    | { readonly kind: 'all' }
    | { readonly kind: 'series'; readonly series: string }
    | { readonly kind: 'described'; readonly what: Described; readonly text: string }
  );

/** Whether a house lies in a segment; for a child of `grade` when given, else for a child of some grade. KG25-3. */
export function covers(segment: Segment, house: House, grade?: number): boolean {
  if (!coversPlainly(segment, house) || !servesGrade(segment.grades, grade)) return false;
  return segment.except === undefined || !segment.except.some((each) => excludes(each, house, grade));
}

/**
 * Whether a house lies in a segment for certain: not only if it is of the private sector, and not only for grades when no grade is asked. A
 * decision that nobody looks at again is made by this one. KG25-3.
 */
export function coversSurely(segment: Segment, house: House, grade?: number): boolean {
  if (segment.only !== undefined || (segment.grades !== undefined && grade === undefined) || !covers(segment, house, grade)) return false;
  return grade !== undefined || segment.except?.some((each) => each.grades !== undefined && coversPlainly(each, house)) !== true;
}

/** Whether a list of grades, when there is one, has this grade, when there is one. */
export function servesGrade(grades: readonly GradeSpan[] | undefined, grade: number | undefined): boolean {
  return grades === undefined || grade === undefined || grades.some(({ from, to }) => from <= grade && grade <= to);
}

/** Whether a house number stands on a side. */
export function onSide(side: Side, number: number): boolean {
  return side === 'both' || sideOf(number) === side;
}

/** The side a house number stands on. */
export function sideOf(number: number): 'odd' | 'even' {
  return number % 2 === 0 ? 'even' : 'odd';
}

/** Whether a house lies between the ends of a range, whatever its side. */
export function withinEnds(from: House, to: House, house: House): boolean {
  if (house.number < from.number || house.number > to.number || house.series !== from.series) return false;
  return (house.number > from.number || withinEnd(house, from, 'first')) && (house.number < to.number || withinEnd(house, to, 'last'));
}

/** A segment with what narrows it; nothing is added when nothing does. */
export function limited<Each extends Segment>(segment: Each, { grades, only, except }: Limits): Each {
  if (grades === undefined && only === undefined && except === undefined) return segment;
  return {
    ...segment,
    ...(grades !== undefined && { grades }),
    ...(only !== undefined && { only }),
    ...(except !== undefined && { except: [...(segment.except ?? []), ...except] }),
  };
}

function coversPlainly(segment: Segment, house: House): boolean {
  switch (segment.kind) {
    case 'house':
      return sameHouse(segment.house, house);
    case 'house_all_corpuses':
      return sameButCorpus(segment.house, house);
    case 'range':
      return onSide(segment.side, house.number) && withinEnds(segment.from, segment.to, house);
    case 'side':
      return house.series === undefined && onSide(segment.side, house.number);
    case 'series':
      return house.series === segment.series;
    case 'all':
      return true;
    case 'described':
      return false;
  }
}

/** An exception for some grades does not take the house from a child whose grade is not asked. */
function excludes(exception: Segment, house: House, grade: number | undefined): boolean {
  if (exception.grades !== undefined && grade === undefined) return false;
  return covers(exception, house, grade);
}
