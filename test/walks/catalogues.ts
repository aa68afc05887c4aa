import { readFileSync } from 'node:fs';
import { type Spoken, spokenLanguages } from '#lib/messages.ts';
import { inProject } from '#tools/project.ts';

/** The texts of one language, as far as a page shows them whole. */
export type Catalogue = {
  readonly keys: ReadonlySet<string>;
  /** Texts that no other language writes in the same way: on a page of another language they are not translated. */
  readonly onlyHere: ReadonlySet<string>;
  /** Long pieces of texts, between what is filled in, that no other language has anywhere in its texts. */
  readonly phrasesOnlyHere: readonly string[];
};

/** The catalogue of a language. */
export function catalogueOf(language: Spoken): Catalogue {
  const catalogue = catalogues.get(language);
  if (catalogue === undefined) throw new Error(`no catalogue of ${language}`);
  return catalogue;
}

// What is shorter may be a name or a term of an act, which is quoted as it stands in every language.
const phraseAtLeast = 20;

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
  const allElsewhere = [...elsewhere].join('\n');
  const phrases = new Set(Object.values(own).flatMap(phrasesOf));
  return {
    keys: new Set(Object.keys(own)),
    onlyHere: new Set(whole.map(([, text]) => text)),
    phrasesOnlyHere: [...phrases].filter((phrase) => !allElsewhere.includes(phrase)),
  };
}

/** What a text says as it stands: the pieces between its arguments, its branches and its tags. */
function phrasesOf(text: string): readonly string[] {
  return text
    .split(/\{\w+(?:, ?\w+)?(?:, ?|\})|(?:=\d+|\w+) ?\{|[{}#]|<[^>]*>/)
    .map((piece) => piece.trim())
    .filter((piece) => piece.length >= phraseAtLeast && piece.includes(' '));
}
