import { attempt, type Cursor, peek, senseAt, take, takeWord } from './cursor.ts';
import { takeNumber } from './house-grammar.ts';
import type { GradeSpan, Side } from './segment.ts';

/** What stands around the numbers. */
export type Qualifier =
  | { readonly kind: 'all' }
  | { readonly kind: 'side'; readonly side: Side }
  | { readonly kind: 'private_sector' }
  | { readonly kind: 'grades'; readonly grades: readonly GradeSpan[] }
  /** «дома», «жилые», «включительно»: says nothing of its own. */
  | { readonly kind: 'filler' };

/** qualifier := 'все' | sides | 'частный сектор' | grades | filler */
export function takeQualifier(cursor: Cursor): Qualifier | null {
  const next = peek(cursor);
  if (next?.kind === 'number') return attempt(cursor, takeGrades);
  if (next?.kind !== 'word') return null;
  if (takeWord(cursor, 'all')) {
    if (WHOLE_STREET.has(peek(cursor)?.text ?? '')) cursor.at += 1;
    return { kind: 'all' };
  }
  if (takeWord(cursor, 'house', 'house_after', 'filler', 'side')) return { kind: 'filler' };
  return attempt(cursor, takeHand) ?? attempt(cursor, takePrivateSector) ?? attempt(cursor, takeSides) ?? attempt(cursor, takeInGrades);
}

/** «левая сторона» before numbers tells a reader where they are, and changes none of them. */
function takeHand(cursor: Cursor): Qualifier | null {
  if (!takeWord(cursor, 'hand') || !takeWord(cursor, 'side')) return null;
  return peek(cursor)?.kind === 'number' ? { kind: 'filler' } : null;
}

/** «вся улица», “бүт көчө” */
const WHOLE_STREET = new Set(['улица', 'улицу', 'көчө', 'көше', 'переулок', 'проспект']);

/** sides := ('по' | 'с')? side ('и' side)? 'сторона'? */
function takeSides(cursor: Cursor): Qualifier | null {
  takeWord(cursor, 'to', 'from');
  const side = takeSideWord(cursor);
  if (side === null) return null;
  const other = attempt(cursor, (rest) => (takeWord(rest, 'and') ? takeSideWord(rest) : null));
  while (takeWord(cursor, 'side', 'filler')) continue;
  return { kind: 'side', side: other === null || other === side ? side : 'both' };
}

function takeSideWord(cursor: Cursor): Side | null {
  const sense = senseAt(cursor);
  if (sense !== 'odd' && sense !== 'even' && sense !== 'both') return null;
  takeWord(cursor, sense);
  return sense;
}

/** private := 'в'? ('частный' 'сектор'? | 'сектор') */
function takePrivateSector(cursor: Cursor): Qualifier | null {
  takeWord(cursor, 'in');
  const named = takeWord(cursor, 'private');
  const sector = takeWord(cursor, 'sector');
  return named || sector ? { kind: 'private_sector' } : null;
}

/** «для 1-4 классов»; «для» is filler, so the numbers stand here. */
function takeInGrades(cursor: Cursor): Qualifier | null {
  takeWord(cursor, 'in', 'from');
  return takeGrades(cursor);
}

/** grades := span ((',' | 'и') span)* 'кл': `1-4 кл.`, `1-9-е классы`, `10, 11-класстар`, `1 – 4-сыныптар` */
export function takeGrades(cursor: Cursor): Extract<Qualifier, { kind: 'grades' }> | null {
  const grades: GradeSpan[] = [];
  do {
    const span = takeGradeSpan(cursor);
    if (span === null || grades.length >= LAST_GRADE) return null;
    grades.push(span);
  } while (take(cursor, 'comma') !== null || takeWord(cursor, 'and'));
  take(cursor, 'dash');
  return takeWord(cursor, 'grade') ? { kind: 'grades', grades } : null;
}

const LAST_GRADE = 12;

function takeGradeSpan(cursor: Cursor): GradeSpan | null {
  const from = takeGrade(cursor);
  if (from === null) return null;
  const isSpan = (peek(cursor)?.kind === 'dash' || senseAt(cursor) === 'to') && peek(cursor, 1)?.kind === 'number';
  if (isSpan) cursor.at += 1;
  const to = isSpan ? takeGrade(cursor) : from;
  return to === null || to < from || to > LAST_GRADE ? null : { from, to };
}

/** A number with or without the ending of an ordinal: `9`, `9-е`, `9-й`. */
function takeGrade(cursor: Cursor): number | null {
  const number = takeNumber(cursor);
  const ending = peek(cursor)?.kind === 'dash' ? 1 : 0;
  if (ORDINAL.has(peek(cursor, ending)?.text ?? '')) cursor.at += ending + 1;
  return number;
}

const ORDINAL = new Set(['е', 'й', 'х', 'я', 'ый', 'ые', 'го', 'ого', 'ых']);
