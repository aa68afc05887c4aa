import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { transact } from '../db/transaction.ts';
import { appendTallied } from './store-tally.ts';

// Wrong addresses of one person and day that are written down one by one.
const wholeAtMost = 5;

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
  const entry = { ...what, at: new Date(clock.now()), actor: `person:${person}`, detail: {} } as const;
  await transact(database, entry.actor, (tx) => appendTallied(tx, entry, wholeAtMost));
  return null;
}
