import { sql } from 'kysely';
import type { Tx } from '../db/transaction.ts';
import type { Entry } from './entry.ts';
import { append } from './store.ts';

/**
 * Appends what somebody can do without end and for nothing: the first few of an actor, an act and a day whole, then each time their number has
 * doubled, with the number. So nothing is unseen, and a thousand of them are a few lines. In the caller's transaction, as {@link append}.
 */
export async function appendTallied(tx: Tx, entry: Entry, wholeAtMost: number): Promise<void> {
  const { times } = await tx
    .insertInto('journal_tally')
    .values({ actor: entry.actor, act: entry.act, day: entry.at.toISOString().slice(0, 10), times: 1 })
    .onConflict((conflict) => conflict.columns(['actor', 'act', 'day']).doUpdateSet({ times: sql<number>`journal_tally.times + 1` }))
    .returning('times')
    .executeTakeFirstOrThrow();
  if (times <= wholeAtMost) await append(tx, [entry]);
  else if (Number.isInteger(Math.log2(times / wholeAtMost))) await append(tx, [{ ...entry, detail: { ...entry.detail, times } }]);
}
