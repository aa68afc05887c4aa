import type { Pool, Standing } from '#domain/allocation/seat.ts';
import type { Reader } from '../db/transaction.ts';
import type { ArrivalWritten } from './store-writing.ts';
import { type ChangeFound, changeFound } from './store.ts';

/** The seats of a campaign as they are kept now. */
export async function findAllPools(reader: Reader, campaign: string): Promise<readonly Pool[]> {
  const rows = await reader
    .selectFrom('pool')
    .select(['id', 'school_id as school', 'grade', 'language', 'kind', 'capacity', 'over_quota as overQuota', 'taken'])
    .where('campaign_id', '=', campaign)
    .execute();
  return rows;
}

/** Every change of capacity, in order. */
export async function findAllChanges(reader: Reader, campaign: string): Promise<readonly (ChangeFound & { readonly batch: number })[]> {
  const rows = await reader
    .selectFrom('capacity_change')
    .select(['seq', 'batch', 'key', 'pool_id', 'before', 'after', 'taken', 'actor', 'ground', 'received_at'])
    .where('campaign_id', '=', campaign)
    .orderBy('seq')
    .execute();
  return rows.map(changeFound);
}

export type ArrivalKept = ArrivalWritten & { readonly batch: number; readonly hasDraft: boolean };

/** The arrivals after a number, in order, whole; each with whether its draft is there and is of the same child. */
export async function findArrivalsAfter(reader: Reader, campaign: string, last: number, limit: number): Promise<readonly ArrivalKept[]> {
  const rows = await reader
    .selectFrom('arrival as a')
    .leftJoin('draft as d', (join) => join.onRef('d.id', '=', 'a.draft').onRef('d.child_id', '=', 'a.child_id'))
    .selectAll('a')
    .select('d.id as found')
    .where('a.campaign_id', '=', campaign)
    .where('a.seq', '>', last)
    .orderBy('a.seq')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    ...{ seq: row.seq, batch: row.batch, person: row.person_id, act: row.act, wishes: row.wishes, reason: row.reason },
    basis: { stage: row.stage, route: row.route, offered: row.offered, grades: row.grades },
    receivedAt: row.received_at,
    ...{ homes: row.homes, version: row.version_id },
    hasDraft: row.found !== null,
    decision: {
      ...{ draft: row.draft, child: row.child_id, outcome: row.outcome, pool: row.pool_id, applied: row.applied_pool_id },
      ...{ released: row.released_id, freeBefore: row.free_before, overQuota: row.over_quota, guaranteeLost: row.guarantee_lost },
      ...{ refusal: row.refusal, clause: row.clause, next: row.next_step },
    },
  }));
}

/** What every child holds, after a child in the order of their ids. */
export async function findAllPlaces(
  reader: Reader,
  campaign: string,
  after: string | null,
  limit: number,
): Promise<readonly (Standing & { readonly child: string })[]> {
  return reader
    .selectFrom('place')
    .select(['child_id as child', 'pool_id as pool', 'waiting_pool_id as waiting', 'guarantee_lost as guaranteeLost', 'cancellations'])
    .where('campaign_id', '=', campaign)
    .$if(after !== null, (query) => query.where('child_id', '>', after as string))
    .orderBy('child_id')
    .limit(limit)
    .execute();
}

/** A pool stood in line for. */
export type InLineKept = { readonly pool: number; readonly stage: string; readonly seq: number; readonly child: string };

/** Everybody who stands in line. */
export function findAllInLine(reader: Reader, campaign: string): Promise<readonly InLineKept[]> {
  return reader
    .selectFrom('line')
    .select(['pool_id as pool', 'stage', 'seq', 'child_id as child'])
    .where('campaign_id', '=', campaign)
    .orderBy('seq')
    .execute();
}

/** The roots the journal keeps, by batch. */
export async function findRoots(reader: Reader, campaign: string): Promise<ReadonlyMap<number, readonly string[]>> {
  const rows = await reader
    .selectFrom('journal')
    .select('detail')
    .where('campaign_id', '=', campaign)
    .where('act', '=', 'seats.decided')
    .execute();
  const roots = new Map<number, string[]>();
  for (const { detail } of rows) {
    const { batch, root } = detail as { readonly batch: number; readonly root: string };
    roots.set(batch, [...(roots.get(batch) ?? []), root]);
  }
  return roots;
}
