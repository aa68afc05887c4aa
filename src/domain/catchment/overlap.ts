import { type House, LAST_NUMBER } from './house.ts';
import { covers, type Segment, type Side } from './segment.ts';

/** The house numbers a segment lies between. */
export function spanOf(segment: Segment): { readonly from: number; readonly to: number } {
  if (segment.kind === 'house' || segment.kind === 'house_all_corpuses') return { from: segment.house.number, to: segment.house.number };
  return segment.kind === 'range' ? { from: segment.from.number, to: segment.to.number } : { from: 0, to: LAST_NUMBER };
}

/**
 * The houses that lie in both segments, as a segment; null when there are none. A house stands as witness: one that both cover. Ranges are
 * not counted out, so an overlap of exceptions only may show a house or two too many, never too few.
 */
export function overlapOf(a: Segment, b: Segment): Segment | null {
  if (a.kind === 'house' || a.kind === 'house_all_corpuses') return coversHouse(b, a) ? a : null;
  if (b.kind === 'house' || b.kind === 'house_all_corpuses') return coversHouse(a, b) ? b : null;
  const shared = sharedPart(a, b);
  if (shared === null) return null;
  return witnesses(a, b).some((house) => covers(a, house) && covers(b, house)) ? shared : null;
}

function coversHouse(segment: Segment, { house, kind }: Extract<Segment, { kind: 'house' | 'house_all_corpuses' }>): boolean {
  if (segment.kind === 'house' && kind === 'house_all_corpuses') return coversHouse({ kind, house }, segment);
  return covers(segment, house);
}

function sharedPart(a: Segment, b: Segment): Segment | null {
  if (a.kind === 'all' || (a.kind === 'side' && b.kind !== 'all'))
    return b.kind === 'side' && a.kind === 'side' && a.side !== b.side ? null : plain(b);
  if (b.kind === 'all' || b.kind === 'side') return plain(a);
  if (a.kind === 'series' || b.kind === 'series') return plain(a.kind === 'series' ? b : a);
  if (a.kind !== 'range' || b.kind !== 'range' || a.from.series !== b.from.series) return null;
  const side = sharedSide(a.side, b.side);
  if (side === null) return null;
  const from = a.from.number >= b.from.number ? a.from : b.from;
  const to = a.to.number <= b.to.number ? a.to : b.to;
  return { kind: 'range', from, to, side };
}

function plain(segment: Segment): Segment {
  const { except: _except, only: _only, grades: _grades, ...rest } = segment;
  return rest;
}

function sharedSide(a: Side, b: Side): Side | null {
  if (a === 'both') return b;
  return b === 'both' || a === b ? a : null;
}

/** Houses of which one lies in both segments whenever any does: the ends, and the numbers next to where both begin. */
function witnesses(a: Segment, b: Segment): readonly House[] {
  const [one, other] = [spanOf(a), spanOf(b)];
  const from = Math.max(one.from, other.from);
  const to = Math.min(one.to, other.to);
  const series = seriesIn(a) ?? seriesIn(b);
  const inSeries = series === undefined ? {} : { series };
  const ends = [a, b].flatMap((segment) => (segment.kind === 'range' ? [segment.from, segment.to] : []));
  const inner: House[] = [];
  const reach = a.except === undefined && b.except === undefined ? 3 : MOST_TRIED;
  for (let number = Math.max(1, from); number <= to && inner.length <= reach; number += 1) inner.push({ number, ...inSeries });
  return [...ends, ...inner, { number: to, ...inSeries }];
}

/** Where houses are taken out, so many numbers are tried for one that is left. */
const MOST_TRIED = 500;

function seriesIn(segment: Segment): string | undefined {
  if (segment.kind === 'series') return segment.series;
  return segment.kind === 'range' ? segment.from.series : undefined;
}
