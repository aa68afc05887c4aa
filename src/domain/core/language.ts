/** A language of the interface or of teaching, by its ISO 639-1 code. */
export type Language = 'ky' | 'ru' | 'kk' | 'en' | 'uz' | 'tg';

/** A text a register or a person gives in several languages; `ru` is always there. */
export type Named = Readonly<Partial<Record<Language, string>>> & { readonly ru: string };

/** Where a text is not written in the reader's language: the languages its reader is likely to read, the nearest first. */
const alsoRead: Readonly<Record<Language, readonly Language[]>> = {
  ky: ['ru'],
  ru: ['ky'],
  kk: ['ky', 'ru'],
  en: ['ru'],
  uz: ['ky', 'ru'],
  tg: ['ru'],
};

/** Languages in the order a reader would choose among them: their own, then those they are likely to read, then the rest as they stand. */
export function inOrderFor<Written extends Language>(reader: Language, written: readonly Written[]): readonly Written[] {
  const wished: readonly Language[] = [reader, ...alsoRead[reader]];
  const placeOf = (language: Language) => (wished.includes(language) ? wished.indexOf(language) : wished.length);
  return written.toSorted((a, b) => placeOf(a) - placeOf(b));
}

/** The name in the reader's language, where it has none in the nearest one: a Kazakh reads Kyrgyz names more easily than Russian ones. */
export function nameIn(name: Named, language: Language): string {
  const [nearest] = [language, ...alsoRead[language]].flatMap((read) => name[read] ?? []);
  return nearest ?? name.ru;
}

/** The reader's language: chosen before, else the first the browser asks for (an Accept-Language header) that is spoken, else the first spoken. */
export function preferredLanguage(
  spoken: readonly Language[],
  chosen: string | null | undefined,
  asked: string | null | undefined,
): Language {
  const wishes = [chosen, ...wishesOf(asked ?? '')];
  return wishes.flatMap((wish) => spoken.filter((language) => language === wish))[0] ?? spoken[0] ?? 'ru';
}

/** The languages of an Accept-Language header, the most wanted first. */
function wishesOf(header: string): readonly string[] {
  return header
    .split(',')
    .slice(0, 20)
    .map((part) => {
      const [tag = '', ...rest] = part.trim().split(';');
      const weight = Number(
        rest
          .find((piece) => piece.trim().startsWith('q='))
          ?.trim()
          .slice(2) ?? 1,
      );
      return { language: tag.toLowerCase().split('-')[0] ?? '', weight: Number.isNaN(weight) ? 0 : weight };
    })
    .sort((a, b) => b.weight - a.weight)
    .map(({ language }) => language);
}
