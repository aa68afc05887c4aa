import { formsOf, type Forms, type Sought, weightIn } from './find.ts';
import { WORD } from './stems.ts';

/** A text whose words were read once, for as many questions as come. */
export type TextRead = { readonly text: string; readonly words: readonly WordRead[] };

/** Where a word stands in its text, as it is written there, and its forms. */
type WordRead = { readonly at: number; readonly written: string; readonly forms: Forms };

/** A piece of a text; `hit` where it is a word that was looked for. */
export type Piece = { readonly text: string; readonly hit: boolean };

/** Reads texts. The forms of a word are worked out once, however often it is written. */
export function textReader(): (text: string) => TextRead {
  const known = new Map<string, Forms>();
  const formsOnce = (written: string): Forms => {
    const forms = known.get(written) ?? formsOf(written);
    known.set(written, forms);
    return forms;
  };
  return (text) => ({
    text,
    words: [...text.matchAll(WORD)].map(({ index, 0: written }) => ({ at: index, written, forms: formsOnce(written) })),
  });
}

/** The place of the text that says most of what was looked for; the first of equals. */
export function bestText(texts: readonly TextRead[], sought: Sought): number {
  const hits = texts.map((text) => hitsIn(markWords(text, sought)));
  return hits.indexOf(Math.max(...hits));
}

/** The part of a text around what was looked for, cut between words to about `length` characters. */
export function snippetOf(text: TextRead, sought: Sought, length: number): readonly Piece[] {
  return cut(markWords(text, sought), length);
}

function markWords({ text, words }: TextRead, sought: Sought): readonly Piece[] {
  const needed = sought.words.filter((word) => word.needed);
  const pieces: Piece[] = [];
  let end = 0;
  for (const { at, written, forms } of words) {
    if (!needed.some((word) => weightIn(forms, word) > 0)) continue;
    if (at > end) pieces.push({ text: text.slice(end, at), hit: false });
    pieces.push({ text: written, hit: true });
    end = at + written.length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end), hit: false });
  return pieces;
}

function hitsIn(pieces: readonly Piece[]): number {
  return new Set(pieces.filter(({ hit }) => hit).map(({ text }) => text.toLowerCase())).size;
}

function cut(pieces: readonly Piece[], length: number): readonly Piece[] {
  const first = pieces.findIndex(({ hit }) => hit);
  const before = first <= 0 ? '' : (pieces[0]?.text ?? '');
  const led: readonly Piece[] =
    before.length <= length / 3 ? pieces : [{ text: endOf(before, length / 3), hit: false }, ...pieces.slice(1)];
  const kept: Piece[] = [];
  let room = length;
  for (const piece of led) {
    if (room <= 0) break;
    const fits = piece.hit || piece.text.length <= room;
    kept.push(fits ? piece : { text: beginningOf(piece.text, room), hit: false });
    room -= piece.text.length;
  }
  return kept;
}

function endOf(text: string, length: number): string {
  const tail = text.slice(-Math.floor(length));
  return `… ${tail.slice(tail.indexOf(' ') + 1)}`;
}

function beginningOf(text: string, length: number): string {
  const head = text.slice(0, length);
  return `${head.slice(0, Math.max(head.lastIndexOf(' '), 0))} …`;
}
