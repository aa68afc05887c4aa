import { attempt, type Cursor, cursorOver, isDone, peek, senseAt, take, takeWord } from './cursor.ts';
import type { House } from './house.ts';
import { isForeign, lexemesOf } from './lexemes.ts';
import { buildingOf, seriesOf, seriesOfMany, type WordSense } from './vocabulary.ts';

/** No street has more houses; a longer number is a mistake or a year of an act. */
export const MOST_DIGITS = 5;

/**
 * Reads a house as an address register gives it: `61/67`, `12 А`, `12-А`, `8/1`, `14к2`, `14 корп. 2`, `12 стр. 1`, `дом 5`, `24-үй`,
 * `уч. 11`, `В-21`; null when the text is anything else (a range, two houses, a flat beside it). Case, spaces and Latin look-alike
 * letters do not matter.
 */
export function parseHouse(text: string): House | null {
  const cursor = cursorOver(lexemesOf(text.normalize('NFC')));
  takeWord(cursor, 'house', 'house_after');
  const house = takeHouse(cursor);
  if (house === null) return null;
  const corpus = attempt(cursor, takeCorpus) ?? attempt(cursor, takeBracketedCorpus);
  takeHouseAfter(cursor);
  take(cursor, 'dot');
  return isDone(cursor) ? { ...house, ...(corpus !== null && { corpus }) } : null;
}

/** house := series? number letter? ('/' (number letter? | letter))* series? — without its corpus. */
export function takeHouse(cursor: Cursor): House | null {
  const before = attempt(cursor, takeSeries);
  const number = takeNumber(cursor);
  if (number === null || number === 0) return null;
  const letter = takeLetter(cursor) ?? takeDashedLetter(cursor);
  const fraction = takeFraction(cursor);
  const series = before ?? attempt(cursor, takeSeriesAfter);
  const house: { number: number; letter?: string; fraction?: string; series?: string } = { number };
  if (letter !== null) house.letter = letter;
  if (fraction !== null) house.fraction = fraction;
  if (series !== null) house.series = series;
  return house;
}

/** series := ('уч' | 'общ' | …) '.'? 'дом'? before a number | letter '-'? before a number: `уч. 11`, `В-21`, `А21` */
export function takeSeries(cursor: Cursor): string | null {
  const word = peek(cursor);
  if (word?.kind !== 'word') return null;
  const series = seriesOf(word.text) ?? seriesOfMany(word.text);
  if (series !== null) {
    cursor.at += 1;
    take(cursor, 'dot');
    return peek(cursor)?.kind === 'number' ? series : null;
  }
  if (!LETTER_OF_SERIES.has(senseAt(cursor) ?? 'unknown') || word.text.length > 1 || isForeign(word.text)) return null;
  cursor.at += 1;
  const dashed = take(cursor, 'dash') !== null;
  const number = peek(cursor);
  return number?.kind === 'number' && (dashed || !number.spaced) ? word.text : null;
}

/** corpus := ('к' | 'корп' | 'корпус' | 'корпуса' | 'стр' | 'блок' | …) '.'? (number letter? | letter) */
export function takeCorpus(cursor: Cursor): string | null {
  const word = peek(cursor);
  if (!takeWord(cursor, 'corpus', 'corpuses', 'building')) return null;
  const name = takeCorpusName(cursor);
  return name === null ? null : `${buildingOf(word?.text ?? '') ?? ''}${name}`;
}

/** The number or letter of a corpus, without the word. */
export function takeCorpusName(cursor: Cursor): string | null {
  const number = takeNumber(cursor);
  const letter = takeLetter(cursor);
  return number === null && letter === null ? null : `${number ?? ''}${letter ?? ''}`;
}

/** A single letter of a house. Before a number, a letter that stands apart is a word («12 с 14»), and «к» is a corpus. */
export function takeLetter(cursor: Cursor): string | null {
  const next = peek(cursor);
  if (next?.kind !== 'word' || next.text.length !== 1 || isForeign(next.text)) return null;
  const afterDot = peek(cursor, 1)?.kind === 'dot' ? 2 : 1;
  const after = peek(cursor, afterDot);
  if (after?.kind === 'number' && (next.spaced || senseAt(cursor) === 'corpus')) return null;
  if (next.spaced && senseAt(cursor) === 'and' && after?.kind === 'word') return null;
  cursor.at += 1;
  return next.text;
}

/** “24-үй”, “25 үйлөр”: the word after the number, as Kyrgyz and Kazakh put it. */
export function takeHouseAfter(cursor: Cursor): boolean {
  const dashed = peek(cursor)?.kind === 'dash' ? 1 : 0;
  if (senseAt(cursor, dashed) !== 'house_after') return false;
  cursor.at += dashed + 1;
  return true;
}

/** A number of at most `MOST_DIGITS` digits. */
export function takeNumber(cursor: Cursor): number | null {
  const next = peek(cursor);
  if (next?.kind !== 'number' || next.text.length > MOST_DIGITS) return null;
  cursor.at += 1;
  return Number(next.text);
}

const LETTER_OF_SERIES: ReadonlySet<WordSense> = new Set(['letter', 'in']);

/** «22дача», «5 уч.»: the word of the series after the number, when no other number follows that it could belong to. */
function takeSeriesAfter(cursor: Cursor): string | null {
  const word = peek(cursor);
  const series = word?.kind === 'word' ? seriesOf(word.text) : null;
  if (series === null) return null;
  cursor.at += 1;
  take(cursor, 'dot');
  return peek(cursor)?.kind === 'number' ? null : series;
}

/** `12-А`: only letters that end no ordinal (5-я, 5-й, 5-е, 5-х, 5-ю), and only where no number follows (12-к2). */
function takeDashedLetter(cursor: Cursor): string | null {
  const dash = peek(cursor);
  if (dash?.kind !== 'dash' || dash.spaced) return null;
  const letter = peek(cursor, 1);
  if (letter === undefined || letter.spaced) return null;
  if (letter.kind !== 'word' || !/^[абвгджзиклмнопрстф]$/.test(letter.text) || peek(cursor, 2)?.kind === 'number') return null;
  if (peek(cursor, 2)?.kind === 'dash' && peek(cursor, 3)?.kind === 'number' && isForeign(letter.text)) return null;
  cursor.at += 2;
  return letter.text;
}

function takeFraction(cursor: Cursor): string | null {
  if (peek(cursor)?.kind !== 'slash') return null;
  const parts: string[] = [];
  for (let part = attempt(cursor, takeFractionPart); part !== null; part = attempt(cursor, takeFractionPart)) parts.push(part);
  return parts.length === 0 ? null : parts.join('/');
}

function takeFractionPart(cursor: Cursor): string | null {
  return take(cursor, 'slash') === null ? null : takeCorpusName(cursor);
}

function takeBracketedCorpus(cursor: Cursor): string | null {
  if (take(cursor, 'open') === null) return null;
  const corpus = takeCorpus(cursor);
  return corpus !== null && take(cursor, 'close') !== null ? corpus : null;
}
