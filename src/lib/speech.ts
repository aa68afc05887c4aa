import { type Named, nameIn } from '#domain/core/language.ts';
import type { CitedAct } from './acts/cited-act.ts';
import { clauseLabel } from './clause.ts';
import { type Format, formatFor } from './format.ts';
import { messagesFor, type Spoken, type Translate } from './messages.ts';

/** Everything that is said to a reader, in the reader's language. */
export type Speech = {
  readonly language: Spoken;
  readonly t: Translate;
  readonly format: Format;
  /** The name of a thing that has several. */
  name(named: Named): string;
  /** What a clause of the campaign's law is called. */
  clause(clause: string): string;
};

/** The speech of a language, in a campaign whose law cites this act. */
export function speechFor(language: Spoken, act: CitedAct = 'regulation'): Speech {
  const t = messagesFor(language);
  return {
    language,
    t,
    format: formatFor(language),
    name: (named) => nameIn(named, language),
    clause: (clause) => clauseLabel(act, clause, t),
  };
}
