import { kazakh } from './vocabularies/kazakh.ts';
import { kyrgyz } from './vocabularies/kyrgyz.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Every vocabulary by its code; a pack names one. */
export const vocabularies = { kyrgyz, kazakh } as const satisfies Readonly<Record<string, Vocabulary>>;

export type VocabularyCode = keyof typeof vocabularies;

/** The words of a vocabulary in a language of the interface, by the names that texts give them. */
export function wordsIn(code: VocabularyCode, language: keyof Vocabulary): Readonly<Record<string, string>> {
  return vocabularies[code][language];
}

/** The names of the words that texts of a language may say. */
export function wordNames(language: keyof Vocabulary): ReadonlySet<string> {
  return new Set(Object.values(vocabularies).flatMap((vocabulary: Vocabulary) => Object.keys(vocabulary[language])));
}
