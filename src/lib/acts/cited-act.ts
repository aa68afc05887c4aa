import { inOrderFor, type Language } from '#domain/core/language.ts';
import type { Policy } from '#domain/policy/policy.ts';
import article from './article-ky.json' with { type: 'json' };
import memo from './memo-kk.json' with { type: 'json' };
import regulationKy from './regulation-ky.json' with { type: 'json' };
import regulationRu from './regulation-ru.json' with { type: 'json' };

/** The acts whose clauses the packs cite, by their code in the pack. */
export type CitedAct = 'regulation' | 'article' | 'memo';
export type ArticleSection = keyof typeof article;
export type MemoSection = keyof typeof memo;

/** One clause or section in one language: paragraphs, and points that begin with a dash or a number. */
export type Clause = { readonly language: Language; readonly paragraphs: readonly string[] };

type Text = Readonly<Record<string, readonly string[]>>;

const texts: Readonly<Record<CitedAct, Readonly<Partial<Record<Language, Text>>>>> = {
  regulation: { ky: regulationKy, ru: regulationRu },
  article: { ky: article },
  memo: { kk: memo },
};

/** The act whose clauses a law cites. Throws (a fault) when its text is not here: every link to a clause would lead nowhere. */
export function citedAct(policy: Policy): CitedAct {
  const cited = policy.acts.find((act) => act.cited)?.code ?? '';
  if (!Object.hasOwn(texts, cited)) throw new Error(`the text of the act ${cited} of ${policy.code} is not here`);
  return cited as CitedAct;
}

/** Codes of an act's clauses or sections, in its order. */
export function clausesOf(act: CitedAct): readonly string[] {
  return Object.keys(Object.values(texts[act])[0] ?? {});
}

/** A clause in every language its act is written in, the reader's first, else the nearest to it; `null` when there is no such clause. KG25-20. */
export function clauseIn(act: CitedAct, clause: string, first: Language): readonly Clause[] | null {
  if (!clausesOf(act).includes(clause)) return null;
  return inOrderFor(first, Object.keys(texts[act]) as Language[]).map((language) => ({
    language,
    paragraphs: texts[act][language]?.[clause] ?? [],
  }));
}

/** How a clause begins, for a list of clauses; at most `length` characters, in the reader's language where the act has it. */
export function beginningOf(
  act: CitedAct,
  clause: string,
  first: Language,
  length: number,
): { readonly text: string; readonly language: Language } {
  const { language = first, paragraphs = [] } = clauseIn(act, clause, first)?.[0] ?? {};
  const text = (paragraphs[0] ?? '').replace(/^[–-] /, '');
  return { language, text: text.length <= length ? text : `${text.slice(0, text.lastIndexOf(' ', length))} …` };
}
