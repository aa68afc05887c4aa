import { sql } from 'kysely';
import type { PublicationWritten } from '../journal/decided.ts';
import type { Actor, Tx } from '../db/transaction.ts';

/** Where the register stands, and who acts in this transaction: whoever acts signs the line of the batch. */
export type TurnTaken = { readonly batch: number; readonly last_seq: number; readonly acting: Actor };

/** Takes the turn of the register for the rest of the transaction; nothing where the campaign has no register. */
export function takeTurn(tx: Tx, campaign: string): Promise<TurnTaken | undefined> {
  return tx
    .selectFrom('register')
    .select(['batch', 'last_seq', sql<Actor>`actor()`.as('acting')])
    .where('campaign_id', '=', campaign)
    .forUpdate()
    .executeTakeFirst();
}

/** Passes the turn on, in the name of nobody who decides claims: what any process remembers, or has decided ahead, does not hold any more. */
export async function passTurn(
  tx: Tx,
  campaign: string,
  { batch, lastSeq, writer }: { readonly batch: number; readonly lastSeq: number; readonly writer: string },
): Promise<void> {
  await tx
    .updateTable('register')
    .set((eb) => ({ batch, last_seq: lastSeq, writer, boundaries: eb('boundaries', '+', 1) }))
    .where('campaign_id', '=', campaign)
    .execute();
}

/** Writes the numbers that publications were given. */
export async function insertChanges(tx: Tx, campaign: string, batch: number, published: readonly PublicationWritten[]): Promise<void> {
  const rows = published.map(({ seq, version, school, actor, publishedAt }) => ({
    ...{ campaign_id: campaign, seq, batch, version_id: version, school_id: school, actor, published_at: publishedAt },
  }));
  for (let start = 0; start < rows.length; start += 1000)
    await tx
      .insertInto('boundary_change')
      .values(rows.slice(start, start + 1000))
      .execute();
}
