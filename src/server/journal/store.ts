import type { Tx } from '../db/transaction.ts';
import { canonical, type Entry, hashOf } from './entry.ts';

/** Appends entries in the caller's transaction: the entry exists if and only if the change does. */
export async function append(tx: Tx, entries: readonly Entry[]): Promise<void> {
  if (entries.length === 0) return;
  await tx
    .insertInto('journal')
    .values(
      entries.map((entry) => ({
        at: entry.at,
        actor: entry.actor,
        act: entry.act,
        campaign_id: entry.campaign,
        subject: entry.subject,
        detail: canonical(entry.detail),
        hash: hashOf(entry),
      })),
    )
    .execute();
}
