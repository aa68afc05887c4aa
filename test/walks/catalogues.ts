import { readFileSync } from 'node:fs';
import { type Spoken, spokenLanguages } from '#lib/messages.ts';
import { inProject } from '#tools/project.ts';

/** The texts of one language, as far as a page shows them whole. */
export type Catalogue = {
  readonly keys: ReadonlySet<string>;
  /** Texts that no other language writes in the same way: on a page of another language they are not translated. */
  readonly onlyHere: ReadonlySet<string>;
};

/** The catalogue of a language. */
export function catalogueOf(language: Spoken): Catalogue {
  const catalogue = catalogues.get(language);
  if (catalogue === undefined) throw new Error(`no catalogue of ${language}`);
  return catalogue;
}

const texts = new Map(
  spokenLanguages.map((language) => [
    language,
    JSON.parse(readFileSync(inProject('messages', `${language}.json`), 'utf8')) as Readonly<Record<string, string>>,
  ]),
);

const catalogues = new Map(spokenLanguages.map((language) => [language, catalogueFrom(language)]));

function catalogueFrom(language: Spoken): Catalogue {
  const own = texts.get(language) ?? {};
  const elsewhere = new Set([...texts].filter(([other]) => other !== language).flatMap(([, other]) => Object.values(other)));
  // The names of languages are written in their own language everywhere.
  const whole = Object.entries(own).filter(([key, text]) => !key.startsWith('language.') && !text.includes('{') && !elsewhere.has(text));
  return { keys: new Set(Object.keys(own)), onlyHere: new Set(whole.map(([, text]) => text)) };
}
