import type { Body, Draft } from './draft.ts';
import { fractionNumber, type House, isBare, LAST_NUMBER } from './house.ts';
import type { ConfirmReason } from './reading.ts';
import { onSide, type Segment, type Side, sideOf } from './segment.ts';
import type { UnreadReason } from './unread.ts';

/** Whether ends of one parity mean one side in this act, or nobody can be sure. */
export type RangeHabit = 'one_side' | 'unsure';

/** What the whole list says about its ranges. */
export type ListFacts = {
  /** The list has one item. */
  readonly single: boolean;
  /** So that a side or «все» in it speaks of the whole street. */
  readonly alone: boolean;
  readonly unsure: boolean;
  /** A side (or «все») that stands alone among the items: a range that names none must agree with it. */
  readonly apart: Side | null;
  readonly hasUnnamedRanges: boolean;
  /** Whether the list itself has houses of the other side within these numbers. */
  readonly otherSideShown: (from: number, to: number) => boolean;
};

export type RangeBody = Extract<Body, { kind: 'range' }>;

/** A range as judged: sure, doubtful with every way to read it (and what all of them hold), or not read. */
export type RangeJudged =
  | { readonly kind: 'sure'; readonly segments: readonly Segment[] }
  | {
      readonly kind: 'confirm';
      readonly reason: ConfirmReason;
      readonly readings: readonly (readonly Segment[])[];
      readonly sure: readonly Segment[];
    }
  | { readonly kind: 'unread'; readonly reason: UnreadReason };

/** Whether a range goes from one side to the other («1-62») and names none. */
export function runsOverBothSides({ body, side, all }: Draft): boolean {
  if (body?.kind !== 'range' || side !== null || all || body.open !== null || isCountedTogether(body)) return false;
  return body.from.number < body.to.number && !isOneParity(body);
}

/** A fraction up to this may be a building of the house (`2/1-4`), above it a corner house (`13/19-31`). */
const LAST_BUILDING = 5;

/**
 * Which houses a range means. `named`: the side it names, `governing`: the side named before it for several items. Ends of two parities
 * without a side are never guessed, nor ends of one parity where the act runs ranges over both sides.
 */
export function judgeRange(range: RangeBody, named: Side | null, governing: Side | null, list: ListFacts): RangeJudged {
  const { from, to } = range;
  const byOrder = judgeOrder(range);
  if (byOrder !== null) return byOrder;
  if (named !== null) {
    const isOff = !onSide(named, from.number) && !onSide(named, to.number) && range.open === null;
    return isOff ? { kind: 'unread', reason: 'side_contradicts' } : sureRange(range, named);
  }
  if (isCountedTogether(range)) return isOneParity(range) && range.open === null ? oneOrBoth(range, true) : sureRange(range, 'both');
  if (range.open !== null) return judgeOpen(range, governing, list.single);
  if (!isOneParity(range)) return anySide(range, governing);
  if (governing !== null && governing !== 'both' && !onSide(governing, from.number)) return { kind: 'unread', reason: 'side_contradicts' };
  if (governing === 'both') return oneOrBoth(range, false);
  if (list.apart !== null && list.apart !== sideOf(from.number)) return oneOrBoth(range, list.apart === 'both');
  if (list.unsure && governing === null && !list.otherSideShown(from.number, to.number)) return oneOrBoth(range, true);
  return sureRange(range, sideOf(from.number));
}

function sureRange({ from, to }: RangeBody, side: Side): RangeJudged {
  return { kind: 'sure', segments: [{ kind: 'range', from, to, side }] };
}

/** Plots, wagons and dormitories stand on no side of a street; the letters of blocks (`В-21`) do. */
function isCountedTogether({ from }: RangeBody): boolean {
  return from.series !== undefined && from.series.length > 1;
}

function isOneParity({ from, to }: RangeBody): boolean {
  return sideOf(from.number) === sideOf(to.number);
}

/** «25-65» where both sides may be meant: the odd houses are in it either way. */
function oneOrBoth({ from, to }: RangeBody, bothFirst: boolean): RangeJudged {
  const one: readonly Segment[] = [{ kind: 'range', from, to, side: sideOf(from.number) }];
  const both: readonly Segment[] = [{ kind: 'range', from, to, side: 'both' }];
  return { kind: 'confirm', reason: 'parity_unclear', readings: bothFirst ? [both, one] : [one, both], sure: one };
}

/** «1-62»: both sides, or one of them with an end that is not there. */
function anySide({ from, to }: RangeBody, governing: Side | null): RangeJudged {
  if (governing !== null && governing !== 'both') return { kind: 'sure', segments: [{ kind: 'range', from, to, side: governing }] };
  const readings = (['both', 'odd', 'even'] as const).map((side): readonly Segment[] => [{ kind: 'range', from, to, side }]);
  return { kind: 'confirm', reason: 'parity_unclear', readings, sure: [] };
}

/** «с 112 до конца», «до 90»: the side of the end that is named, or both; «с 6» before other numbers may be no range at all. */
function judgeOpen({ from, to, open }: RangeBody, governing: Side | null, alone: boolean): RangeJudged {
  if (governing !== null && open === 'plainly') return { kind: 'sure', segments: [{ kind: 'range', from, to, side: governing }] };
  const side = sideOf(to.number === LAST_NUMBER ? from.number : to.number);
  const one: readonly Segment[] = [{ kind: 'range', from, to, side }];
  const ranges = [[{ kind: 'range' as const, from, to, side: 'both' as const }], one];
  if (open === 'plainly') return { kind: 'confirm', reason: 'range_open', readings: ranges, sure: one };
  const house: readonly Segment[] = [{ kind: 'house', house: from }];
  return { kind: 'confirm', reason: 'range_open', readings: alone ? [...ranges, house] : [house, ...ranges], sure: house };
}

/** Whether the ends are in order and can be read in one way only; null when they are. */
function judgeOrder(range: RangeBody): RangeJudged | null {
  const { from, to, inWords } = range;
  if (from.number === to.number) return judgeWithinNumber(range);
  if (inWords || from.fraction === undefined || to.fraction !== undefined) {
    return from.number > to.number ? { kind: 'unread', reason: 'range_backwards' } : null;
  }
  const first = fractionNumber(from.fraction) ?? 0;
  if (from.number < to.number && (first > LAST_BUILDING || first === 0)) return null;
  const buildings = isBare(to) && to.number > first && to.number - first < 50 && first > 0 ? [buildingsOf(from, first, to.number, 1)] : [];
  const ranges = from.number < to.number ? rangesOf(range) : [];
  if (buildings.length + ranges.length === 0) return { kind: 'unread', reason: 'range_end_unclear' };
  return { kind: 'confirm', reason: 'range_end_unclear', readings: [...buildings, ...ranges], sure: [] };
}

function rangesOf(range: RangeBody): readonly (readonly Segment[])[] {
  const { from, to } = range;
  const sides: readonly Side[] = isOneParity(range) ? [sideOf(from.number)] : ['both', 'odd', 'even'];
  return sides.map((side) => [{ kind: 'range', from, to, side }]);
}

/** «12а-12г», `22/2-22/10`: the letters or fractions of one number. */
function judgeWithinNumber({ from, to }: RangeBody): RangeJudged {
  const all: readonly Segment[] = [{ kind: 'range', from, to, side: sideOf(from.number) }];
  if (isBare(from) || (from.fraction === undefined && to.fraction === undefined && (from.letter ?? '') < (to.letter ?? ''))) {
    return { kind: 'sure', segments: all };
  }
  const [first, last] = [fractionNumber(from.fraction ?? ''), fractionNumber(to.fraction ?? '')];
  if (first === null || last === null || from.letter !== to.letter || last <= first) return { kind: 'unread', reason: 'range_end_unclear' };
  if ((last - first) % 2 === 1 || last - first > 100) return { kind: 'sure', segments: all };
  const everySecond = buildingsOf(from, first, last, 2);
  return { kind: 'confirm', reason: 'range_end_unclear', readings: [all, everySecond], sure: everySecond };
}

function buildingsOf(house: House, first: number, last: number, step: number): readonly Segment[] {
  const count = Math.floor((last - first) / step) + 1;
  return Array.from({ length: count }, (_, index) => ({ kind: 'house', house: { ...house, fraction: String(first + index * step) } }));
}
