import { MOST_DIGITS } from './house-grammar.ts';
import { isForeign, type Lexeme } from './lexemes.ts';
import { isHeadingWord } from './place-words.ts';
import { senseOf, type WordSense } from './vocabulary.ts';

/** Why an item of a list is not read. Each has a text in every language; the item itself is always shown beside it. */
export type UnreadReason =
  /** Words of the act's heading, of a school or an authority, that slipped into the list. */
  | 'heading'
  /** «кроме» with nothing before it that it could be taken out of, or with what cannot be read. */
  | 'exception'
  /** A word that is no part of a house number: a street without the word that says so, an institution, a remark. */
  | 'other_words'
  /** A number after such words: it may belong to them, not to the street of the row. */
  | 'after_other_words'
  /** The row names no street, and neither does the item nor those before it. */
  | 'street_missing'
  /** The name of a street could end in two places («Трофимовский 2 2»). */
  | 'street_unclear'
  | 'grades'
  | 'flats'
  /** Numbers that a spreadsheet turned into a date (`7.11`, `07.ноя`): 7/11 or 7-11 was meant. */
  | 'date'
  /** A Latin letter that looks like no Cyrillic one (`12b`). */
  | 'foreign_letter'
  | 'number_too_big'
  /** Several numbers with nothing between them. */
  | 'separator_missing'
  /** A full stop between numbers. */
  | 'separator_unclear'
  | 'brackets_unclear'
  /** A range with an end missing (`с по 12`). */
  | 'range_broken'
  | 'range_backwards'
  /** An end that could be read in too many ways. */
  | 'range_end_unclear'
  /** The named side has none of the named houses. */
  | 'side_contradicts'
  | 'corpus_alone'
  /** A row with a street and no houses. */
  | 'houses_missing'
  | 'not_understood';

/** The reason why the grammar could not read an item: the first that applies, from what changes the meaning most to what is only unusual. */
export function whyUnread(item: readonly Lexeme[]): UnreadReason {
  const words = item.filter(({ kind }) => kind === 'word');
  if (words.some(({ text }) => isHeadingWord(text))) return 'heading';
  const senses = new Set(words.map(({ text }) => senseOf(text)));
  if (isDate(item, senses)) return 'date';
  if (words.some(({ text }) => isForeign(text) && text.length === 1)) return 'foreign_letter';
  const known = SENSE_REASONS.find(([sense]) => senses.has(sense));
  if (known !== undefined) return known[1];
  if (item.some(({ kind, text }) => kind === 'number' && text.length > MOST_DIGITS)) return 'number_too_big';
  return reasonOfForm(item, senses);
}

/** What a person may do about an item that was not read. */
export function suggestionFor(reason: UnreadReason, token: string): string {
  if (reason === 'date') return dateSuggestion(token);
  return SUGGESTIONS[reason];
}

const SENSE_REASONS: readonly (readonly [sense: WordSense, reason: UnreadReason])[] = [
  ['except', 'exception'],
  ['except_after', 'exception'],
  ['unknown', 'other_words'],
  ['grade', 'grades'],
  ['flat', 'flats'],
];

/** `7.11`, `07.ноя`, «7 ноября», `7.11.2025` */
function isDate(item: readonly Lexeme[], senses: ReadonlySet<WordSense>): boolean {
  const numbers = item.filter(({ kind }) => kind === 'number').map(({ text }) => Number(text));
  const [day = 0, month = 0] = numbers;
  if (senses.has('month')) return numbers.length >= 1 && item.length <= 5;
  const isPlain = item.every(({ kind }) => kind === 'number' || kind === 'dot') && (numbers.length === 2 || numbers.length === 3);
  return isPlain && item[1]?.kind === 'dot' && item[2]?.spaced === false && day >= 1 && day <= 31 && month >= 1 && month <= 12;
}

function dateSuggestion(token: string): string {
  const [a, b] = token.match(/\d+/g)?.map(Number) ?? [];
  if (a === undefined || b === undefined) return 'a spreadsheet made a date of a house: write the house as text, 7/11 or 7-11';
  return `a spreadsheet makes such dates of houses: write ${a}/${b}, ${a}-${b} or «${a}, ${b}», and format the column as text`;
}

function reasonOfForm(item: readonly Lexeme[], senses: ReadonlySet<WordSense>): UnreadReason {
  if (item.some(({ kind }) => kind === 'open' || kind === 'close')) return 'brackets_unclear';
  if (senses.has('from') || senses.has('to') || senses.has('until') || item.at(-1)?.kind === 'dash' || item[0]?.kind === 'dash')
    return 'range_broken';
  if (pairs(item).some(([a, b]) => endsHouse(a) && b.kind === 'number' && (a.kind === 'number' || b.spaced))) return 'separator_missing';
  if (item[0]?.kind === 'word' && senseOf(item[0].text).startsWith('corpus')) return 'corpus_alone';
  if (item.filter(({ kind }) => kind === 'dash').length > 1) return 'range_end_unclear';
  return item.some((each, index) => each.kind === 'dot' && item[index + 1]?.kind === 'number') ? 'separator_unclear' : 'not_understood';
}

/** A number, or the single letter after one, that is no word of its own. */
function endsHouse({ kind, text }: Lexeme): boolean {
  return kind === 'number' || (kind === 'word' && senseOf(text) === 'letter');
}

function pairs(item: readonly Lexeme[]): readonly (readonly [Lexeme, Lexeme])[] {
  return item.slice(1).map((next, index) => [item[index] as Lexeme, next] as const);
}

const SUGGESTIONS: Readonly<Record<Exclude<UnreadReason, 'date'>, string>> = {
  heading: 'take the heading of the act out of the list of houses',
  exception: 'write what the houses are taken out of: «все дома, кроме 5, 7»',
  other_words: 'name the street with its type («ул. Садовая 5») in a row of its own',
  after_other_words: 'first mend the item before it: this number may belong to it',
  street_missing: 'name the street in the third column',
  street_unclear: 'put a comma between the name of the street and the house, or the street in the third column',
  grades: 'write the grades beside the houses they hold for: «5, 7 (1-4 классы)»',
  flats: 'name the house without its flats',
  foreign_letter: 'write the letter of the house in Cyrillic',
  number_too_big: 'a house number has at most five digits: check for a missing comma or dash',
  separator_missing: 'put a comma between the houses',
  separator_unclear: 'put a comma for the full stop',
  brackets_unclear: 'write corpuses as «5 корп. 1», letters as 5а, and close the bracket',
  range_broken: 'write both ends of the range: «с 2 по 12»',
  range_backwards: 'write the smaller number first',
  range_end_unclear: 'write the range with «с … по …», or the houses one by one',
  side_contradicts: 'the house stands on the other side: correct the number or the side',
  corpus_alone: 'name the house of the corpus: «3 корп. 2»',
  houses_missing: 'write the houses, or «все дома» for the whole street',
  not_understood: 'write it as houses, ranges («2-40 чётная сторона») or «все дома»',
};
