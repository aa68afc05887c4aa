import type { Cursor } from './cursor.ts';
import { type Draft, readItem } from './item-grammar.ts';
import { type Lexeme, lexemesOf } from './lexemes.ts';
import { type RangeHabit, runsOverBothSides, sideJudge } from './range-side.ts';
import type { Segment } from './segment.ts';
import { darkens, type Shadow, shadowOf, stillLies } from './shadow.ts';
import { excludes, type UnreadReason, whyUnread } from './unread.ts';

/** An item that was not read, as it is written, and why. */
export type UnreadItem = { readonly token: string; readonly reason: UnreadReason };

/** A list of houses as read: every item is in `segments` (one or more each) or in `unread`; `tokens` counts the items. */
export type Reading = { readonly segments: readonly Segment[]; readonly unread: readonly UnreadItem[]; readonly tokens: number };

/**
 * Reads the houses of one street as an act lists them. An item is what stands between commas or semicolons outside brackets; empty ones
 * do not count. Each is read whole or listed as unread: nothing is dropped, nothing guessed. What is decided about the doubtful:
 * - A range whose ends have one parity is that side («2-64»); with ends of two parities («1-62») it is read only when a side or «все» is
 *   named. Where the list, or by `habit` the act, runs ranges over both sides, ends of one parity prove nothing: such a range is read
 *   only beside houses of the other side within it.
 * - An end with a letter or fraction cuts there (`withinEnd`): `13/19-31` begins at the corner house 13/19. `2/1-4` is unread: the 1
 *   may be a building.
 * - `36 (а,б)` is 36а and 36б without 36; `13` is 13 without 13а.
 * - Words that may change what follows (another street, «участки», «кроме») make what follows unread.
 */
export function readHouses(text: string, habit: RangeHabit = 'one_side'): Reading {
  const source = text.normalize('NFC');
  const items = itemsOf(lexemesOf(source));
  const read = items.map(draftItem);
  const outcomes = items.some(({ lexemes }) => excludes(lexemes)) ? read.map(() => 'exception' as const) : judge(items, read, habit);
  return {
    segments: outcomes.flatMap((outcome) => (typeof outcome === 'string' ? [] : outcome)),
    unread: outcomes.flatMap((outcome, index) =>
      typeof outcome === 'string' ? [{ token: source.slice(items[index]?.from, items[index]?.to).trim(), reason: outcome }] : [],
    ),
    tokens: items.length,
  };
}

/**
 * How the ranges of one act (or one school's part of it) are written: `unsure` as soon as one list runs a range over both sides without
 * saying so, `one_side` otherwise.
 */
export function rangeHabit(lists: readonly string[]): RangeHabit {
  const drafts = (list: string) =>
    itemsOf(lexemesOf(list.normalize('NFC')))
      .map(draftItem)
      .filter((each) => typeof each !== 'string');
  return lists.some((list) => drafts(list).flat().some(runsOverBothSides)) ? 'unsure' : 'one_side';
}

/** `from` and `to` bound the item in the source, so that a person sees it as it is written. */
type Item = { readonly lexemes: readonly Lexeme[]; readonly from: number; readonly to: number | undefined; readonly startsClause: boolean };
type Outcome = readonly Segment[] | UnreadReason;

function itemsOf(lexemes: readonly Lexeme[]): readonly Item[] {
  const items: Item[] = [];
  let depth = 0;
  let start = 0;
  let startsClause = true;
  const close = (end: number) => {
    const bounds = { from: lexemes[start - 1]?.to ?? 0, to: lexemes[end]?.from };
    if (end > start) items.push({ lexemes: lexemes.slice(start, end), ...bounds, startsClause });
    if (end > start) startsClause = false;
    start = end + 1;
  };
  lexemes.forEach(({ kind }, index) => {
    if (kind === 'open') depth += 1;
    else if (kind === 'close') depth = Math.max(0, depth - 1);
    else if (depth === 0 && (kind === 'comma' || kind === 'semicolon')) close(index);
    if (depth === 0 && kind === 'semicolon') startsClause = true;
  });
  close(lexemes.length);
  return items;
}

function draftItem({ lexemes }: Item): readonly Draft[] | UnreadReason {
  const cursor: Cursor = { lexemes, at: 0, end: lexemes.length };
  return readItem(cursor) ?? whyUnread(lexemes);
}

/** Asks the neighbours: what an item says may depend on those before it and on the whole list. */
function judge(items: readonly Item[], read: readonly (readonly Draft[] | UnreadReason)[], habit: RangeHabit): readonly Outcome[] {
  const drafts = read.filter((each) => typeof each !== 'string').flat();
  const judgeSide = sideJudge(drafts, habit, items.length === 1);
  let shadow: Shadow | null = null;
  let corpuses = NO_CORPUSES;
  return items.map(({ lexemes, startsClause }, index) => {
    const own = read[index] ?? 'not_understood';
    const mine = typeof own === 'string' ? [] : own;
    const before: Shadow | null = shadow !== null && stillLies(shadow, mine, startsClause) ? shadow : null;
    shadow = (before?.lasts === 'list' ? before : null) ?? shadowOf(lexemes, typeof own !== 'string') ?? before;
    corpuses = corpusesAfter(mine, corpuses);
    const judged = judgeSide(mine, startsClause);
    if (typeof own === 'string') return own;
    if (before !== null && darkens(before, own)) return before.reason;
    return corpuses.doubted ? 'house_or_corpus' : judged;
  });
}

/** Whether a plain number here may still be a corpus of the house before: after «8 корп. 1» a 2, or a 5, may be one; a 10 is not. */
type Corpuses = { readonly house: number; readonly last: number; readonly doubted: boolean };

const NO_CORPUSES: Corpuses = { house: 0, last: -1, doubted: false };

function corpusesAfter(drafts: readonly Draft[], before: Corpuses): Corpuses {
  const only = drafts.length === 1 ? drafts[0] : undefined;
  if (only?.kind !== 'houses') return NO_CORPUSES;
  if (only.corpusTail !== null) return { house: only.corpusTail.number, last: Number(only.corpusTail.corpus) || 0, doubted: false };
  const house = only.houses[0];
  const isPlain = house !== undefined && house.letter === undefined && house.fraction === undefined && house.corpus === undefined;
  if (!isPlain || (house.number > before.house && house.number !== before.last + 1)) return NO_CORPUSES;
  return { ...before, last: house.number, doubted: true };
}
