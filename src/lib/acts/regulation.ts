import type { Spoken } from '../messages.ts';
import ky from './regulation-ky.json' with { type: 'json' };
import ru from './regulation-ru.json' with { type: 'json' };

/** One clause of the regulation in one language: paragraphs, and points that begin with a dash. */
export type Clause = { readonly language: Spoken; readonly paragraphs: readonly string[] };

const texts: Readonly<Record<Spoken, Readonly<Record<string, readonly string[]>>>> = { ky, ru };

/** Numbers of the clauses, in order. */
export const clauses: readonly string[] = Object.keys(ru);

/** A clause in both languages of the act, the reader's first; `null` when there is no such clause. KG25-20. */
export function clauseIn(clause: string, first: Spoken): readonly Clause[] | null {
  if (!clauses.includes(clause)) return null;
  const languages: readonly Spoken[] = first === 'ky' ? ['ky', 'ru'] : ['ru', 'ky'];
  return languages.map((language) => ({ language, paragraphs: texts[language][clause] ?? [] }));
}

/** How a clause begins, for a list of clauses; at most `length` characters. */
export function beginningOf(clause: string, language: Spoken, length: number): string {
  const text = (texts[language][clause] ?? [])[0] ?? '';
  return text.length <= length ? text : `${text.slice(0, text.lastIndexOf(' ', length))} …`;
}
