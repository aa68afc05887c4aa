import { createHash } from 'node:crypto';
import type { Actor } from '../db/transaction.ts';

/** One line of the journal. `detail` holds ids, codes and numbers, never a name or a national id. */
export type Entry = {
  readonly at: Date;
  readonly actor: Actor;
  /** `<thing>.<what happened>`, e.g. `seat.enrolled`, `child.refused_to_stranger`. */
  readonly act: string;
  readonly campaign: string | null;
  readonly subject: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
};

/** SHA-256 over the canonical content of an entry: the leaf of the tree that proves the journal whole. */
export function hashOf(entry: Entry): Buffer {
  const { at, actor, act, campaign, subject, detail } = entry;
  return createHash('sha256')
    .update(canonical({ at: at.toISOString(), actor, act, campaign, subject, detail }))
    .digest();
}

/** JSON with keys in order and no spaces: the same content always gives the same bytes, also after a trip through the database. */
export function canonical(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`);
  return `{${members.join(',')}}`;
}
