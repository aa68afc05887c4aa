import { sql } from 'kysely';
import type { Tx } from '../db/transaction.ts';

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
