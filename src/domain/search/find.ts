import { stemsOf, WORD, wordsOf } from './stems.ts';

/** What somebody looks for, read once. */
export type Sought = { readonly words: readonly SoughtWord[] };

/**
 * `needed`: without it a text is not what was looked for. A preposition, or «ул.», is welcome and not needed. The rest is how the word stands
 * among the forms of a text: as it is, as one of its stems, as a beginning; `first` is how all of these begin, `null` where only the word itself counts.
 */
export type SoughtWord = {
  readonly folded: string;
  readonly needed: boolean;
  readonly itself: string;
  readonly stems: readonly string[];
  readonly beginning: string;
  readonly first: string | null;
};

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
  return { words: words.map((folded) => wordOf(folded, onlyAsides || !isAside(folded))) };
}

/** Prepares texts for finding. */
export function formsOf(...texts: readonly string[]): Forms {
  const words = new Set(texts.flatMap(wordsOf));
  return ` ${[...new Set([...words].flatMap((word) => [word, ...stemsOf(word)]))].join(' ')} `;
}

/** How well a word stands in a text: 1 as it is, less in another form or as a beginning, 0 where it is not. */
export function weightIn(forms: Forms, { itself, stems, beginning, first }: SoughtWord): number {
  // Most texts are put aside by the first letters alone.
  if (!forms.includes(first ?? itself)) return 0;
  if (forms.includes(itself)) return 1;
  if (stems.some((stem) => forms.includes(stem))) return 0.9;
  return forms.includes(beginning) ? 0.6 : 0;
}

/**
 * What answers best, the best first; equals keep their order. All needed words must be there; where nothing has them all, what has the most
 * of them is `near`. Rare words count more.
 */
export function findIn<T>(things: readonly Findable<T>[], sought: Sought): { readonly found: readonly Found<T>[]; readonly near: boolean } {
  const needed = sought.words.filter((word) => word.needed);
  const having = things.flatMap((thing) => {
    const has = needed.filter((word) => weightOf(thing, word) > 0).length;
    return has === 0 ? [] : [{ thing, has, weights: sought.words.map((word) => weightOf(thing, word)) }];
  });
  const most = having.reduce((best, { has }) => Math.max(best, has), 0);
  const rarity = sought.words.map((_word, column) => {
    const count = having.filter(({ weights }) => (weights[column] ?? 0) > 0).length;
    return Math.log(1 + things.length / (1 + count));
  });
  const scored = having
    .filter(({ has }) => has === most)
    .map(({ thing, weights }) => ({
      item: thing.item,
      score: weights.reduce((sum, weight, column) => sum + weight * (rarity[column] ?? 0), 0),
    }));
  return { found: scored.toSorted((a, b) => b.score - a.score), near: most < needed.length };
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

function wordOf(folded: string, needed: boolean): SoughtWord {
  const bends = folded.length >= BEGINNING && !/\d/.test(folded);
  return {
    folded,
    needed,
    itself: ` ${folded} `,
    stems: bends ? stemsOf(folded).map((stem) => ` ${stem} `) : [],
    beginning: ` ${folded}`,
    first: bends ? ` ${folded.slice(0, BEGINNING)}` : null,
  };
}

function weightOf<T>({ title, body }: Findable<T>, word: SoughtWord): number {
  return Math.max(weightIn(title, word) * TITLE, body === '' ? 0 : weightIn(body, word));
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
