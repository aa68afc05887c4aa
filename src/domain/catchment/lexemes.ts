/** The smallest pieces of a house list. `text` of a word is folded: small Cyrillic letters, ё as е. */
export type Lexeme = {
  readonly kind: LexemeKind;
  readonly text: string;
  /** Where it stands in the normalised source. */
  readonly from: number;
  readonly to: number;
  /** Whether a space stands before it. */
  readonly spaced: boolean;
  /** Whether it stands between quotation marks: a part of a name, whatever it looks like. */
  readonly quoted: boolean;
};

export type LexemeKind = 'number' | 'word' | 'dash' | 'slash' | 'open' | 'close' | 'comma' | 'semicolon' | 'dot' | 'colon' | 'other';

/** Cuts a text into lexemes in one pass. Quotation marks and № say nothing of their own and are left out. The text must be NFC. */
export function lexemesOf(source: string): readonly Lexeme[] {
  const lexemes: Lexeme[] = [];
  let quotes = 0;
  let spaced = false;
  for (let at = 0; at < source.length;) {
    const code = source.charCodeAt(at);
    const sort = code < SORTS.length ? SORTS[code] : sortBeyond(source, at);
    const to = sort === 'digit' ? endOfDigits(source, at) : sort === 'letter' ? endOfWord(source, at) : at + widthAt(source, at);
    if (sort === 'space') spaced = true;
    else if (sort === 'silent') quotes = Math.max(0, quotes + turnOf(source.charAt(at), quotes));
    else if (sort !== undefined) {
      const piece = source.slice(at, to);
      const kind = sort === 'digit' ? 'number' : sort === 'letter' ? 'word' : sort;
      lexemes.push({ kind, text: kind === 'word' ? fold(piece) : piece, from: at, to, spaced, quoted: quotes > 0 });
      spaced = false;
    }
    at = to;
  }
  return lexemes;
}

/** Folds a word: Latin letters that look like Cyrillic ones become those, capitals become small, ё becomes е. */
export function fold(word: string): string {
  const cyrillic = /[A-Za-z]/.test(word) ? Array.from(word, (letter) => LOOK_ALIKE[letter] ?? letter).join('') : word;
  const small = cyrillic.toLowerCase();
  return /[ёѐ]/.test(small) ? small.replace(/[ёѐ]/g, 'е') : small;
}

/** Whether a folded word still has a Latin letter, one that looks like no Cyrillic letter. */
export function isForeign(folded: string): boolean {
  return /\p{Script=Latin}/u.test(folded);
}

type Sort = 'space' | 'silent' | 'digit' | 'letter' | Exclude<LexemeKind, 'number' | 'word'>;

const MARKS: readonly (readonly [sort: Sort, signs: string])[] = [
  ['dash', '-‐‑‒–—―−'],
  ['slash', '/\\⁄∕'],
  ['open', '(['],
  ['close', ')]'],
  ['comma', ','],
  ['semicolon', ';'],
  ['dot', '.'],
  ['colon', ':'],
  ['silent', '№"\'«»“”„‘’\u00ad\u200b\u200e\u200f\ufeff'],
];

const SORT_OF_SIGN = new Map(MARKS.flatMap(([sort, signs]) => Array.from(signs, (sign) => [sign, sort] as const)));

/** What a sign is: looked up for the signs of Latin and Cyrillic, asked of Unicode beyond them. */
const SORTS: readonly Sort[] = Array.from({ length: 0x530 }, (_, code) => sortBeyond(String.fromCharCode(code), 0));

function sortBeyond(source: string, at: number): Sort {
  const sign = String.fromCodePoint(source.codePointAt(at) ?? 0);
  if (/\s/.test(sign)) return 'space';
  if (/\d/.test(sign)) return 'digit';
  return SORT_OF_SIGN.get(sign) ?? (/\p{L}/u.test(sign) ? 'letter' : 'other');
}

function endOfDigits(source: string, from: number): number {
  let at = from + 1;
  while (at < source.length && source.charCodeAt(at) >= 48 && source.charCodeAt(at) <= 57) at += 1;
  return at;
}

/** A word is letters and the marks upon them. */
function endOfWord(source: string, from: number): number {
  let at = from + widthAt(source, from);
  while (at < source.length) {
    const code = source.charCodeAt(at);
    const goesOn = code < SORTS.length ? SORTS[code] === 'letter' || MARK.test(source.charAt(at)) : isLetterOrMark(source, at);
    if (!goesOn) break;
    at += widthAt(source, at);
  }
  return at;
}

const MARK = /\p{M}/u;

function isLetterOrMark(source: string, at: number): boolean {
  return /[\p{L}\p{M}]/u.test(String.fromCodePoint(source.codePointAt(at) ?? 0));
}

function widthAt(source: string, at: number): number {
  return (source.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}

/** How a sign changes the depth of quotation; a straight mark opens where none is open. */
function turnOf(sign: string, depth: number): number {
  if (sign === '«' || sign === '“' || sign === '„') return 1;
  if (sign === '»' || sign === '”') return -1;
  return sign === '"' ? (depth > 0 ? -1 : 1) : 0;
}

/** Latin letter → the Cyrillic letter of the same look. `b`, `h`, `m`, `t` look like none when small: 12b may be 12б or 12в. */
const LOOK_ALIKE: Readonly<Record<string, string>> = Object.fromEntries(
  Array.from('ABCEHKMOPTXYaceopxyk', (latin, index) => [latin, Array.from('АВСЕНКМОРТХУасеорхук')[index] ?? latin]),
);
