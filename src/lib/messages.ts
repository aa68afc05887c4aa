import { IntlMessageFormat } from 'intl-messageformat';
import en from '../../messages/en.json' with { type: 'json' };
import kk from '../../messages/kk.json' with { type: 'json' };
import ky from '../../messages/ky.json' with { type: 'json' };
import ru from '../../messages/ru.json' with { type: 'json' };
import { type VocabularyCode, wordsIn } from '#domain/policy/words.ts';

const catalogues = { ky, ru, kk, en };

/** A language the interface speaks. */
export type Spoken = keyof typeof catalogues;
export type MessageKey = keyof typeof ru;
export type Translate = (key: MessageKey, args?: Readonly<Record<string, string | number>>) => string;

export const spokenLanguages = Object.keys(catalogues) as readonly Spoken[];

/** Whether the interface speaks a language; narrows the type. */
export function isSpoken(language: string | null | undefined): language is Spoken {
  return spokenLanguages.includes(language as Spoken);
}

/** Whether a text is the key of a message. */
export function isMessageKey(key: string): key is MessageKey {
  return Object.hasOwn(ru, key);
}

/**
 * The texts of one language, with the words a state has for its institutions. Throws (a fault) when an argument of a text is not given, or when
 * it names an institution and no vocabulary is.
 */
export function messagesFor(language: Spoken, vocabulary?: VocabularyCode): Translate {
  const catalogue = catalogues[language];
  const words = vocabulary === undefined ? {} : wordsIn(vocabulary, language);
  const ready = compiled[language];
  return (key, args) => {
    let message = ready.get(key);
    if (message === undefined) {
      message = new IntlMessageFormat(catalogue[key], locales[language], undefined, { ignoreTag: true });
      ready.set(key, message);
    }
    return String(message.format({ ...words, ...args }));
  };
}

/** Where numbers and plurals are read from. */
const locales = { ky: 'ky-KG', ru: 'ru-KG', kk: 'kk-KZ', en: 'en-GB' } as const satisfies Record<Spoken, string>;

const compiled: Readonly<Record<Spoken, Map<MessageKey, IntlMessageFormat>>> = {
  ky: new Map(),
  ru: new Map(),
  kk: new Map(),
  en: new Map(),
};
