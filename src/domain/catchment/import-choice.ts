import type { ImportChoiceKind } from './import-view.ts';

/** What a person decided of a name or a reading of a file. */
export type ImportChoice = { readonly kind: ImportChoiceKind; readonly subject: string; readonly choice: string };

/** A decision, and what had been decided when whoever makes it looked; `null` where nothing had. */
export type ImportChoiceOver = ImportChoice & { readonly was: string | null };

/** Two persons' decisions of one thing meet, never the later alone: what stands decided otherwise than it was seen, and otherwise than it is asked. */
export function metChoices(standing: readonly ImportChoice[], asked: readonly ImportChoiceOver[]): readonly ImportChoice[] {
  const now = new Map(standing.map((row) => [`${row.kind}|${row.subject}`, row]));
  return asked.flatMap(({ kind, subject, choice, was }) => {
    const there = now.get(`${kind}|${subject}`);
    return there === undefined || there.choice === was || there.choice === choice ? [] : [there];
  });
}
