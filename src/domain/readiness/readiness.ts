import type { Moment } from '../core/day.ts';

/** What a director checks off before a campaign starts. KG25-18.8. */
export const readinessParts = ['entry', 'quota', 'boundaries'] as const;
export type ReadinessPart = (typeof readinessParts)[number];

/**
 * Where one part stands: `confirmed` as it is now; `changed` since it was confirmed; `open`: never confirmed; `missing`: there is nothing to
 * confirm yet. `print` names the content that is shown, so that nobody confirms what came in meanwhile.
 */
export type PartStanding = { readonly part: ReadinessPart; readonly at: Moment | null; readonly print: string | null } & {
  readonly state: 'confirmed' | 'changed' | 'open' | 'missing';
};

/** A check as it is kept. */
export type CheckKept = { readonly part: ReadinessPart; readonly print: string; readonly at: Moment };

/** Where each part of a school stands, from what it holds now and what was checked off. */
export function standingOf(
  now: readonly { readonly part: ReadinessPart; readonly print: string | null }[],
  checks: readonly CheckKept[],
): readonly PartStanding[] {
  return readinessParts.map((part) => {
    const print = now.find((one) => one.part === part)?.print ?? null;
    const own = checks.filter((check) => check.part === part);
    const held = own.find((check) => check.print === print);
    if (print === null) return { part, print, state: 'missing', at: null };
    if (held !== undefined) return { part, print, state: 'confirmed', at: held.at };
    const last = own
      .map(({ at }) => at)
      .toSorted()
      .at(-1);
    return { part, print, state: last === undefined ? 'open' : 'changed', at: last ?? null };
  });
}

/** Whether a school is ready: every part is confirmed as it stands. */
export function isReady(standing: readonly PartStanding[]): boolean {
  return standing.every(({ state }) => state === 'confirmed');
}
