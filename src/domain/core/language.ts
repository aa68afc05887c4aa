/** A language of the interface or of teaching, by its ISO 639-1 code. */
export type Language = 'ky' | 'ru' | 'kk' | 'en' | 'uz' | 'tg';

/** A text a register or a person gives in several languages; `ru` is always there. */
export type Named = Readonly<Partial<Record<Language, string>>> & { readonly ru: string };

/** The name in the reader's language, in Russian where it has none. */
export function nameIn(name: Named, language: Language): string {
  return name[language] ?? name.ru;
}
