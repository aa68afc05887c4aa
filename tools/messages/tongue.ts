import type { Catalogue } from '#tools/messages/catalogue.ts';

/** Letters that a language does not have, and small words that belong to its neighbours alone. */
const foreign: Readonly<Record<string, { readonly letters: RegExp; readonly words: readonly string[] }>> = {
  ru: { letters: /[ңөүәғқұһі]/iu, words: ['жана', 'және', 'менен', 'үчүн', 'үшін'] },
  ky: {
    letters: /[әғқұһі]/iu,
    words: [
      'и',
      'в',
      'для',
      'что',
      'или',
      'это',
      'при',
      'если',
      'чтобы',
      'нет',
      'после',
      'только',
      'его',
      'её',
      'вы',
      'ваш',
      'ваша',
      'вашего',
      'ребёнка',
      'ребенок',
      'школы',
      'школе',
    ],
  },
  kk: {
    letters: /[ѐѝў]/iu,
    words: [
      'и',
      'в',
      'для',
      'что',
      'или',
      'это',
      'при',
      'если',
      'чтобы',
      'нет',
      'после',
      'только',
      'его',
      'её',
      'вы',
      'ваш',
      'ваша',
      'вашего',
      'ребёнка',
      'ребенок',
      'школы',
      'школе',
      'жана',
      'үчүн',
      'менен',
      'болуп',
      'баланын',
      'мектептин',
    ],
  },
};

/** What is quoted stays in its own language: the words of a law, a name, a system. */
const quoted = /«[^»]*»|“[^”]*”|„[^“]*“|\{[^{}]*\}/gu;

/** Texts of a catalogue that are written in another language: a letter the language lacks, or a word of its neighbour. */
export function tongueFaults(
  language: string,
  catalogue: Catalogue,
  isOfAnother: (key: string) => boolean = () => false,
): readonly string[] {
  const strange = foreign[language];
  if (strange === undefined) return [];
  return Object.entries(catalogue).flatMap(([key, text]) => {
    if (isOfAnother(key)) return [];
    const own = text.replaceAll(quoted, ' ');
    const letter = strange.letters.exec(own)?.[0];
    const word = own
      .toLowerCase()
      .split(/[^\p{L}]+/u)
      .find((one) => strange.words.includes(one));
    return letter === undefined && word === undefined ? [] : [`${language}: ${key} has ${letter ?? word} of another language`];
  });
}
