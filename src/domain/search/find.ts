import { stemsOf, WORD, wordsOf } from './stems.ts';

/** What somebody looks for, read once. */
export type Sought = { readonly words: readonly SoughtWord[] };

/** `needed`: without it a text is not what was looked for. A preposition, or «ул.», is welcome and not needed. */
export type SoughtWord = { readonly folded: string; readonly stems: readonly string[]; readonly needed: boolean };

/** A text prepared for finding: every form and stem of its words, each between spaces. */
export type Forms = string;

/** Something that can be found: by its title, or by the rest of it. */
export type Findable<T> = { readonly item: T; readonly title: Forms; readonly body: Forms };

export type Found<T> = { readonly item: T; readonly score: number };

/** Longer queries are cut: nobody who looks for something needs more. */
export const queryAtMost = { characters: 100, words: 8 } as const;

/** Reads a query. `aside` tells of a folded word that it is welcome and not needed, as a preposition is; such words are needed when nothing else is asked. */
export function soughtIn(query: string, aside: (word: string) => boolean = () => false): Sought {
  const words = [...new Set(wordsOf(query.slice(0, queryAtMost.characters)))].slice(0, queryAtMost.words);
  const isAside = (word: string) => PREPOSITIONS.has(word) || aside(word);
  const onlyAsides = words.every(isAside);
  return { words: words.map((folded) => ({ folded, stems: stemsOf(folded), needed: onlyAsides || !isAside(folded) })) };
}

/** Prepares texts for finding. */
export function formsOf(...texts: readonly string[]): Forms {
  const words = new Set(texts.flatMap(wordsOf));
  return ` ${[...new Set([...words].flatMap((word) => [word, ...stemsOf(word)]))].join(' ')} `;
}

/** How well a word stands in a text: 1 as it is or in another form, less where it is a beginning, 0 where it is not. */
export function weightIn(forms: Forms, { folded, stems }: SoughtWord): number {
  if (forms.includes(` ${folded} `)) return 1;
  const canBegin = folded.length >= BEGINNING && !/\d/.test(folded);
  // Every stem begins as its word does: most texts are put aside by the first letters alone.
  if (!canBegin || !forms.includes(` ${folded.slice(0, BEGINNING)}`)) return 0;
  if (stems.some((stem) => forms.includes(` ${stem} `))) return 0.9;
  return forms.includes(` ${folded}`) ? 0.6 : 0;
}

/**
 * What answers best, the best first; equals keep their order. All needed words must be there; where nothing has them all, what has the most
 * of them is `near`. Rare words count more.
 */
export function findIn<T>(things: readonly Findable<T>[], sought: Sought): { readonly found: readonly Found<T>[]; readonly near: boolean } {
  const table = things.map(({ title, body }) => sought.words.map((word) => Math.max(weightIn(title, word) * TITLE, weightIn(body, word))));
  const rarity = sought.words.map((_word, column) => rarityOf(table, column));
  const needed = sought.words.flatMap(({ needed: isNeeded }, column) => (isNeeded ? [column] : []));
  const scored = things.flatMap(({ item }, row) => {
    const weights = table[row] ?? [];
    const has = needed.filter((column) => (weights[column] ?? 0) > 0).length;
    const score = weights.reduce((sum, weight, column) => sum + weight * (rarity[column] ?? 0), 0);
    return has === 0 ? [] : [{ item, has, score }];
  });
  const most = Math.max(0, ...new Set(scored.map(({ has }) => has)));
  const best = scored.filter(({ has }) => has === most).toSorted((a, b) => b.score - a.score);
  return { found: best.map(({ item, score }) => ({ item, score })), near: most < needed.length };
}

/** A piece of a text; `hit` where it is a word that was looked for. */
export type Piece = { readonly text: string; readonly hit: boolean };

/** The place of the text that says most of what was looked for; the first of equals. */
export function bestText(texts: readonly string[], sought: Sought): number {
  const hits = texts.map((text) => hitsIn(markWords(text, sought)));
  return hits.indexOf(Math.max(...hits));
}

/** The part of a text around what was looked for, cut between words to about `length` characters. */
export function snippetOf(text: string, sought: Sought, length: number): readonly Piece[] {
  return cut(markWords(text, sought), length);
}

const BEGINNING = 3;
const TITLE = 3;

const PREPOSITIONS = new Set(
  'а без бы в во для до если за и из или к как ко ли мне мой моя мои мы на над не нет но куда где когда почему кто сколько можно нужно надо о об от по под при про с со то у уже что чтобы это я жана же менен учун боюнча мен сиз бул эмне кандай кантип качан кайда ким канча болот эмес жок бар керек да де'.split(
    ' ',
  ),
);

function rarityOf(table: readonly (readonly number[])[], column: number): number {
  const having = table.filter((weights) => (weights[column] ?? 0) > 0).length;
  return Math.log(1 + table.length / (1 + having));
}

function markWords(text: string, { words }: Sought): readonly Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(WORD)) {
    const forms = formsOf(match[0]);
    if (!words.some((word) => word.needed && weightIn(forms, word) > 0)) continue;
    if (match.index > end) pieces.push({ text: text.slice(end, match.index), hit: false });
    pieces.push({ text: match[0], hit: true });
    end = match.index + match[0].length;
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
