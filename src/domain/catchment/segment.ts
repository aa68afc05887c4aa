import { type House, houseText, sameButCorpus, sameHouse, withinEnd } from './house.ts';

export type Side = 'odd' | 'even' | 'both';

/**
 * A part of a street, as one item of an act gives it.
 * - `house`: this house and no other: 13 does not take 13а, 9/34 answers to 9/34 only. An explicit list is explicit.
 * - `house_all_corpuses`: this house whatever its corpus.
 * - `range`: every house whose leading number lies from `from` to `to` on that side, letters, fractions and corpuses included;
 *   an end with a letter or a fraction cuts there (`withinEnd`).
 * - `side`: all houses of one side. `all`: all houses of the street.
 */
export type Segment =
  | { readonly kind: 'house'; readonly house: House }
  | { readonly kind: 'house_all_corpuses'; readonly house: House }
  | { readonly kind: 'range'; readonly from: House; readonly to: House; readonly side: Side }
  | { readonly kind: 'side'; readonly side: 'odd' | 'even' }
  | { readonly kind: 'all' };

/** Whether a house lies in a segment. KG25-3. */
export function covers(segment: Segment, house: House): boolean {
  switch (segment.kind) {
    case 'house':
      return sameHouse(segment.house, house);
    case 'house_all_corpuses':
      return sameButCorpus(segment.house, house);
    case 'range':
      return withinEnds(segment.from, segment.to, house) && onSide(segment.side, house.number);
    case 'side':
      return onSide(segment.side, house.number);
    case 'all':
      return true;
  }
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
  if (house.number < from.number || house.number > to.number) return false;
  return (house.number > from.number || withinEnd(house, from, 'first')) && (house.number < to.number || withinEnd(house, to, 'last'));
}

/** Segments in the notation of Russian acts, sides always named; `readHouses` reads the same segments back. */
export function printHouses(segments: readonly Segment[]): string {
  return segments.map(printSegment).join(', ');
}

const SIDE_OF_RANGE = { odd: '(нечётная сторона)', even: '(чётная сторона)', both: '(все дома)' } as const satisfies Record<Side, string>;
const WHOLE_SIDE = { odd: 'все дома нечётной стороны', even: 'все дома чётной стороны' } as const;

function printSegment(segment: Segment): string {
  switch (segment.kind) {
    case 'house':
      return houseText(segment.house);
    case 'house_all_corpuses':
      return `${houseText(segment.house)} (все корпуса)`;
    case 'range':
      return `с ${houseText(segment.from)} по ${houseText(segment.to)} ${SIDE_OF_RANGE[segment.side]}`;
    case 'side':
      return WHOLE_SIDE[segment.side];
    case 'all':
      return 'все дома';
  }
}
