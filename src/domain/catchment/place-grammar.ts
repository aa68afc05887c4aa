import { cursorOver } from './cursor.ts';
import { readDescribed } from './described-grammar.ts';
import type { Draft, Place } from './draft.ts';
import { draftOf, readItem } from './item-grammar.ts';
import type { Lexeme } from './lexemes.ts';
import { isHeadingWord, placeLetterOf, placeWordOf } from './place-words.ts';
import { senseOf, seriesOf, type WordSense } from './vocabulary.ts';

/**
 * placed := name item? | item 'по' name | item 'в' name — an item that names its place itself: «ул. 3 Пруд 1», «Садовая 2-я 65/71»,
 * «СНТ «Строитель 5» все дома», «все дома по улице Шевченко», «с. Михайловка». `mayBeUntyped`: a name without a word that says what it is
 * may be one, because the row names no street. Null when it is none; `unclear` when the name could end in two places («Трофимовский 2 2»).
 */
export function readPlaced(lexemes: readonly Lexeme[], source: string, mayBeUntyped: boolean): readonly Draft[] | 'unclear' | null {
  if (lexemes.length > MOST_LEXEMES || lexemes.some(({ kind, text }) => kind === 'word' && isHeadingWord(text))) return null;
  const start = leadingWords(lexemes);
  const own = lexemes.slice(start);
  const drafts = nameFirst(own, source) ?? nameLast(lexemes, source);
  if (drafts === null || drafts === 'unclear') return mayBeUntyped ? drafts : null;
  return mayBeUntyped || drafts[0]?.place?.typed === true ? drafts : null;
}

/** No place has a longer name with its houses in one item; longer runs are prose. */
const MOST_LEXEMES = 40;
const MOST_NAME_LEXEMES = 16;

/** «Дома 8 Марта 1», «по ул. Мира 5»: words before a name that are none of it. */
function leadingWords(lexemes: readonly Lexeme[]): number {
  const [first, second] = lexemes;
  if (first?.kind !== 'word' || first.quoted || second === undefined || second.kind === 'dot') return 0;
  const isPlural = senseOf(first.text) === 'house' && first.text.length > 3 && first.text !== 'дом';
  return isPlural || (['to', 'in'].includes(senseOf(first.text)) && first.text !== 'с') ? 1 : 0;
}

function nameFirst(lexemes: readonly Lexeme[], source: string): readonly Draft[] | 'unclear' | null {
  let isTorn = false;
  for (let end = 1; end <= Math.min(lexemes.length, MOST_NAME_LEXEMES); end += 1) {
    if (!endsName(lexemes, end)) continue;
    const name = lexemes.slice(0, end);
    if (!isName(name)) continue;
    const rest = lexemes.slice(end);
    if (rest.length === 0 || (rest.length === 1 && rest[0]?.kind === 'dot')) {
      return isTorn ? 'unclear' : [draftOf({ place: placeOf(withoutLastDot(name), source) })];
    }
    const read = readItem(cursorOver(rest)) ?? describedIn(rest, source);
    if (read === null) continue;
    if (read.some(({ body }) => body?.kind === 'ways')) isTorn = true;
    else return isTorn ? 'unclear' : read.map((draft) => ({ ...draft, place: placeOf(name, source) }));
  }
  return null;
}

function nameLast(lexemes: readonly Lexeme[], source: string): readonly Draft[] | null {
  for (let at = lexemes.length - 2; at > 0; at -= 1) {
    const { kind, text, quoted } = lexemes[at] as Lexeme;
    if (kind !== 'word' || quoted || !BEFORE_PLACE.has(senseOf(text))) continue;
    const name = withoutLastDot(lexemes.slice(at + 1));
    const isPlace = name[0]?.kind === 'word' && seriesOf(name[0].text) === null && name.some((each) => placeWordOf(each.text) !== null);
    const read = isPlace && isName(name) ? readItem(cursorOver(lexemes.slice(0, at))) : null;
    if (read !== null) return read.map((draft) => ({ ...draft, place: placeOf(name, source) }));
  }
  return null;
}

const BEFORE_PLACE: ReadonlySet<WordSense> = new Set(['to', 'in']);

function describedIn(lexemes: readonly Lexeme[], source: string): readonly Draft[] | null {
  const draft = readDescribed(lexemes, source);
  return draft === null ? null : [draft];
}

/** Whether a name may end before this lexeme: not within brackets or quotation marks, nor between signs that hold together. */
function endsName(lexemes: readonly Lexeme[], end: number): boolean {
  const depth = lexemes.slice(0, end).reduce((sum, { kind }) => sum + (kind === 'open' ? 1 : kind === 'close' ? -1 : 0), 0);
  const last = lexemes[end - 1];
  const next = lexemes[end];
  if (depth !== 0 || last === undefined || ['dash', 'slash', 'open'].includes(last.kind)) return false;
  if (last.quoted && next?.quoted === true) return false;
  return next === undefined || (!['dash', 'slash'].includes(next.kind) && (next.kind !== 'dot' || end + 1 === lexemes.length));
}

function isName(lexemes: readonly Lexeme[]): boolean {
  if (lexemes.length > MOST_NAME_LEXEMES || hasHousesInBrackets(lexemes) || lexemes.some((each, at) => isOddSign(each, at, lexemes)))
    return false;
  if (lexemes.some((lexeme, index) => !lexeme.quoted && isNoName(lexeme, lexemes[index + 1]))) return false;
  const words = withoutBrackets(lexemes).filter(({ kind }) => kind === 'word');
  return (
    words.some(
      (word) =>
        word.text.length > 2 &&
        (word.quoted || senseOf(word.text) === 'unknown' || senseOf(word.text) === 'month') &&
        placeWordOf(word.text) === null,
    ) || isNumberedArea(lexemes)
  );
}

/** A slash is in a name only between letters: «ж/м Ак-Ордо», «в/ч 5204». */
function isOddSign({ kind }: Lexeme, at: number, lexemes: readonly Lexeme[]): boolean {
  if (kind === 'slash') return lexemes[at - 1]?.text.length !== 1 || lexemes[at + 1]?.kind !== 'word' || lexemes[at - 1]?.kind !== 'word';
  return kind === 'other' || kind === 'semicolon';
}

/** «ул. Абая (1-25)»: numbers in brackets without a word are houses, no part of the name. */
function hasHousesInBrackets(lexemes: readonly Lexeme[]): boolean {
  const open = lexemes.findIndex(({ kind }) => kind === 'open');
  const inside = open < 0 ? [] : lexemes.slice(open);
  return inside.some(({ kind }) => kind === 'number') && !inside.some(({ kind, text }) => kind === 'word' && text.length > 2);
}

/** Words that speak of houses, and stand in no name: «все дома по улице Шевченко» is not one. */
function isNoName({ kind, text }: Lexeme, next: Lexeme | undefined): boolean {
  if (kind !== 'word' || next?.kind === 'slash') return false;
  if (text === 'для' || isHeadingWord(text)) return true;
  return NO_NAME.has(senseOf(text)) && !(text.length === 1 && next?.kind === 'dot');
}

const NO_NAME: ReadonlySet<WordSense> = new Set(
  'all odd even both side except private sector to until between grade house_after flat in'.split(' ') as WordSense[],
);

/** What stands in brackets is a former name or a remark: alone it makes no name («12 (угол ул. Мира)»). */
function withoutBrackets(lexemes: readonly Lexeme[]): readonly Lexeme[] {
  let depth = 0;
  return lexemes.filter(({ kind }) => {
    if (kind === 'open') depth += 1;
    if (kind === 'close') depth -= 1;
    return depth === 0 && kind !== 'close';
  });
}

/** «20 микрорайон»: a number is a name beside the word of an area. */
function isNumberedArea(lexemes: readonly Lexeme[]): boolean {
  const open = withoutBrackets(lexemes);
  return open.some(({ text }) => placeWordOf(text) === 'area') && open.some(({ kind }) => kind === 'number');
}

function placeOf(lexemes: readonly Lexeme[], source: string): Place {
  const kinds = lexemes.flatMap((each, index) => {
    if (each.kind !== 'word' || each.quoted) return [];
    return lexemes[index + 1]?.kind === 'dot' ? [placeWordOf(each.text) ?? placeLetterOf(each.text)] : [placeWordOf(each.text)];
  });
  const [from, to] = [lexemes[0]?.from ?? 0, lexemes.at(-1)?.to ?? 0];
  const opens = /[«"“„]/.test(source.charAt(from - 1)) ? 1 : 0;
  const closes = /[»"”]/.test(source.charAt(to)) ? 1 : 0;
  const name = source.slice(from - opens, to + closes).replace(/\s+/g, ' ');
  return { name: name.trim(), typed: kinds.some((kind) => kind !== null), rank: RANKS.find((rank) => kinds.includes(rank)) ?? 'street' };
}

/** A name of several words of place is what the nearest of them says: «п. Образцово ул. Мира» is a street. */
const RANKS = ['street', 'area', 'settlement'] as const;

function withoutLastDot(lexemes: readonly Lexeme[]): readonly Lexeme[] {
  return lexemes.at(-1)?.kind === 'dot' ? lexemes.slice(0, -1) : lexemes;
}
