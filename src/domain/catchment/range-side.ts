import { fractionNumber, type House } from './house.ts';
import type { Draft } from './item-grammar.ts';
import { onSide, type Segment, type Side, sideOf } from './segment.ts';
import { meetsAny, type Span } from './spans.ts';
import type { UnreadReason } from './unread.ts';

/** Whether ends of one parity mean one side in this act, or nobody can be sure. */
export type RangeHabit = 'one_side' | 'unsure';

type RangeDraft = Extract<Draft, { kind: 'range' }>;

/** A fraction up to this may be a building of the house (`2/1-4`), above it a corner house (`13/19-31`). */
const LAST_BUILDING = 5;

/** Judges the items of one list in their order: their segments, or why not. `alone`: the list has one item. */
export function sideJudge(
  drafts: readonly Draft[],
  habit: RangeHabit,
  alone: boolean,
): (item: readonly Draft[], startsClause: boolean) => readonly Segment[] | UnreadReason {
  const list = listFacts(drafts, habit, alone);
  let governing: Side | null = null;
  return (item, startsClause) => {
    if (startsClause) governing = null;
    const segments: Segment[] = [];
    for (const draft of item) {
      governing = governs(draft, governing);
      const judged = judgeDraft(draft, governing, list);
      if (typeof judged === 'string') return judged;
      segments.push(...judged);
    }
    return segments;
  };
}

/** Whether a range goes from one side to the other («1-62») and names none. */
export function runsOverBothSides(draft: Draft): boolean {
  return draft.kind === 'range' && draft.side === null && draft.from.number < draft.to.number && !isOneParity(draft);
}

/** What the whole list says about its ranges. */
type ListFacts = {
  readonly alone: boolean;
  readonly unsure: boolean;
  /** A side (or «все») that stands alone among the items: a range that names none must agree with it. */
  readonly apart: Side | null;
  readonly hasUnnamedRanges: boolean;
  readonly otherSideShown: (range: RangeDraft) => boolean;
};

function listFacts(drafts: readonly Draft[], habit: RangeHabit, alone: boolean): ListFacts {
  const apart = drafts.find((draft) => draft.kind === 'whole' && (!draft.plainly || draft.side === 'both'));
  const shown = { odd: meetsAny(spansOf(drafts, 'odd')), even: meetsAny(spansOf(drafts, 'even')) };
  return {
    alone,
    unsure: habit === 'unsure' || drafts.some(runsOverBothSides),
    apart: apart?.kind === 'whole' ? apart.side : null,
    hasUnnamedRanges: drafts.some((draft) => draft.kind === 'range' && draft.side === null),
    otherSideShown: ({ from, to }) => shown[sideOf(from.number) === 'odd' ? 'even' : 'odd']({ from: from.number, to: to.number }),
  };
}

/** A side that leads an item («нечётная сторона: 1-25, 31») speaks for the items after it, until another leads or the clause ends. */
function governs(draft: Draft, before: Side | null): Side | null {
  if (draft.kind === 'whole') return null;
  if (draft.kind === 'all_corpuses' || draft.side === null) return before;
  return draft.sideLeads ? draft.side : null;
}

function judgeDraft(draft: Draft, governing: Side | null, list: ListFacts): readonly Segment[] | UnreadReason {
  switch (draft.kind) {
    case 'all_corpuses':
      return [{ kind: 'house_all_corpuses', house: draft.house }];
    case 'houses':
      return draft.houses.every(({ number }) => onSide(draft.side ?? governing ?? 'both', number))
        ? draft.houses.map((house) => ({ kind: 'house', house }))
        : 'side_contradicts';
    case 'whole':
      if (!list.alone && (!draft.plainly || (draft.side === 'both' && list.hasUnnamedRanges))) return 'side_apart';
      return draft.side === 'both' ? [{ kind: 'all' }] : [{ kind: 'side', side: draft.side }];
    case 'range':
      return judgeRange(draft, governing, list);
  }
}

function judgeRange(range: RangeDraft, governing: Side | null, list: ListFacts): readonly Segment[] | UnreadReason {
  const { from, to } = range;
  const order = judgeOrder(range);
  if (order !== null) return order;
  if (range.side !== null) {
    const bothOff = !onSide(range.side, from.number) && !onSide(range.side, to.number);
    return bothOff ? 'side_contradicts' : [{ kind: 'range', from, to, side: range.side }];
  }
  if (!isOneParity(range)) return 'parity_unclear';
  if (governing !== null && !onSide(governing, from.number)) return 'side_contradicts';
  if (governing === 'both') return 'parity_unclear';
  if (list.apart !== null && list.apart !== sideOf(from.number)) return 'parity_unclear';
  if (list.unsure && governing === null && !list.otherSideShown(range)) return 'parity_unclear';
  return [{ kind: 'range', from, to, side: sideOf(from.number) }];
}

/** Whether the ends are in order and can be read in one way only. */
function judgeOrder({ from, to, inWords }: RangeDraft): UnreadReason | null {
  if (from.number > to.number) return from.fraction === undefined ? 'range_backwards' : 'range_end_unclear';
  if (from.number === to.number) return hasTail(from) || hasTail(to) ? 'range_end_unclear' : null;
  if (inWords || from.fraction === undefined || to.fraction !== undefined) return null;
  return (fractionNumber(from.fraction) ?? 0) > LAST_BUILDING ? null : 'range_end_unclear';
}

function hasTail({ letter, fraction }: House): boolean {
  return letter !== undefined || fraction !== undefined;
}

function isOneParity({ from, to }: RangeDraft): boolean {
  return sideOf(from.number) === sideOf(to.number);
}

/** The numbers that a list itself puts on one side: single houses, and ranges whose ends are both there. */
function spansOf(drafts: readonly Draft[], side: Side): readonly Span[] {
  return drafts.flatMap((draft): readonly Span[] => {
    if (draft.kind === 'whole') return [];
    if (draft.kind === 'range') {
      const isThere = onSide(side, draft.from.number) && onSide(side, draft.to.number);
      return isThere ? [{ from: draft.from.number, to: draft.to.number }] : [];
    }
    const houses = draft.kind === 'houses' ? draft.houses : [draft.house];
    return houses.filter(({ number }) => onSide(side, number)).map(({ number }) => ({ from: number, to: number }));
  });
}
