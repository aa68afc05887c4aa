import type { Lexeme, LexemeKind } from './lexemes.ts';
import { senseOf, type WordSense } from './vocabulary.ts';

/** A place in a run of lexemes, from `at` up to `end`, within `depth` brackets; the rules of the grammar move it forward when they match, and leave it when not. */
export type Cursor = { readonly lexemes: readonly Lexeme[]; at: number; readonly end: number; depth: number };

/** A cursor over the whole of a run. */
export function cursorOver(lexemes: readonly Lexeme[], from = 0, end = lexemes.length): Cursor {
  return { lexemes, at: from, end, depth: 0 };
}

/** The lexeme `ahead` places on; undefined past the end. */
export function peek(cursor: Cursor, ahead = 0): Lexeme | undefined {
  return cursor.at + ahead < cursor.end ? cursor.lexemes[cursor.at + ahead] : undefined;
}

/** Whether nothing is left. */
export function isDone(cursor: Cursor): boolean {
  return cursor.at >= cursor.end;
}

/** Takes one lexeme of a kind. */
export function take(cursor: Cursor, kind: LexemeKind): Lexeme | null {
  const next = peek(cursor);
  if (next?.kind !== kind) return null;
  cursor.at += 1;
  return next;
}

/** The sense of the word `ahead` places on; null when no word stands there. */
export function senseAt(cursor: Cursor, ahead = 0): WordSense | null {
  const next = peek(cursor, ahead);
  return next?.kind === 'word' ? senseOf(next.text) : null;
}

/** Takes one word of a sense with the full stop of its abbreviation. */
export function takeWord(cursor: Cursor, ...senses: readonly WordSense[]): boolean {
  const sense = senseAt(cursor);
  if (sense === null || !senses.includes(sense)) return false;
  cursor.at += 1;
  take(cursor, 'dot');
  return true;
}

/** Tries a rule: the cursor goes back when the rule gives null. */
export function attempt<T>(cursor: Cursor, rule: (cursor: Cursor) => T | null): T | null {
  const start = cursor.at;
  const result = rule(cursor);
  if (result === null) cursor.at = start;
  return result;
}

/** Tries a rule one bracket deeper; brackets deeper than any act has are not gone into. */
export function attemptWithin<T>(cursor: Cursor, rule: (cursor: Cursor) => T | null): T | null {
  if (cursor.depth >= DEEPEST) return null;
  const { depth } = cursor;
  cursor.depth += 1;
  const result = attempt(cursor, rule);
  cursor.depth = depth;
  return result;
}

const DEEPEST = 2;
