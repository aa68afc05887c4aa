import { sql } from 'kysely';
import type { Reader, Tx } from '../db/transaction.ts';

/** One notice for each parent of each child that arrived in this range. Writing it twice changes nothing. */
export async function insertNotices(tx: Tx, campaign: string, from: number, to: number): Promise<number> {
  const result = await sql`
    insert into notice (campaign_id, arrival_seq, person_id, child_id, kind, created_at)
    select a.campaign_id, a.seq, l.person_id, a.child_id,
           case when a.act = 'advance' then 'advanced'
                when a.outcome = 'withdrawn' and a.applied_pool_id is null and a.released_id is null then 'left_line'
                else a.outcome end,
           a.received_at
    from arrival a
    join family_link l on l.child_id = a.child_id and l.ended_at is null
    where a.campaign_id = ${campaign} and a.seq between ${from} and ${to}
    on conflict (campaign_id, arrival_seq, person_id) where request_id is null and version_id is null do nothing`.execute(tx);
  return Number(result.numAffectedRows ?? 0);
}

/** One notice of the answer to a request for each parent of its child; it stands after the last arrival before it. Writing it twice changes nothing. */
export async function insertAnswerNotices(tx: Tx, request: string): Promise<void> {
  await sql`
    insert into notice (campaign_id, arrival_seq, person_id, child_id, kind, created_at, request_id)
    select r.campaign_id, coalesce((select max(a.seq) from arrival a where a.campaign_id = r.campaign_id), 0), l.person_id, r.child_id,
           'address_' || r.state, r.answered_at, r.id
    from address_request r
    join family_link l on l.child_id = r.child_id and l.ended_at is null
    where r.id = ${request} and r.state <> 'sent'
    on conflict (request_id, person_id) where request_id is not null do nothing`.execute(tx);
}

/** One notice for each parent of children whose school a version of boundaries changed or took. Writing it twice changes nothing. */
export async function insertBoundaryNotices(
  tx: Tx,
  campaign: string,
  { version, kind, children }: { readonly version: string; readonly kind: string; readonly children: readonly string[] },
  at: Date,
): Promise<void> {
  await sql`
    insert into notice (campaign_id, arrival_seq, person_id, child_id, kind, created_at, version_id)
    select ${campaign}, coalesce((select max(a.seq) from arrival a where a.campaign_id = ${campaign}), 0), l.person_id, l.child_id, ${kind}, ${at}, ${version}
    from family_link l
    where l.child_id = any(${children}::uuid[]) and l.ended_at is null
    on conflict (version_id, person_id, child_id) where version_id is not null do nothing`.execute(tx);
}

/** One notice for each director whose school's list somebody else has published. Writing it twice changes nothing. */
export async function insertReplacedNotices(tx: Tx, versions: readonly string[]): Promise<void> {
  await sql`
    insert into notice (campaign_id, arrival_seq, person_id, child_id, kind, created_at, version_id)
    select distinct v.campaign_id, coalesce((select max(a.seq) from arrival a where a.campaign_id = v.campaign_id), 0), p.id, null::uuid,
           'list_replaced', v.published_at, v.id
    from boundary_version v
    join staff_role s on s.school_id = v.school_id and s.role = 'director' and s.ended_at is null
    join person p on p.country = s.country and p.national_id_index = s.national_id_index
    where v.id = any(${versions}::uuid[]) and v.published_by <> 'person:' || p.id and v.published_by <> 'system'
    on conflict (version_id, person_id, child_id) where version_id is not null do nothing`.execute(tx);
}

/** Notices of a person before an arrival's number, newest first. A child no longer linked is not named any more. */
export function findInbox(reader: Reader, campaign: string, person: string, before: number | null, limit: number) {
  return reader
    .selectFrom('notice as n')
    .leftJoin('child as c', 'c.id', 'n.child_id')
    .leftJoin('address_request as r', 'r.id', 'n.request_id')
    .leftJoin('boundary_version as v', 'v.id', 'n.version_id')
    .leftJoin('arrival as a', (join) =>
      join
        .onRef('a.campaign_id', '=', 'n.campaign_id')
        .onRef('a.seq', '=', 'n.arrival_seq')
        .on('n.request_id', 'is', null)
        .on('n.version_id', 'is', null),
    )
    .leftJoin('pool as p', (join) => join.on((eb) => eb('p.id', '=', eb.fn.coalesce('a.pool_id', 'a.applied_pool_id', 'a.released_id'))))
    .select(['n.id', 'n.kind', 'n.child_id', 'n.read_at', 'n.created_at', 'n.arrival_seq as seq', 'c.surname', 'c.given', 'c.patronymic'])
    .select(({ fn }) => [
      fn.coalesce('p.school_id', 'r.school_id', 'v.school_id').as('school_id'),
      fn.coalesce('a.received_at', 'n.created_at').as('at'),
    ])
    .where('n.campaign_id', '=', campaign)
    .where('n.person_id', '=', person)
    .where((where) => where.or([where('c.id', 'is not', null), where('n.child_id', 'is', null)]))
    .$if(before !== null, (query) => query.where('n.arrival_seq', '<', before as number))
    .orderBy('n.arrival_seq', 'desc')
    .orderBy('n.id', 'desc')
    .limit(limit)
    .execute();
}

/** How many notices of a person are new, of children whom that person may still see. */
export async function countUnread(reader: Reader, campaign: string, person: string): Promise<number> {
  const row = await reader
    .selectFrom('notice as n')
    .leftJoin('child as c', 'c.id', 'n.child_id')
    .where((where) => where.or([where('c.id', 'is not', null), where('n.child_id', 'is', null)]))
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('n.campaign_id', '=', campaign)
    .where('n.person_id', '=', person)
    .where('n.read_at', 'is', null)
    .executeTakeFirstOrThrow();
  return row.count;
}

/** Marks notices up to an arrival's number as read, among those of that number up to `last`; how many were new. */
export async function markRead(tx: Tx, campaign: string, person: string, upTo: number, last: string | null, at: Date): Promise<number> {
  const result = await tx
    .updateTable('notice')
    .set({ read_at: at })
    .where('campaign_id', '=', campaign)
    .where('person_id', '=', person)
    .where('arrival_seq', '<=', upTo)
    .$if(last !== null, (query) => query.where((where) => where.or([where('arrival_seq', '<', upTo), where('id', '<=', last as string)])))
    .where('read_at', 'is', null)
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}
