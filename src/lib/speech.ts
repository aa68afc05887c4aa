import { type Named, nameIn } from '#domain/core/language.ts';
import { type Format, formatFor } from './format.ts';
import { messagesFor, type Spoken, type Translate } from './messages.ts';

/** Everything that is said to a reader, in the reader's language. */
export type Speech = {
  readonly language: Spoken;
  readonly t: Translate;
  readonly format: Format;
  /** The name of a thing that has several. */
  name(named: Named): string;
};

/** The speech of a language. */
export function speechFor(language: Spoken): Speech {
  return { language, t: messagesFor(language), format: formatFor(language), name: (named) => nameIn(named, language) };
}
