import { MOST_DIGITS } from './house-grammar.ts';
import { isForeign, type Lexeme } from './lexemes.ts';
import { senseOf, type WordSense } from './vocabulary.ts';

/** Why an item of a list is not read. Each has a text in every language; the item itself is always shown beside it. */
export type UnreadReason =
  /** The list takes houses out («кроме»): what it leaves is not worked out. */
  | 'exception'
  /** A word that is no part of a house number: another street, a village, a heading. */
  | 'other_words'
  /** A number after such words: it may belong to them, not to the street of the row. */
  | 'after_other_words'
  | 'plot'
  | 'building_kind'
  | 'private_sector'
  | 'grades'
  /** A letter before the number (`В-21`): a block, a quarter or a barrack. */
  | 'letter_first'
  /** A Latin letter that looks like no Cyrillic one (`12b`). */
  | 'foreign_letter'
  | 'number_too_big'
  /** Two numbers with nothing between them: two houses, or one number torn apart (`1 5`). */
  | 'separator_missing'
  /** A full stop between numbers: two houses, a date or a decimal. */
  | 'separator_unclear'
  | 'brackets_unclear'
  /** A range without its end (`с 112`). */
  | 'range_open'
  | 'range_backwards'
  /** An end that could be read in two ways (`2/1-4`, `22/2-22/10`, `12а-12г`). */
  | 'range_end_unclear'
  /** The ends do not tell whether one side is meant or both, and no side is named. */
  | 'parity_unclear'
  /** The named side has none of the named houses. */
  | 'side_contradicts'
  /** A side or «все» stands alone among others: of the street, or of its neighbours? */
  | 'side_apart'
  /** A number after `8 корп. 1`: the next corpus or another house? */
  | 'house_or_corpus'
  | 'corpus_alone'
  | 'not_understood';

/** The reason why the grammar could not read an item: the first that applies, from what changes the meaning most to what is only unusual. */
export function whyUnread(item: readonly Lexeme[]): UnreadReason {
  const senses = new Set(item.filter(({ kind }) => kind === 'word').map(({ text }) => senseOf(text)));
  const known = SENSE_REASONS.find(([sense]) => senses.has(sense));
  if (known !== undefined) return known[1];
  if (item.some(({ kind, text }) => kind === 'word' && isForeign(text))) return 'foreign_letter';
  if (item.some(({ kind, text }) => kind === 'number' && text.length > MOST_DIGITS)) return 'number_too_big';
  if (startsWithLetter(item)) return 'letter_first';
  return reasonOfForm(item, senses);
}

/** Whether an item takes houses out of the whole list: «кроме» outside brackets. */
export function excludes(item: readonly Lexeme[]): boolean {
  let depth = 0;
  for (const { kind, text } of item) {
    if (kind === 'open') depth += 1;
    else if (kind === 'close') depth -= 1;
    else if (kind === 'word' && depth <= 0 && senseOf(text) === 'except') return true;
  }
  return false;
}

const SENSE_REASONS: readonly (readonly [sense: WordSense, reason: UnreadReason])[] = [
  ['except', 'exception'],
  ['unknown', 'other_words'],
  ['plot', 'plot'],
  ['plots', 'plot'],
  ['building', 'building_kind'],
  ['buildings', 'building_kind'],
  ['private_sector', 'private_sector'],
  ['grade', 'grades'],
];

/** `В-21`, `с Б- 1 по Б-53` */
function startsWithLetter(item: readonly Lexeme[]): boolean {
  const first = item.findIndex(({ kind, text }) => kind !== 'word' || !['from', 'house', 'to'].includes(senseOf(text)));
  const after = item[first + 1]?.kind === 'dash' ? item[first + 2] : item[first + 1];
  const letter = item[first];
  return letter?.kind === 'word' && senseOf(letter.text) === 'letter' && after?.kind === 'number';
}

function reasonOfForm(item: readonly Lexeme[], senses: ReadonlySet<WordSense>): UnreadReason {
  if (item.some(({ kind }) => kind === 'open' || kind === 'close')) return 'brackets_unclear';
  if (senses.has('from') || senses.has('to')) return 'range_open';
  if (pairs(item).some(([a, b]) => endsHouse(a) && b.kind === 'number' && (a.kind === 'number' || b.spaced))) return 'separator_missing';
  if (item[0]?.kind === 'word' && senseOf(item[0].text).startsWith('corpus')) return 'corpus_alone';
  return item.some((each, index) => each.kind === 'dot' && item[index + 1]?.kind === 'number') ? 'separator_unclear' : 'not_understood';
}

/** A number, or the single letter after one, that is no word of its own. */
function endsHouse({ kind, text }: Lexeme): boolean {
  return kind === 'number' || (kind === 'word' && senseOf(text) === 'letter');
}

function pairs(item: readonly Lexeme[]): readonly (readonly [Lexeme, Lexeme])[] {
  return item.slice(1).map((next, index) => [item[index] as Lexeme, next] as const);
}
