import { sql } from 'kysely';
import type { Reader, Tx } from '../db/transaction.ts';

/** One notice for each parent of each child that arrived in this range. Writing it twice changes nothing. */
export async function insertNotices(tx: Tx, campaign: string, from: number, to: number): Promise<number> {
  const result = await sql`
    insert into notice (campaign_id, arrival_seq, person_id, child_id, kind, created_at)
    select a.campaign_id, a.seq, l.person_id, a.child_id, a.outcome, a.received_at
    from arrival a
    join family_link l on l.child_id = a.child_id and l.ended_at is null
    where a.campaign_id = ${campaign} and a.seq between ${from} and ${to}
    on conflict (campaign_id, arrival_seq, person_id) do nothing`.execute(tx);
  return Number(result.numAffectedRows ?? 0);
}

/** Notices of a person before an arrival's number, newest first. A child no longer linked is not named any more. */
export function findInbox(reader: Reader, campaign: string, person: string, before: number | null, limit: number) {
  return reader
    .selectFrom('notice as n')
    .innerJoin('child as c', 'c.id', 'n.child_id')
    .innerJoin('arrival as a', (join) => join.onRef('a.campaign_id', '=', 'n.campaign_id').onRef('a.seq', '=', 'n.arrival_seq'))
    .leftJoin('pool as p', (join) => join.on((eb) => eb('p.id', '=', eb.fn.coalesce('a.pool_id', 'a.applied_pool_id', 'a.released_id'))))
    .select(['n.id', 'n.kind', 'n.child_id', 'n.read_at', 'c.surname', 'c.given', 'c.patronymic', 'p.school_id', 'a.seq', 'a.received_at'])
    .where('n.campaign_id', '=', campaign)
    .where('n.person_id', '=', person)
    .$if(before !== null, (query) => query.where('n.arrival_seq', '<', before as number))
    .orderBy('n.arrival_seq', 'desc')
    .limit(limit)
    .execute();
}

/** How many notices of a person are new, of children whom that person may still see. */
export async function countUnread(reader: Reader, campaign: string, person: string): Promise<number> {
  const row = await reader
    .selectFrom('notice as n')
    .innerJoin('child as c', 'c.id', 'n.child_id')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('n.campaign_id', '=', campaign)
    .where('n.person_id', '=', person)
    .where('n.read_at', 'is', null)
    .executeTakeFirstOrThrow();
  return row.count;
}

/** Marks notices up to an arrival's number as read; how many were new. */
export async function markRead(tx: Tx, campaign: string, person: string, upTo: number, at: Date): Promise<number> {
  const result = await tx
    .updateTable('notice')
    .set({ read_at: at })
    .where('campaign_id', '=', campaign)
    .where('person_id', '=', person)
    .where('arrival_seq', '<=', upTo)
    .where('read_at', 'is', null)
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}
