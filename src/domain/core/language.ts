/** A language of the interface or of teaching, by its ISO 639-1 code. */
export type Language = 'ky' | 'ru' | 'kk' | 'en' | 'uz' | 'tg';

/** A text a register or a person gives in several languages; `ru` is always there. */
export type Named = Readonly<Partial<Record<Language, string>>> & { readonly ru: string };

/** The name in the reader's language, in Russian where it has none. */
export function nameIn(name: Named, language: Language): string {
  return name[language] ?? name.ru;
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
