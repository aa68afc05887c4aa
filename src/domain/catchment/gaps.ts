import type { Claim } from './act.ts';
import { onSide, type Segment, sideOf } from './segment.ts';

/** Houses of one side between houses that schools serve, that none serves: the first and the last number, and whose ranges end beside it. */
export type Gap = {
  readonly street: string;
  readonly side: 'odd' | 'even';
  readonly from: number;
  readonly to: number;
  readonly before: { readonly school: string; readonly row: number };
  readonly after: { readonly school: string; readonly row: number };
};

/**
 * The gaps on the sides of one street. Only between ranges: beside houses named one by one nobody knows which numbers exist. A house that
 * «кроме» takes out of a range is a gap too unless another school has it. Claims that wait or are described leave no gap: they may cover it.
 */
export function gapsOn(claims: readonly Claim[]): readonly Gap[] {
  if (claims.some(({ isSure, segment }) => !isSure || segment.kind === 'described')) return [];
  return (['odd', 'even'] as const).flatMap((side) => gapsOnSide(claims, side));
}

type Stretch = { readonly from: number; readonly to: number; readonly claim: Claim };

function gapsOnSide(claims: readonly Claim[], side: 'odd' | 'even'): readonly Gap[] {
  if (claims.some(({ segment }) => isWhole(segment, side))) return exceptedFrom(claims, side);
  const ranges = claims.flatMap((claim) => stretchOf(claim, side)).toSorted((a, b) => a.from - b.from);
  const singles = numbersOn(claims, side);
  const gaps: Gap[] = [];
  let last = ranges[0];
  for (const next of ranges.slice(1)) {
    if (last === undefined) break;
    gaps.push(...between(last, next, side, singles));
    if (next.to > last.to) last = next;
  }
  return [...gaps, ...exceptedFrom(claims, side)];
}

/** The runs of numbers between two ranges that no house named by itself fills. */
function between(last: Stretch, next: Stretch, side: 'odd' | 'even', singles: ReadonlySet<number>): readonly Gap[] {
  const gaps: { from: number; to: number }[] = [];
  for (let number = onto(side, last.to + 1); number < next.from; number += 2) {
    if (singles.has(number)) continue;
    const run = gaps.at(-1);
    if (run !== undefined && run.to === number - 2) run.to = number;
    else if (gaps.length < gapsAtMost) gaps.push({ from: number, to: number });
  }
  return gaps.map((run) => ({ street: last.claim.street, side, ...run, before: whose(last.claim), after: whose(next.claim) }));
}

function exceptedFrom(claims: readonly Claim[], side: 'odd' | 'even'): readonly Gap[] {
  return claims.flatMap((claim) =>
    (claim.segment.except ?? []).flatMap((out) => {
      if (out.grades !== undefined || (out.kind !== 'house' && out.kind !== 'range')) return [];
      const { from, to } =
        out.kind === 'house' ? { from: out.house.number, to: out.house.number } : { from: out.from.number, to: out.to.number };
      const [first, last] = [onto(side, from), sideOf(to) === side ? to : to - 1];
      const isServed = claims.some((other) => other.schoolKey !== claim.schoolKey && reaches(other.segment, first, last));
      const isOneSide = out.kind === 'range' && !onSide(out.side, first);
      if (
        first > last ||
        isServed ||
        isOneSide ||
        (out.kind === 'house' && (out.house.letter ?? out.house.fraction ?? out.house.series) !== undefined)
      )
        return [];
      return [{ street: claim.street, side, from: first, to: last, before: whose(claim), after: whose(claim) }];
    }),
  );
}

/** No street has more; a longer run of single houses is shown as far as this. */
const gapsAtMost = 50;

function whose({ school, row }: Claim): { readonly school: string; readonly row: number } {
  return { school, row };
}

function isWhole(segment: Segment, side: 'odd' | 'even'): boolean {
  return segment.only === undefined && (segment.kind === 'all' || (segment.kind === 'side' && segment.side === side));
}

function stretchOf(claim: Claim, side: 'odd' | 'even'): readonly Stretch[] {
  const { segment } = claim;
  if (segment.kind !== 'range' || segment.from.series !== undefined || !(segment.side === 'both' || segment.side === side)) return [];
  return [{ from: segment.from.number, to: segment.to.number, claim }];
}

function numbersOn(claims: readonly Claim[], side: 'odd' | 'even'): ReadonlySet<number> {
  const numbers = claims.flatMap(({ segment }) =>
    (segment.kind === 'house' || segment.kind === 'house_all_corpuses') && segment.house.series === undefined ? [segment.house.number] : [],
  );
  return new Set(numbers.filter((number) => sideOf(number) === side));
}

function reaches(segment: Segment, from: number, to: number): boolean {
  if (segment.kind === 'all' || (segment.kind === 'side' && onSide(segment.side, from))) return true;
  if (segment.kind === 'house' || segment.kind === 'house_all_corpuses') return segment.house.number >= from && segment.house.number <= to;
  return segment.kind === 'range' && onSide(segment.side, from) && segment.from.number <= from && segment.to.number >= to;
}

function onto(side: 'odd' | 'even', number: number): number {
  return sideOf(number) === side ? number : number + 1;
}
