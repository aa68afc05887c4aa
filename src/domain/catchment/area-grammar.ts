import { attempt, type Cursor, isDone, peek, take, takeWord } from './cursor.ts';
import type { Draft } from './draft.ts';
import { takeLetter, takeNumber } from './house-grammar.ts';
import { draftOf, takeParts } from './item-grammar.ts';
import { areaOf } from './place-words.ts';

/**
 * area := word names | names word ('(' houses ')')? — quarters, microdistricts, lines and the like by number, where an address has no
 * street or the street is named by its number: «кварталы №1», «1-8 линия», «17 микрорайонов (82, 97 дома)».
 */
export function readArea(cursor: Cursor): readonly Draft[] | null {
  return attempt(cursor, readWordFirst) ?? attempt(cursor, readNumbersFirst);
}

/** No act lists more areas in one item; a longer range is a mistake. */
const MOST_AREAS = 200;

function readWordFirst(cursor: Cursor): readonly Draft[] | null {
  const word = takeAreaWord(cursor);
  if (word === null) return null;
  const names = takeNames(cursor);
  take(cursor, 'dot');
  if (names === null || !isDone(cursor)) return null;
  return [draftOf({ body: { kind: 'areas', area: word.area, names, reach: word.isPlural ? 'after' : null } })];
}

function readNumbersFirst(cursor: Cursor): readonly Draft[] | null {
  const names = takeNames(cursor);
  const word = names === null ? null : takeAreaWord(cursor);
  if (names === null || word === null) return null;
  const houses = takeBracketedHouses(cursor);
  take(cursor, 'dot');
  if (houses === null || !isDone(cursor)) return null;
  const area = draftOf({ body: { kind: 'areas', area: word.area, names, reach: word.isPlural ? 'before' : null } });
  const [only] = names;
  if (houses.length === 0) return [area];
  const place = { name: `${only ?? ''} ${word.area}`, typed: true, rank: 'area' as const };
  return names.length === 1
    ? [
        { ...area, body: { kind: 'areas', area: word.area, names: [], reach: word.isPlural ? 'before' : null } },
        ...houses.map((draft) => ({ ...draft, place })),
      ]
    : null;
}

function takeAreaWord(cursor: Cursor): ReturnType<typeof areaOf> {
  const word = peek(cursor);
  const area = word?.kind === 'word' && !word.quoted ? areaOf(word.text) : null;
  if (area === null) return null;
  cursor.at += 1;
  take(cursor, 'dot');
  return area;
}

/** names := name ('-' name)? ('и' name ('-' name)?)*, each a number with or without a letter and the ending of an ordinal */
function takeNames(cursor: Cursor): readonly string[] | null {
  const names: string[] = [];
  do {
    const from = takeName(cursor);
    if (from === null) return null;
    const to = peek(cursor)?.kind === 'dash' && peek(cursor, 1)?.kind === 'number' ? (take(cursor, 'dash'), takeName(cursor)) : from;
    const run = to === null ? null : namesBetween(from, to);
    if (run === null) return null;
    names.push(...run);
  } while (takeWord(cursor, 'and'));
  return names;
}

function takeName(cursor: Cursor): string | null {
  const number = takeNumber(cursor);
  if (number === null) return null;
  if (peek(cursor)?.kind === 'dash' && ENDINGS.has(peek(cursor, 1)?.text ?? '')) {
    cursor.at += 2;
    return String(number);
  }
  const letter = peek(cursor)?.spaced === true ? null : takeLetter(cursor);
  return `${number}${(letter ?? '').toUpperCase()}`;
}

const ENDINGS = new Set(['я', 'й', 'е', 'ая', 'ый', 'ой', 'ые', 'х', 'го']);

function namesBetween(from: string, to: string): readonly string[] | null {
  if (from === to) return [from];
  const [first, last] = [Number(from), Number(to)];
  if (!(last > first) || last - first >= MOST_AREAS) return null;
  return Array.from({ length: last - first + 1 }, (_, index) => String(first + index));
}

/** Houses of the one area before the bracket; empty when there is no bracket, null when it cannot be read. */
function takeBracketedHouses(cursor: Cursor): readonly Draft[] | null {
  if (take(cursor, 'open') === null) return [];
  const houses = takeParts(cursor);
  return houses !== null && take(cursor, 'close') !== null ? houses : null;
}
