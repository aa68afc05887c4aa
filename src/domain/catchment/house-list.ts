import { readArea } from './area-grammar.ts';
import { cursorOver } from './cursor.ts';
import { readDescribed } from './described-grammar.ts';
import type { Draft } from './draft.ts';
import { readItem } from './item-grammar.ts';
import { lexemesOf } from './lexemes.ts';
import { judgeItems } from './item-judge.ts';
import { type Item, itemsOf, type ListOptions } from './list-item.ts';
import { readPlaced } from './place-grammar.ts';
import { type RangeHabit, runsOverBothSides } from './range-side.ts';
import type { ConfirmItem, Elsewhere, ItemRead, Outcome, Reading, UnreadItem } from './reading.ts';
import type { Segment } from './segment.ts';
import { type UnreadReason, whyUnread } from './unread.ts';

/**
 * Reads the houses of one street as an act lists them. An item is what stands between commas or semicolons outside brackets; empty ones
 * do not count. Each is read, or waits for a person with every way to read it, or is listed as unread: nothing is dropped, nothing
 * guessed. What is decided about the doubtful:
 * - A range whose ends have one parity is that side («2-64»); with ends of two parities («1-62») a side or «все» must be named, or it
 *   waits. Where the list, or by `habit` the act, runs ranges over both sides, ends of one parity prove nothing: such a range is sure only
 *   beside houses of the other side within it, else only its own side is.
 * - An end with a letter or fraction cuts there (`withinEnd`): `13/19-31` begins at the corner house 13/19. `2/1-4` waits.
 * - `36 (а,б)` is 36а and 36б without 36; `13` is 13 without 13а.
 * - Another street named with its type takes the numbers after it; unknown words make what follows unread.
 */
export function readHouses(text: string, habit: RangeHabit = 'one_side', options: ListOptions = { namesStreet: true }): Reading {
  const source = text.normalize('NFC');
  const items = itemsOf(lexemesOf(source));
  const outcomes = outcomesOf(items, source, habit, options);
  const segments: Segment[] = [];
  const elsewhere: Elsewhere[] = [];
  const confirm: ConfirmItem[] = [];
  const unread: UnreadItem[] = [];
  outcomes.forEach((outcome, index) => {
    if (outcome.kind === 'sure') for (const part of outcome.parts) add(part.place, part.segments, segments, elsewhere);
    if (outcome.kind === 'confirm') add(outcome.place, outcome.sure, segments, elsewhere);
    if (outcome.kind === 'confirm' || outcome.kind === 'unread') {
      const at = items[index]?.from ?? 0;
      const token = source.slice(at, items[index]?.to).trim();
      if (outcome.kind === 'unread') unread.push({ token, reason: outcome.reason, at });
      else confirm.push({ token, reason: outcome.reason, at, place: outcome.place, readings: outcome.readings });
    }
  });
  return { segments, elsewhere, confirm, unread, tokens: items.length };
}

/** The same list item by item, each with what it gave: to show a person where a house stands in the act. */
export function readItems(text: string, habit: RangeHabit = 'one_side', options: ListOptions = { namesStreet: true }): readonly ItemRead[] {
  const source = text.normalize('NFC');
  const items = itemsOf(lexemesOf(source));
  const outcomes = outcomesOf(items, source, habit, options);
  return items.map(({ from, to }, index) => ({
    token: source.slice(from, to).trim(),
    at: from,
    outcome: outcomes[index] ?? { kind: 'unread', reason: 'not_understood' },
  }));
}

/**
 * How the ranges of one act (or one school's part of it) are written: `unsure` as soon as one list runs a range over both sides without
 * saying so, `one_side` otherwise.
 */
export function rangeHabit(lists: readonly string[]): RangeHabit {
  return lists.some((list) => habitOf(list).overBothSides > 0) ? 'unsure' : 'one_side';
}

/** How many ranges of a list name no side and run over both sides, and how many keep to one: what a person is shown as the act's habit. */
export function habitOf(list: string): { readonly overBothSides: number; readonly alongOneSide: number } {
  if (!MAY_BE_RANGE.test(list)) return { overBothSides: 0, alongOneSide: 0 };
  const source = list.normalize('NFC');
  const drafts = itemsOf(lexemesOf(source)).flatMap(({ lexemes }) => readItem(cursorOver(lexemes)) ?? []);
  const ranges = drafts.filter(({ body, side, all }) => body?.kind === 'range' && body.open === null && side === null && !all);
  const overBothSides = ranges.filter(runsOverBothSides).length;
  return { overBothSides, alongOneSide: ranges.length - overBothSides };
}

/** A range has a dash or a word between its ends; most lists have neither, and are not read twice. */
const MAY_BE_RANGE = /[\p{Pd}−]|по|до|чейин|дейін/iu;

function add(place: string | null, segments: readonly Segment[], own: Segment[], elsewhere: Elsewhere[]): void {
  if (place === null) own.push(...segments);
  else if (segments.length > 0) elsewhere.push({ place, segments });
}

function outcomesOf(items: readonly Item[], source: string, habit: RangeHabit, options: ListOptions): readonly Outcome[] {
  const read = items.map((item) => draftsOf(item, source, options));
  return judgeItems(items, read, habit, options);
}

function draftsOf({ lexemes }: Item, source: string, { namesStreet }: ListOptions): readonly Draft[] | UnreadReason {
  const plain = readItem(cursorOver(lexemes));
  if (plain !== null) return plain;
  if (!lexemes.some(({ kind }) => kind === 'word')) return whyUnread(lexemes);
  const described = readDescribed(lexemes, source);
  if (described !== null) return [described];
  const placed = readArea(cursorOver(lexemes)) ?? readPlaced(lexemes, source, !namesStreet);
  return placed === 'unclear' ? 'street_unclear' : (placed ?? whyUnread(lexemes));
}
