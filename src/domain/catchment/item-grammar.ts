import { attempt, type Cursor, isDone, peek, senseAt, take, takeWord } from './cursor.ts';
import type { House } from './house.ts';
import { takeCorpus, takeCorpusName, takeHouse, takeHouseAfter, takeLetter } from './house-grammar.ts';
import type { Side } from './segment.ts';

/** What one item of a list says by itself, before its neighbours are asked. `side` is the side it names, null when it names none. */
export type Draft =
  | {
      readonly kind: 'houses';
      readonly houses: readonly House[];
      readonly side: Side | null;
      readonly sideLeads: boolean;
      readonly corpusTail: CorpusTail | null;
    }
  | { readonly kind: 'all_corpuses'; readonly house: House }
  | {
      readonly kind: 'range';
      readonly from: House;
      readonly to: House;
      readonly inWords: boolean;
      readonly side: Side | null;
      readonly sideLeads: boolean;
    }
  /** `plainly`: «все дома нечётной стороны»; otherwise a side (or «все») stands alone, and may speak of its neighbours. */
  | { readonly kind: 'whole'; readonly side: Side; readonly plainly: boolean };

/** An item that ends «8 корп. 1»: numbers after the next comma may be corpuses too. */
export type CorpusTail = { readonly number: number; readonly corpus: string };

/** item := part ('и' part)* '.'? — null when the whole of it cannot be read so. */
export function readItem(cursor: Cursor): readonly Draft[] | null {
  const drafts: Draft[] = [];
  do {
    const draft = takePart(cursor);
    if (draft === null) return null;
    drafts.push(draft);
  } while (takeWord(cursor, 'and'));
  take(cursor, 'dot');
  return isDone(cursor) ? drafts : null;
}

/** part := qualifier? (range | house)? qualifier? — something of it must be there. */
function takePart(cursor: Cursor): Draft | null {
  const lead = takeLead(cursor);
  if (lead === null) return null;
  if (isDone(cursor) || senseAt(cursor) === 'and' || isLastDot(cursor)) return wholeOf(lead);
  const body = attempt(cursor, takeRange) ?? attempt(cursor, takeHouses);
  const named = joined(lead, takeTail(cursor));
  if (body === null || named === null) return null;
  const sideLeads = lead.side !== null;
  if (body.kind === 'range') return { ...body, side: named.side ?? (named.all ? 'both' : null), sideLeads };
  if (named.all) return null;
  if (body.kind === 'houses') return { ...body, side: named.side, sideLeads };
  return named.side === null ? body : null;
}

/** range := ('с' house | house) ('-' | 'по') house; «по» only after «с». */
function takeRange(cursor: Cursor): Extract<Draft, { kind: 'range' }> | null {
  const opened = takeWord(cursor, 'from');
  takeWord(cursor, 'house');
  const from = takeHouse(cursor);
  const inWords = opened && takeWord(cursor, 'to');
  if (from === null || !(inWords || take(cursor, 'dash') !== null)) return null;
  takeWord(cursor, 'house');
  const to = takeHouse(cursor);
  takeHouseAfter(cursor);
  return to === null ? null : { kind: 'range', from, to, inWords, side: null, sideLeads: false };
}

type HousesDraft = Extract<Draft, { kind: 'houses' | 'all_corpuses' }>;

/** houses := house (corpus | 'все корпуса' | '(' letters | corpuses | 'все корпуса' ')')? */
function takeHouses(cursor: Cursor): HousesDraft | null {
  const house = takeHouse(cursor);
  if (house === null) return null;
  if (attempt(cursor, takeAllCorpuses)) return { kind: 'all_corpuses', house };
  const spaced = peek(cursor)?.spaced === true;
  const corpus = attempt(cursor, takeCorpus);
  if (corpus !== null) return housesDraft([{ ...house, corpus }], spaced ? { number: house.number, corpus } : null);
  if (attempt(cursor, takeBracketedAllCorpuses)) return { kind: 'all_corpuses', house };
  const letters = house.letter === undefined && house.fraction === undefined ? attempt(cursor, takeBracketedLetters) : null;
  if (letters !== null) return housesDraft(letters.map((letter) => ({ ...house, letter })));
  const corpuses = attempt(cursor, takeBracketedCorpuses) ?? attempt(cursor, takeBracketedCorpusesAfter);
  if (corpuses !== null) return housesDraft(corpuses.map((each) => ({ ...house, corpus: each })));
  takeHouseAfter(cursor);
  return housesDraft([house]);
}

function housesDraft(houses: readonly House[], corpusTail: CorpusTail | null = null): HousesDraft {
  return { kind: 'houses', houses, side: null, sideLeads: false, corpusTail };
}

function takeAllCorpuses(cursor: Cursor): true | null {
  return takeWord(cursor, 'all') && takeWord(cursor, 'corpuses') ? true : null;
}

function takeBracketedAllCorpuses(cursor: Cursor): true | null {
  return take(cursor, 'open') !== null && takeAllCorpuses(cursor) !== null && take(cursor, 'close') !== null ? true : null;
}

/** `36 (а,б)`: 36а and 36б, not 36 itself; an act that means 36 writes it as well. */
function takeBracketedLetters(cursor: Cursor): readonly string[] | null {
  return take(cursor, 'open') === null ? null : takeSeries(cursor, takeLetter);
}

/** `2 (корпуса 1, 2)`, `83/89 (к. 1, к. 2)`, `2(к1)` */
function takeBracketedCorpuses(cursor: Cursor): readonly string[] | null {
  if (take(cursor, 'open') === null || !takeWord(cursor, 'corpus', 'corpuses')) return null;
  return takeSeries(cursor, (each) => attempt(each, takeCorpus) ?? attempt(each, takeCorpusName));
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
  return takeWord(cursor, 'corpus') && take(cursor, 'close') !== null ? names : null;
}

/** element ((',' | 'и') element)* ')' */
function takeSeries(cursor: Cursor, element: (cursor: Cursor) => string | null): readonly string[] | null {
  const names: string[] = [];
  do {
    const name = element(cursor);
    if (name === null) return null;
    names.push(name);
  } while (take(cursor, 'comma') !== null || takeWord(cursor, 'and'));
  return take(cursor, 'close') === null ? null : names;
}

/** What stands around the numbers: «все», a side, or neither. */
type Qualifier = { readonly all: boolean; readonly side: Side | null };

const NOTHING: Qualifier = { all: false, side: null };

/** lead := ('все' | side | 'дома')* ':'? — null when it names two sides. */
function takeLead(cursor: Cursor): Qualifier | null {
  let lead = NOTHING;
  for (;;) {
    const next = attempt(cursor, takeQualifier);
    const both = next === null ? lead : joined(lead, next);
    if (both === null) return null;
    if (next === null && !takeWord(cursor, 'house', 'house_after')) break;
    lead = both;
  }
  take(cursor, 'colon');
  return lead;
}

/** tail := bare | '(' bare ')' */
function takeTail(cursor: Cursor): Qualifier {
  return attempt(cursor, takeBracketedTail) ?? attempt(cursor, takeBareTail) ?? NOTHING;
}

function takeBracketedTail(cursor: Cursor): Qualifier | null {
  if (take(cursor, 'open') === null) return null;
  const tail = takeBareTail(cursor);
  return tail !== null && take(cursor, 'close') !== null ? tail : null;
}

/** bare := qualifier 'дома'? (qualifier 'дома'?)? — «дома» right after a number may be a count, so it needs «все» or a side before it. */
function takeBareTail(cursor: Cursor): Qualifier | null {
  const first = attempt(cursor, takeQualifier);
  if (first === null) return null;
  takeWord(cursor, 'house', 'house_after');
  const second = attempt(cursor, takeQualifier);
  if (second === null) return first;
  takeWord(cursor, 'house', 'house_after');
  return joined(first, second);
}

/** qualifier := 'все' | 'по'? side ('и' side)? 'сторона'? */
function takeQualifier(cursor: Cursor): Qualifier | null {
  if (takeWord(cursor, 'all')) return { all: true, side: null };
  takeWord(cursor, 'to');
  const side = takeSideWord(cursor);
  if (side === null) return null;
  const other = attempt(cursor, (rest) => (takeWord(rest, 'and') ? takeSideWord(rest) : null));
  takeWord(cursor, 'side');
  return { all: false, side: other === null || other === side ? side : 'both' };
}

function takeSideWord(cursor: Cursor): Side | null {
  const sense = senseAt(cursor);
  if (sense !== 'odd' && sense !== 'even' && sense !== 'both') return null;
  takeWord(cursor, sense);
  return sense;
}

/** Two qualifiers of one part; null when they name different sides. */
function joined(a: Qualifier, b: Qualifier): Qualifier | null {
  if (a.side !== null && b.side !== null && a.side !== b.side) return null;
  return { all: a.all || b.all, side: a.side ?? b.side };
}

function wholeOf({ all, side }: Qualifier): Draft | null {
  if (!all && side === null) return null;
  return { kind: 'whole', side: side ?? 'both', plainly: all };
}

function isLastDot(cursor: Cursor): boolean {
  return peek(cursor)?.kind === 'dot' && cursor.at + 1 === cursor.end;
}
