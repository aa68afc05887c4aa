import { soundOf } from './latin.ts';
import { stemsOf, wordsOf } from './stems.ts';

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
  return ` ${[...new Set([...words].flatMap((word) => [word, ...stemsOf(word), soundOf(word) ?? word]))].join(' ')} `;
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
