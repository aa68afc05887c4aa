import { takeBody } from './body-grammar.ts';
import { attempt, attemptWithin, type Cursor, isDone, peek, senseAt, take, takeWord } from './cursor.ts';
import type { Body, Draft, Place } from './draft.ts';
import { type Qualifier, takeGrades, takeQualifier } from './qualifier-grammar.ts';
import type { GradeSpan, Side } from './segment.ts';

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

/** A part that says nothing but what is given. */
export function draftOf(given: Partial<Draft>): Draft {
  return { ...EMPTY, ...given };
}

const EMPTY: Draft = {
  body: null,
  place: null,
  all: false,
  side: null,
  only: null,
  grades: null,
  leads: { side: false, only: false, grades: false },
  except: [],
  exceptReach: null,
  isException: false,
};

type Part = {
  body: Body | null;
  place: Place | null;
  all: boolean;
  side: Side | null;
  only: 'private_sector' | null;
  grades: readonly GradeSpan[] | null;
  leads: { side: boolean; only: boolean; grades: boolean };
  except: readonly Draft[];
  exceptReach: 'after' | 'before' | null;
  isException: boolean;
};

/** part := (qualifier | body | '(' qualifiers ')' | 'кроме' part)* with one body at most; something of it must be there. */
function takePart(cursor: Cursor): Draft | null {
  const part: Part = { ...EMPTY, leads: { ...EMPTY.leads } };
  while (!isPartEnd(cursor)) {
    if (!takeStep(cursor, part)) return null;
  }
  const says = part.body !== null || part.all || part.side !== null || part.only !== null || part.grades !== null;
  if (!says || (part.isException && part.body === null && part.side === null)) return null;
  return part.all && part.body !== null && !takesAll(part.body) ? null : part;
}

/** «все» may stand beside a range or «участки», not beside one house. */
function takesAll({ kind }: Body): boolean {
  return kind === 'range' || kind === 'series';
}

function isPartEnd(cursor: Cursor): boolean {
  const next = peek(cursor);
  if (next === undefined || next.kind === 'close' || next.kind === 'comma') return true;
  if (next.kind === 'dot') return cursor.at + 1 === cursor.end;
  return senseAt(cursor) === 'and' && senseAt(cursor, 1) !== 'onward';
}

function takeStep(cursor: Cursor, part: Part): boolean {
  if (part.body === null && take(cursor, 'colon') !== null) return true;
  if (part.body === null && part.side !== null && peek(cursor)?.kind === 'dash' && peek(cursor)?.spaced === true)
    return take(cursor, 'dash') !== null;
  if (peek(cursor)?.kind === 'open') return attemptWithin(cursor, (rest) => (takeBracket(rest, part) ? true : null)) !== null;
  if (senseAt(cursor) === 'except') return takeExcept(cursor, part);
  const grades = peek(cursor)?.kind === 'number' ? attempt(cursor, takeGrades) : null;
  const qualifier = grades ?? (peek(cursor)?.kind === 'word' ? attempt(cursor, takeQualifier) : null);
  if (qualifier !== null) return addQualifier(part, qualifier);
  if (part.body !== null) return takePostposedExcept(cursor, part);
  part.body = takeBody(cursor);
  return part.body !== null;
}

/** '(' (qualifier | 'кроме' …)+ ')' */
function takeBracket(cursor: Cursor, part: Part): boolean {
  take(cursor, 'open');
  const body = part.body === null ? attempt(cursor, takeBracketedBody) : null;
  if (body !== null) {
    part.body = body;
    return true;
  }
  if (senseAt(cursor) === 'except') return takeExcept(cursor, part) && take(cursor, 'close') !== null;
  const postposed = attempt(cursor, takeBracketedPostposed);
  if (postposed !== null && (part.all || part.body !== null || part.side !== null)) {
    part.except = postposed;
    return true;
  }
  for (let first = true; ; first = false) {
    const qualifier = attempt(cursor, takeQualifier) ?? attempt(cursor, takeNoteOnKind);
    if (qualifier === null || !addQualifier(part, qualifier)) return false;
    while (take(cursor, 'comma') !== null) continue;
    if (senseAt(cursor) === 'except') return takeExcept(cursor, part) && take(cursor, 'close') !== null;
    if (take(cursor, 'close') !== null) return true;
    if (first && isDone(cursor)) return false;
  }
}

/** «четная сторона (2-40)» */
function takeBracketedBody(cursor: Cursor): Body | null {
  const body = takeBody(cursor);
  return body !== null && take(cursor, 'close') !== null ? body : null;
}

/** “(5, 7ден башка)” */
function takeBracketedPostposed(cursor: Cursor): readonly Draft[] | null {
  const except = takeParts(cursor);
  return except?.at(-1)?.exceptReach === 'before' && take(cursor, 'close') !== null
    ? except.map((each) => ({ ...each, isException: false, exceptReach: null }))
    : null;
}

/** `12 (общежитие)`, `5 (барак)`: a note on what the house is. */
function takeNoteOnKind(cursor: Cursor): Qualifier | null {
  return takeWord(cursor, 'series') && peek(cursor)?.kind === 'close' ? { kind: 'filler' } : null;
}

/** 'кроме' part ((',' | 'и') part)* — of what the part says already, or, when it leads, the part itself. */
function takeExcept(cursor: Cursor, part: Part): boolean {
  const isNested = cursor.depth > 0;
  while (takeWord(cursor, 'except')) continue;
  const says = part.body !== null || part.all || part.side !== null;
  if (!says) {
    part.isException = !isNested;
    return !isNested;
  }
  const except: Draft[] = [];
  do {
    const excepted = takePart(cursor);
    if (excepted === null) return false;
    except.push(excepted);
  } while ((isNested && take(cursor, 'comma') !== null) || takeWord(cursor, 'and'));
  part.except = except;
  part.exceptReach = isNested ? null : 'after';
  return true;
}

/** “5-үйдөн башка бардык үйлөр”: the exception stands first, “башка” after it, and then what it is taken out of. */
function takePostposedExcept(cursor: Cursor, part: Part): boolean {
  const dashed = peek(cursor)?.kind === 'dash' ? 1 : 0;
  const ending = senseAt(cursor, dashed) === 'out_of' ? dashed + 1 : 0;
  const after = cursor.at + ending;
  const skipped = { ...cursor, at: after };
  while (takeWord(skipped, 'house_after', 'house')) continue;
  if (!takeWord(skipped, 'except_after') || part.all) return false;
  cursor.at = skipped.at;
  if (isPartEnd(cursor)) {
    part.isException = true;
    part.exceptReach = 'before';
    return true;
  }
  const except = draftOf({ body: part.body, side: part.side });
  part.body = null;
  part.side = null;
  part.except = [except];
  part.exceptReach = 'before';
  const { all } = takePart(cursor) ?? { all: false };
  part.all = all;
  return all;
}

function addQualifier(part: Part, qualifier: Qualifier): boolean {
  const isLead = part.body === null;
  if (qualifier.kind === 'all') part.all = true;
  if (qualifier.kind === 'side') {
    if (part.side !== null && part.side !== qualifier.side) return false;
    part.side = qualifier.side;
    part.leads.side ||= isLead;
  }
  if (qualifier.kind === 'private_sector') {
    part.only = 'private_sector';
    part.leads.only ||= isLead;
  }
  if (qualifier.kind === 'grades') {
    if (part.grades !== null) return false;
    part.grades = qualifier.grades;
    part.leads.grades ||= isLead;
  }
  return true;
}

/** parts := part ((',' | 'и') part)* — the houses within a bracket; null when one of them cannot be read. */
export function takeParts(cursor: Cursor): readonly Draft[] | null {
  const drafts: Draft[] = [];
  do {
    const draft = takePart(cursor);
    if (draft === null) return null;
    drafts.push(draft);
  } while (take(cursor, 'comma') !== null || takeWord(cursor, 'and'));
  return drafts;
}
