import type { ImportChoiceKind } from './import-view.ts';

/** What a person decided of a name or a reading of a file. */
export type ImportChoice = { readonly kind: ImportChoiceKind; readonly subject: string; readonly choice: string };

/** A decision, and what had been decided when whoever makes it looked; `null` where nothing had. */
export type ImportChoiceOver = ImportChoice & { readonly was: string | null };

/** The name of the thing that is decided: `<kind>|<subject>`, as forms write it. */
export function choiceKey({ kind, subject }: Pick<ImportChoice, 'kind' | 'subject'>): string {
  return `${kind}|${subject}`;
}

/** Two persons' decisions of one thing meet, never the later alone: what stands decided otherwise than it was seen, and otherwise than it is asked. */
export function metChoices(standing: readonly ImportChoice[], asked: readonly ImportChoiceOver[]): readonly ImportChoice[] {
  const now = new Map(standing.map((row) => [choiceKey(row), row]));
  return asked.flatMap((one) => {
    const there = now.get(choiceKey(one));
    return there === undefined || there.choice === one.was || there.choice === one.choice ? [] : [there];
  });
}
