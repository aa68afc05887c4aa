import { cursorOver, senseAt } from './cursor.ts';
import type { Draft } from './draft.ts';
import { draftOf } from './item-grammar.ts';
import type { Lexeme } from './lexemes.ts';
import { placeWordOf } from './place-words.ts';
import { senseOf, type WordSense } from './vocabulary.ts';

/**
 * A part of a street drawn without numbers: «от ул. Пушкина до ул. Драгоманова», «между ул. Мира и ул. Ленина», “Чүй көчөсүнөн Токтогул
 * көчөсүнө чейин”, «левая сторона трамвайной линии». It is kept in its own words; null when the item is none of these.
 */
export function readDescribed(lexemes: readonly Lexeme[], source: string): Draft | null {
  const inner = withoutBrackets(lexemes);
  const [first] = inner;
  if (first === undefined || inner.some(({ kind }) => kind === 'semicolon')) return null;
  const senses = new Set(inner.flatMap(({ kind, text }) => (kind === 'word' ? [senseOf(text)] : [])));
  const what = isBesideLine(senses, inner) ? 'side_of_line' : isBetween(inner, senses) ? 'between' : null;
  if (what === null) return null;
  const text = source.slice(first.from, inner.at(-1)?.to).trim();
  return draftOf({ body: { kind: 'described', what, text } });
}

function withoutBrackets(lexemes: readonly Lexeme[]): readonly Lexeme[] {
  const isBracketed = lexemes[0]?.kind === 'open' && lexemes.at(-1)?.kind === 'close';
  return isBracketed ? lexemes.slice(1, -1) : lexemes;
}

/** A side of the tram line, with or without the name of the line, and no house in it. */
function isBesideLine(senses: ReadonlySet<WordSense>, lexemes: readonly Lexeme[]): boolean {
  const named = senses.has('hand') && (senses.has('side') || senses.has('line'));
  return named && lexemes.every(({ kind }) => kind === 'word' || kind === 'dot');
}

/** Two ends that are no houses: names of streets, a river, a railway. */
function isBetween(lexemes: readonly Lexeme[], senses: ReadonlySet<WordSense>): boolean {
  if (!senses.has('unknown')) return false;
  if (senses.has('between')) return lexemes.length > 2;
  if (senses.has('until_after')) return lexemes.length > 3;
  const from = lexemes.findIndex(({ kind, text }) => kind === 'word' && senseOf(text) === 'from');
  const cursor = cursorOver(lexemes);
  const until = lexemes.findIndex(({ kind, text }) => kind === 'word' && senseOf(text) === 'until');
  const isPlain = lexemes.slice(0, Math.max(0, from)).every(({ kind, text }) => kind === 'word' && senseOf(text) !== 'unknown');
  if (from >= 0 && isPlain) return until > from + 1 && until < lexemes.length - 1;
  return senseAt(cursor) === 'until' && lexemes.some(({ text }) => placeWordOf(text) === 'street');
}
