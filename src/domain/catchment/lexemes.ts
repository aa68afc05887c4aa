/** The smallest pieces of a house list. `text` of a word is folded: small Cyrillic letters, ё as е. */
export type Lexeme = {
  readonly kind: LexemeKind;
  readonly text: string;
  /** Where it stands in the normalised source. */
  readonly from: number;
  readonly to: number;
  /** Whether a space stands before it. */
  readonly spaced: boolean;
};

export type LexemeKind = 'number' | 'word' | 'dash' | 'slash' | 'open' | 'close' | 'comma' | 'semicolon' | 'dot' | 'colon' | 'other';

/** Cuts a text into lexemes in one pass. Quotation marks and № say nothing of their own and are left out. The text must be NFC. */
export function lexemesOf(source: string): readonly Lexeme[] {
  const lexemes: Lexeme[] = [];
  let spaced = false;
  for (const match of source.matchAll(PIECE)) {
    const piece = match[0];
    if (SPACE.test(piece)) spaced = true;
    if (SPACE.test(piece) || SILENT.has(piece)) continue;
    lexemes.push({ ...kindAndText(piece), from: match.index, to: match.index + piece.length, spaced });
    spaced = false;
  }
  return lexemes;
}

/** Folds a word: Latin letters that look like Cyrillic ones become those, capitals become small, ё becomes е. */
export function fold(word: string): string {
  return Array.from(word, (letter) => LOOK_ALIKE[letter] ?? letter)
    .join('')
    .toLowerCase()
    .replace(/[ёѐ]/g, 'е');
}

/** Whether a folded word still has a Latin letter, one that looks like no Cyrillic letter. */
export function isForeign(folded: string): boolean {
  return /\p{Script=Latin}/u.test(folded);
}

const PIECE = /\s+|\d+|\p{L}[\p{L}\p{M}]*|[^]/gu;
const SPACE = /^\s/;
const SILENT = new Set(['№', '"', "'", '«', '»', '“', '”', '„', '‘', '’', '\u00ad', '\u200b', '\ufeff']);

const MARKS: Readonly<Record<string, LexemeKind>> = {
  '-': 'dash',
  '‐': 'dash',
  '‑': 'dash',
  '‒': 'dash',
  '–': 'dash',
  '—': 'dash',
  '―': 'dash',
  '−': 'dash',
  '/': 'slash',
  '\\': 'slash',
  '⁄': 'slash',
  '∕': 'slash',
  '(': 'open',
  '[': 'open',
  ')': 'close',
  ']': 'close',
  ',': 'comma',
  ';': 'semicolon',
  '.': 'dot',
  ':': 'colon',
};

/** Latin letter → the Cyrillic letter of the same look. `b`, `h`, `m`, `t` look like none when small: 12b may be 12б or 12в. */
const LOOK_ALIKE: Readonly<Record<string, string>> = Object.fromEntries(
  Array.from('ABCEHKMOPTXYaceopxyk', (latin, index) => [latin, Array.from('АВСЕНКМОРТХУасеорхук')[index] ?? latin]),
);

function kindAndText(piece: string): { readonly kind: LexemeKind; readonly text: string } {
  const mark = MARKS[piece];
  if (mark !== undefined) return { kind: mark, text: piece };
  if (/^\d/.test(piece)) return { kind: 'number', text: piece };
  return /^\p{L}/u.test(piece) ? { kind: 'word', text: fold(piece) } : { kind: 'other', text: piece };
}
