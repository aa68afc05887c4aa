import { sql } from 'kysely';
import type { Tx } from '../db/transaction.ts';

/** How much is forgotten in one transaction. */
const rowsAtOnce = 5_000;

/** Forgets sessions that ended so many days ago, and attempts to sign in whose time is over. Answers how many sessions. */
export async function forgetSessions(tx: Tx, days: number): Promise<number> {
  await sql`delete from sign_in_return where expires_at < now()`.execute(tx);
  const { numAffectedRows = 0n } = await sql`
    delete from session where token_hash in (
      select token_hash from session where coalesce(ended_at, expires_at) < now() - make_interval(days => ${days}) limit ${rowsAtOnce})`.execute(
    tx,
  );
  return Number(numAffectedRows);
}

/** Forgets changes of boundaries that nobody published for so many days. */
export async function forgetBoundaryDrafts(tx: Tx, days: number): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    delete from boundary_draft where changed_at < now() - make_interval(days => ${days})`.execute(tx);
  return Number(numAffectedRows);
}

/** Forgets what was prepared in a campaign and never sent, when its last stage has been closed for so many days. Answers how many acts. */
export async function forgetPreparedActs(tx: Tx, days: number): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    select d.id from draft d join campaign c on c.id = d.campaign_id
    where not exists (select from arrival a where a.draft = d.id)
      and (select max((s ->> 'closes')::timestamp at time zone (c.policy ->> 'timeZone')) from jsonb_array_elements(c.policy -> 'stages') s)
          < now() - make_interval(days => ${days})
    limit ${rowsAtOnce} for update of d skip locked`.execute(tx);
  if (rows.length === 0) return 0;
  const ids = rows.map(({ id }) => id);
  await tx.deleteFrom('offer').where('draft', 'in', ids).execute();
  await tx.deleteFrom('draft').where('id', 'in', ids).execute();
  return ids.length;
}
