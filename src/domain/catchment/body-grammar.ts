import { attempt, type Cursor, isDone, peek, senseAt, take, takeWord } from './cursor.ts';
import type { Body, RangeOpen } from './draft.ts';
import { type House, isBare, LAST_NUMBER } from './house.ts';
import { takeCorpus, takeCorpusName, takeHouse, takeHouseAfter, takeLetter, takeNumber, takeSeries } from './house-grammar.ts';
import { buildingOf, seriesOf, seriesOfMany } from './vocabulary.ts';

/** body := range | houses | 'к. 2' | 'участки' */
export function takeBody(cursor: Cursor): Body | null {
  if (isLoneNumber(cursor)) return housesBody([takeHouse(cursor) as House]);
  return (
    attempt(cursor, takeLoneLetter) ??
    attempt(cursor, takeRange) ??
    attempt(cursor, takeHouses) ??
    attempt(cursor, takeLoneCorpus) ??
    attempt(cursor, takeWholeSeries)
  );
}

/** The commonest item of all is one number. */
function isLoneNumber(cursor: Cursor): boolean {
  const next = peek(cursor);
  return cursor.at + 1 === cursor.end && next?.kind === 'number' && next.text.length <= 4 && Number(next.text) > 0;
}

/** range := 'с' end ('по' | 'до' | '-') end | end '-' end | 'с' end ('до' 'конца' | 'и' 'далее')? | 'до' end | end 'дан' end 'га' 'чейин' */
function takeRange(cursor: Cursor): Body | null {
  let opened = false;
  while (takeWord(cursor, 'from')) opened = true;
  takeWord(cursor, 'house');
  const begins = takeWord(cursor, 'begin');
  if (takeWord(cursor, 'until') || begins) return takeUpTo(cursor);
  const many = seriesOfManyAt(cursor);
  const from = takeEnd(cursor);
  if (from === null) return null;
  const spoken = takeEnding(cursor, 'out_of');
  const inWords = spoken || takeWord(cursor, 'to') || (opened && takeWord(cursor, 'until'));
  if (!inWords && take(cursor, 'dash') === null) return takeOpen(cursor, from, opened);
  const isOnward = spoken && takeWord(cursor, 'onward');
  if (takeTheEnd(cursor) || (isOnward && peek(cursor)?.kind !== 'number')) return rangeBody(from, endless(from), true, 'plainly');
  takeWord(cursor, 'house');
  const to = takeEnd(cursor);
  if (to === null) return null;
  takeEnding(cursor, 'into');
  takeWord(cursor, 'until_after');
  takeHouseAfter(cursor);
  return inOneSeries(from, to, inWords, many !== null);
}

/** «с участка № 5 по № 9», «участки 1-9»: the series is named once and holds for both ends. */
function inOneSeries(from: House, to: House, inWords: boolean, sticks: boolean): Body | null {
  if (from.series === to.series) return rangeBody(from, to, inWords, null);
  if (from.series === undefined || to.series !== undefined || (from.series.length === 1 && !sticks)) return null;
  return rangeBody(from, { ...to, series: from.series }, inWords, null);
}

/** «с 112», «с 112 до конца», «12 и далее» */
function takeOpen(cursor: Cursor, from: House, opened: boolean): Body | null {
  takeWord(cursor, 'house');
  const named = attempt(cursor, (rest) => (takeWord(rest, 'until') && takeTheEnd(rest) ? true : null)) ?? attempt(cursor, takeOnward);
  if (named === null && !opened) return null;
  return { kind: 'range', from, to: endless(from), inWords: true, open: named === null ? 'perhaps' : 'plainly' };
}

function takeOnward(cursor: Cursor): true | null {
  takeWord(cursor, 'and');
  return takeWord(cursor, 'onward') ? true : null;
}

/** «до д. 90» */
function takeUpTo(cursor: Cursor): Body | null {
  takeWord(cursor, 'house');
  const to = takeEnd(cursor);
  if (to === null) return null;
  const first: House = { number: 1, ...(to.series !== undefined && { series: to.series }) };
  takeEnding(cursor, 'into');
  takeWord(cursor, 'until_after');
  return rangeBody(first, to, true, 'plainly');
}

function takeTheEnd(cursor: Cursor): boolean {
  if (!takeWord(cursor, 'end')) return false;
  takeWord(cursor, 'filler');
  takeWord(cursor, 'until_after');
  return true;
}

function endless({ series }: House): House {
  return { number: LAST_NUMBER, ...(series !== undefined && { series }) };
}

/** end := house; a corpus beside it makes it no end that could be ordered. */
function takeEnd(cursor: Cursor): House | null {
  const house = takeHouse(cursor);
  const dashed = peek(cursor)?.kind === 'dash' ? 1 : 0;
  if (house !== null && ORDINAL.has(peek(cursor, dashed)?.text ?? '')) cursor.at += dashed + 1;
  return house;
}

/** «с 1-го по 45-й дом» */
const ORDINAL = new Set(['го', 'ого', 'му', 'ому', 'й', 'ый']);

/** “1ден 25ке чейин”, “1-үйдөн 25-үйгө чейин” */
function takeEnding(cursor: Cursor, sense: 'out_of' | 'into'): boolean {
  const dashed = peek(cursor)?.kind === 'dash' ? 1 : 0;
  if (senseAt(cursor, dashed) !== sense) return false;
  cursor.at += dashed + 1;
  return true;
}

function rangeBody(from: House, to: House, inWords: boolean, open: RangeOpen): Body {
  return { kind: 'range', from, to, inWords, open };
}

/** houses := house (corpus | 'все корпуса' | '(' letters | corpuses | 'все корпуса' ')' | house)? */
function takeHouses(cursor: Cursor): Body | null {
  const many = seriesOfManyAt(cursor);
  const house = takeHouse(cursor);
  if (house === null) return null;
  if (attempt(cursor, takeAllCorpuses)) return { kind: 'all_corpuses', house };
  const spaced = peek(cursor)?.spaced === true;
  const corpus = attempt(cursor, takeCorpus);
  if (corpus !== null) return housesBody([{ ...house, corpus }], spaced ? { number: house.number, corpus } : null);
  if (peek(cursor)?.kind === 'open') {
    const bracketed = takeBracketed(cursor, house);
    if (bracketed !== null) return bracketed;
  }
  takeHouseAfter(cursor);
  return attempt(cursor, (rest) => takeSecondHouse(rest, house)) ?? housesBody([house], null, many);
}

function takeBracketed(cursor: Cursor, house: House): Body | null {
  if (attempt(cursor, takeBracketedAllCorpuses)) return { kind: 'all_corpuses', house };
  const letters = isBare(house) ? attempt(cursor, takeBracketedLetters) : null;
  if (letters !== null) return housesBody(letters.map((letter) => ({ ...house, letter })));
  const corpuses = attempt(cursor, takeBracketedCorpuses) ?? attempt(cursor, takeBracketedCorpusesAfter);
  if (corpuses !== null) return housesBody(corpuses.map((each) => ({ ...house, corpus: each })));
  return attempt(cursor, (rest) => takeBracketedNumber(rest, house)) ?? attempt(cursor, (rest) => takeCounted(rest, house));
}

function housesBody(
  houses: readonly House[],
  corpusTail: Extract<Body, { kind: 'houses' }>['corpusTail'] = null,
  many: string | null = null,
): Body {
  return { kind: 'houses', houses, corpusTail, many };
}

/**
 * `31 32`, `65В 67`, `9а. 9б`, `37.39`: houses with the comma forgotten, or a full stop for it. Two bare numbers may be one torn number
 * too (`1 5`); after a letter or a fraction nothing is torn. Numbers that could be a date (`7.11`) are not read.
 */
function takeSecondHouse(cursor: Cursor, first: House): Body | null {
  const houses = [first];
  let dots = 0;
  let isTight = false;
  for (let last = first; !isDone(cursor);) {
    const start = cursor.at;
    const dot = take(cursor, 'dot');
    const next = peek(cursor);
    if (dot !== null && isDone(cursor) && houses.length > 1) {
      cursor.at = start;
      break;
    }
    if (next?.kind !== 'number' || (dot === null && !next.spaced && isBare(last)) || last.series !== undefined) return null;
    const house = takeHouse(cursor);
    if (house === null || (dot !== null && !next.spaced && couldBeDate(last, house))) return null;
    if (dot === null && !isBare(last) && house.number < last.number) return null;
    if (dot !== null) dots += 1;
    isTight ||= dot !== null && !next.spaced && isBare(last) && isBare(house);
    houses.push(house);
    last = house;
    if (!isDone(cursor) && peek(cursor)?.kind !== 'dot' && peek(cursor)?.kind !== 'number') return null;
  }
  if (houses.length === 1) return null;
  const [a, b] = houses as [House, House];
  if (houses.length === 2 && dots === 1 && isTight)
    return { kind: 'ways', ways: [houses, [{ ...a, fraction: String(b.number) }]], because: 'separator_missing' };
  if (dots === houses.length - 1 || (houses.length === 2 && !isBare(a))) return housesBody(houses);
  if (houses.length > 2 || dots > 0) return null;
  const torn = { ...b, number: Number(`${a.number}${b.number}`) };
  if (torn.number >= LAST_NUMBER || b.number === a.number) return a.number === b.number && isBare(b) ? null : housesBody(houses);
  return { kind: 'ways', ways: b.number > a.number ? [houses, [torn]] : [[torn], houses], because: 'separator_missing' };
}

function couldBeDate(a: House, b: House): boolean {
  return isBare(a) && isBare(b) && a.number <= 31 && b.number <= 12;
}

function takeAllCorpuses(cursor: Cursor): true | null {
  return takeWord(cursor, 'all') && takeWord(cursor, 'corpuses') ? true : null;
}

function takeBracketedAllCorpuses(cursor: Cursor): true | null {
  return take(cursor, 'open') !== null && takeAllCorpuses(cursor) !== null && take(cursor, 'close') !== null ? true : null;
}

/** `36 (а,б)`: 36а and 36б, not 36 itself; an act that means 36 writes it as well. */
function takeBracketedLetters(cursor: Cursor): readonly string[] | null {
  return take(cursor, 'open') === null ? null : takeElements(cursor, takeLetter);
}

/** `2 (корпуса 1, 2)`, `83/89 (к. 1, к. 2)`, `2(к1)` */
function takeBracketedCorpuses(cursor: Cursor): readonly string[] | null {
  if (take(cursor, 'open') === null) return null;
  const sense = senseAt(cursor);
  if (sense !== 'corpus' && sense !== 'corpuses' && sense !== 'building') return null;
  const kind = buildingOf(peek(cursor)?.text ?? '') ?? '';
  if (sense === 'corpuses') takeWord(cursor, 'corpuses');
  return takeElements(cursor, (each) => attempt(each, takeCorpus) ?? prefixed(kind, attempt(each, takeCorpusName)));
}

/** «(стр. 1, 2)»: the 2 is a building of the same kind. */
function prefixed(kind: string, name: string | null): string | null {
  return name === null ? null : `${kind}${name}`;
}

/** `59 а (1,2 корпус)`; not `50/54 (2 корпуса)`, which may say how many there are. */
function takeBracketedCorpusesAfter(cursor: Cursor): readonly string[] | null {
  if (take(cursor, 'open') === null) return null;
  const names: string[] = [];
  do {
    const name = takeCorpusName(cursor);
    if (name === null) return null;
    names.push(name);
  } while (take(cursor, 'comma') !== null || takeWord(cursor, 'and'));
  const named = names.length > 1 ? takeWord(cursor, 'corpus', 'corpuses') : takeWord(cursor, 'corpus');
  return named && take(cursor, 'close') !== null ? names : null;
}

/** `70(1)`: corpus 1 of 70, or 70/1. */
function takeBracketedNumber(cursor: Cursor, house: House): Body | null {
  if (take(cursor, 'open') === null) return null;
  const number = takeNumber(cursor);
  if (number === null || take(cursor, 'close') === null || house.fraction !== undefined) return null;
  const corpus = String(number);
  return { kind: 'ways', ways: [[{ ...house, corpus }], [{ ...house, fraction: corpus }]], because: 'brackets_unclear' };
}

/** `50/54 (2 корпуса)`: corpuses 1 and 2, or corpus 2. */
function takeCounted(cursor: Cursor, house: House): Body | null {
  if (take(cursor, 'open') === null) return null;
  const count = takeNumber(cursor);
  if (count === null || count === 0 || count > 9 || !takeWord(cursor, 'corpuses') || take(cursor, 'close') === null) return null;
  const each = Array.from({ length: count }, (_, index) => ({ ...house, corpus: String(index + 1) }));
  return { kind: 'ways', ways: [each, [{ ...house, corpus: String(count) }]], because: 'brackets_unclear' };
}

/** element ((',' | 'и') element)* ')' */
function takeElements(cursor: Cursor, element: (cursor: Cursor) => string | null): readonly string[] | null {
  const names: string[] = [];
  do {
    const name = element(cursor);
    if (name === null) return null;
    names.push(name);
  } while (take(cursor, 'comma') !== null || takeWord(cursor, 'and'));
  return take(cursor, 'close') === null ? null : names;
}

/** `б` of «12а, б»; not a word of one letter before a full stop. */
function takeLoneLetter(cursor: Cursor): Body | null {
  const start = cursor.at;
  const letter = takeLetter(cursor);
  return letter !== null && start + 1 === cursor.end ? { kind: 'letter', letter } : null;
}

function takeLoneCorpus(cursor: Cursor): Body | null {
  const corpus = takeCorpus(cursor);
  return corpus === null ? null : { kind: 'corpus', corpus };
}

/** «все участки», «общежитие»: all of the street's. */
function takeWholeSeries(cursor: Cursor): Body | null {
  const word = peek(cursor);
  if (word?.kind !== 'word') return null;
  const series = seriesOf(word.text) ?? seriesOfMany(word.text);
  if (series === null || attempt(cursor, takeSeries) !== null) return null;
  cursor.at += 1;
  take(cursor, 'dot');
  const next = peek(cursor);
  const ends = next === undefined || next.kind === 'close' || next.kind === 'open' || senseAt(cursor) === 'except';
  return ends ? { kind: 'series', series } : null;
}

/** The series that a word in the plural opens («участки 1, 3»), for the items after too. */
function seriesOfManyAt(cursor: Cursor): string | null {
  const word = peek(cursor);
  return word?.kind === 'word' ? seriesOfMany(word.text) : null;
}
