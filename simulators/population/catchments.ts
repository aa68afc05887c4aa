import type { Street } from './population.ts';

/** A stretch of one street that an act gives to one school, before it is put into words. */
export type Stretch = { readonly schoolId: string; readonly streetId: number; readonly pieces: readonly Piece[] };

export type Piece =
  | { readonly kind: 'all' }
  | { readonly kind: 'side'; readonly side: 'odd' | 'even'; readonly from: number; readonly to: number }
  | { readonly kind: 'houses'; readonly houses: readonly string[] };

/**
 * Divides streets that lie together among their schools. Seven ways take turns, so that there are whole streets, sides, halves, lists,
 * houses of two schools, houses of three (of four schools or more) and houses of none.
 */
export function divide(streets: readonly Street[], schoolIds: readonly string[]): readonly Stretch[] {
  return streets.flatMap((street, index) => {
    const school = (offset: number) => schoolIds[(index + offset) % schoolIds.length] ?? '';
    const share = ways[index % ways.length] ?? whole;
    const stretches = share(street.lastHouse).map(([offset, pieces]) => ({ schoolId: school(offset), streetId: street.id, pieces }));
    return oneForEachSchool(stretches);
  });
}

/** Whether a stretch holds a house written `12`, `12а` or `9/34`. A side holds every house by its leading number, a list only what it names. */
export function holds(stretch: Stretch, house: string): boolean {
  const leading = Number(/^\d+/.exec(house)?.[0]);
  return stretch.pieces.some((piece) => {
    if (piece.kind === 'all') return true;
    if (piece.kind === 'houses') return piece.houses.includes(house);
    return leading >= piece.from && leading <= piece.to && (leading % 2 === 1) === (piece.side === 'odd');
  });
}

/** How an act writes houses: `mixed` differs from street to street in dashes, brackets and ё, `kyrgyz` is in Kyrgyz. */
export type ActStyle = 'mixed' | 'kyrgyz';

/** The houses of a stretch as an act writes them. */
export function written(stretch: Stretch, actStyle: ActStyle): string {
  const style = actStyle === 'kyrgyz' ? 3 : stretch.streetId % 3;
  return stretch.pieces.map((piece) => writtenPiece(piece, style)).join(', ');
}

/** Where few schools share a street, what is given to one of them twice stands in one line of its act. */
function oneForEachSchool(stretches: readonly Stretch[]): readonly Stretch[] {
  return [...Map.groupBy(stretches, ({ schoolId }) => schoolId)].map(([schoolId, own]) => ({
    schoolId,
    streetId: own[0]?.streetId ?? 0,
    pieces: own.some(({ pieces }) => pieces.some(({ kind }) => kind === 'all'))
      ? [{ kind: 'all' as const }]
      : own.flatMap(({ pieces }) => pieces),
  }));
}

type Share = (last: number) => readonly (readonly [schoolOffset: number, pieces: readonly Piece[]])[];

const whole: Share = () => [[0, [{ kind: 'all' }]]];

const bySides: Share = (last) => [
  [0, [odd(1, last)]],
  [1, [even(2, last)]],
];

const byHalves: Share = (last) => [
  [0, [odd(1, last / 2), even(2, last / 2)]],
  [1, [odd(last / 2 + 1, last), even(last / 2 + 1, last)]],
];

/** The middle of the odd side stands in two acts. */
const overlapping: Share = (last) => [
  [0, [odd(1, last * 0.6), even(2, last)]],
  [2, [odd(last * 0.4, last)]],
];

/** An act that names its houses one by one; the rest of the street is nobody's. */
const listed: Share = () => [[0, [{ kind: 'houses', houses: ['1', '3', '5', '7/2', '9/34', '11', '12а', '14', '16', '16а', '18', '20'] }]]];

/** Houses 14–20 of the even side stand in three acts. */
const threefold: Share = () => [
  [0, [{ kind: 'all' }]],
  [1, [even(10, 20)]],
  [3, [even(14, 26)]],
];

/** Nobody has assigned the even side. */
const halfForgotten: Share = (last) => [[0, [odd(1, last)]]];

const ways = [whole, bySides, byHalves, overlapping, listed, threefold, halfForgotten] as const;

function odd(from: number, to: number): Piece {
  const first = Math.ceil(from);
  const last = Math.floor(to);
  return { kind: 'side', side: 'odd', from: first % 2 === 1 ? first : first + 1, to: last % 2 === 1 ? last : last - 1 };
}

function even(from: number, to: number): Piece {
  const first = Math.ceil(from);
  const last = Math.floor(to);
  return { kind: 'side', side: 'even', from: first % 2 === 0 ? first : first + 1, to: last % 2 === 0 ? last : last - 1 };
}

function writtenPiece(piece: Piece, style: number): string {
  if (piece.kind === 'all') return style === 3 ? 'бардык үйлөр' : 'все дома';
  if (piece.kind === 'houses') return piece.houses.join(', ');
  const isOdd = piece.side === 'odd';
  const { from, to } = piece;
  if (style === 3) return `${from}–${to} ${isOdd ? 'так' : 'жуп'} тарабы`;
  if (style === 2) return `с ${from} по ${to} (${isOdd ? 'нечетная' : 'четная'} сторона)`;
  if (style === 1) return `${from}-${to} (${isOdd ? 'нечетные' : 'четные'})`;
  return `${from}–${to} ${isOdd ? 'нечётная' : 'чётная'} сторона`;
}
