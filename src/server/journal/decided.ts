import type { Entry } from './entry.ts';
import { leafOf, rootOf } from './tree.ts';

/** One line of a batch of the register: its number, and everything it is as one text. */
export type Numbered = { readonly seq: number; readonly line: string };

/** The journal's entry of a batch: which numbers it gave, and the root under which each of them can be shown to stand; signed by whoever held the turn. */
export function decidedEntry(
  campaign: string,
  batch: number,
  at: Date,
  numbered: readonly Numbered[],
  actor: Entry['actor'] = 'register',
): Entry {
  const lines = numbered.toSorted((a, b) => a.seq - b.seq);
  const [from, to] = [lines[0]?.seq ?? 0, lines.at(-1)?.seq ?? 0];
  const root = rootOf(lines.map(({ line }) => leafOf(line))).toString('hex');
  return { at, actor, act: 'seats.decided', campaign, subject: null, detail: { batch, from, to, root } };
}

/** A published version with its place in the order of the arrivals. */
export type PublicationWritten = {
  readonly seq: number;
  readonly version: string;
  readonly school: string;
  readonly actor: string;
  readonly publishedAt: Date;
};

/** The line of a publication. */
export function publicationLineOf({ seq, version, school, actor, publishedAt }: PublicationWritten): string {
  return JSON.stringify([seq, 'boundaries', version, school, actor, publishedAt.getTime()]);
}
