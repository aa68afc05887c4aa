import { randomUUID } from 'node:crypto';
import type { BoundaryVersion } from '#domain/catchment/boundary-version.ts';
import type { Tx } from '../db/transaction.ts';
import { decidedEntry, publicationLineOf } from '../journal/decided.ts';
import { append } from '../journal/store.ts';
import { insertChanges, passTurn, takeTurn } from './store-order.ts';

/**
 * Gives versions that were just written their place in the register's order: a batch of its own. The turn is the last thing a publication waits for,
 * so that claims wait for its numbers alone and not for its lists. Lists entered before anything has a number need none; see docs/locking.md.
 */
export async function enterInOrder(tx: Tx, campaign: string, at: Date, versions: readonly BoundaryVersion[]): Promise<void> {
  if (versions.length === 0) return;
  const register = await takeTurn(tx, campaign);
  if (register === undefined) return;
  const writer = randomUUID();
  const isFirst = register.last_seq === 0 && versions.every(({ source }) => source === 'seed');
  if (isFirst) return passTurn(tx, campaign, { batch: register.batch, lastSeq: 0, writer });
  const batch = register.batch + 1;
  const published = versions.map(({ id, school, publishedBy }, place) => ({
    ...{ seq: register.last_seq + 1 + place, version: id, school, actor: publishedBy, publishedAt: at },
  }));
  await passTurn(tx, campaign, { batch, lastSeq: register.last_seq + published.length, writer });
  await insertChanges(tx, campaign, batch, published);
  const lines = published.map((one) => ({ seq: one.seq, line: publicationLineOf(one) }));
  await append(tx, [decidedEntry(campaign, batch, at, lines, register.acting)]);
}
