import { type Named, nameIn } from '#domain/core/language.ts';
import type { Policy } from '#domain/policy/policy.ts';
import type { VocabularyCode } from '#domain/policy/words.ts';
import { type CitedAct, citedAct } from './acts/cited-act.ts';
import { clauseLabel } from './clause.ts';
import { type Format, formatFor } from './format.ts';
import { messagesFor, type Spoken, type Translate } from './messages.ts';

/** Everything that is said to a reader, in the reader's language. */
export type Speech = {
  readonly language: Spoken;
  readonly t: Translate;
  readonly format: Format;
  /** The name of a thing that has several; its number stays on the line of its sign. */
  name(named: Named): string;
  /** What a clause of the campaign's law is called. */
  clause(clause: string): string;
};

/** What a law brings into all that is said under it: the act its clauses are of, and its words for the state's institutions. */
export type SpokenLaw = { readonly act: CitedAct; readonly vocabulary: VocabularyCode };

/** The part of a campaign's law that its speech needs. */
export function spokenLaw(policy: Policy): SpokenLaw {
  return { act: citedAct(policy), vocabulary: policy.vocabulary.code };
}

/** The speech of a language in a campaign under this law. */
export function speechFor(language: Spoken, { act, vocabulary }: SpokenLaw): Speech {
  const t = messagesFor(language, vocabulary);
  return {
    language,
    t,
    format: formatFor(language),
    name: (named) => nameIn(named, language).replace(/№ (?=\d)/g, '№\u00a0'),
    clause: (clause) => clauseLabel(act, clause, t),
  };
}
