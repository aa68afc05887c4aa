import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { transact } from '../db/transaction.ts';
import { append } from './store.ts';

/** How often a day one person's wrong addresses are written down one by one. */
const wholeADay = 20;
const dayMs = 24 * 60 * 60 * 1000;
const countedAtMost = 10_000;

type Count = { readonly since: number; times: number };
// Kept in the process: another process counts anew, which adds a few rows and hides none.
const counts = new WeakMap<Database, Map<string, Count>>();

/**
 * Writes down that a person asked for what is not hers; she is told that there is no such thing. The first of a day are written whole, then, each
 * time they have doubled, how many there were: whoever tries a thousand addresses is seen and fills nothing. Gives `null`, as if nothing had
 * been found.
 */
export async function noteStranger(
  database: Database,
  clock: Clock,
  stranger: { readonly person: string; readonly act: string; readonly campaign: string; readonly subject: string | null },
): Promise<null> {
  const { person, ...what } = stranger;
  const times = timesOf(database, `${person} ${what.act}`, clock.now());
  const detail = detailOf(times);
  if (detail === null) return null;
  const entry = { ...what, at: new Date(clock.now()), actor: `person:${person}`, detail } as const;
  await transact(database, entry.actor, (tx) => append(tx, [entry]));
  return null;
}

function timesOf(database: Database, key: string, now: number): number {
  const known = counts.get(database) ?? new Map<string, Count>();
  counts.set(database, known);
  const count = known.get(key);
  const current = count === undefined || now - count.since >= dayMs ? { since: now, times: 0 } : count;
  current.times += 1;
  // The one seen last stands last: where there are too many, the one not seen for longest is forgotten.
  known.delete(key);
  known.set(key, current);
  const [oldest] = known.keys();
  if (known.size > countedAtMost && oldest !== undefined) known.delete(oldest);
  return current.times;
}

/** What a row says of the so many-th time of a day; `null` where it is only counted. */
export function detailOf(times: number): Readonly<Record<string, number>> | null {
  if (times <= wholeADay) return {};
  return Number.isInteger(Math.log2(times / wholeADay)) ? { times } : null;
}
