import { sql } from 'kysely';
import type { Verdict } from '#domain/addition/addition.ts';
import type { HomeAt } from '#domain/catchment/serves.ts';
import type { Day } from '#domain/core/day.ts';
import type { Reader, Tx } from '../db/transaction.ts';

export async function insertReview(
  tx: Tx,
  review: {
    readonly version: string;
    readonly verdict: Verdict;
    readonly note: string;
    readonly at: Date;
    readonly by: string;
    readonly key: string;
  },
): Promise<boolean> {
  const { version, ...rest } = review;
  const row = await tx
    .insertInto('boundary_review')
    .values({ version_id: version, ...rest })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** How often a school's boundaries were changed since they were fixed, and how many of the changes families had asked for. */
export async function countOfSchool(
  reader: Reader,
  campaign: string,
  school: string,
  since: { readonly at: Date; readonly day: Day },
): Promise<{ readonly changes: number; readonly requested: number }> {
  const row = await reader
    .selectFrom('boundary_version as v')
    .select(({ fn }) => [
      fn.countAll<number>().as('changes'),
      fn.countAll<number>().filterWhere('v.source', '=', 'request').as('requested'),
    ])
    .where('v.campaign_id', '=', campaign)
    .where('v.school_id', '=', school)
    .where('v.source', '<>', 'seed')
    .where((where) =>
      where.or([
        where('v.published_at', '>=', since.at),
        where('v.from_day', '>=', since.day),
        where.exists(where.selectFrom('boundary_flag as f').select('f.arrival_seq').whereRef('f.version_id', '=', 'v.id')),
      ]),
    )
    .executeTakeFirstOrThrow();
  return { changes: Number(row.changes), requested: Number(row.requested) };
}

/** A decision by registered address, with all it may have rested on. */
export type DecidedByAddress = {
  readonly seq: number;
  /** When it was decided; where a place was given from the line, when the claim came, too. */
  readonly times: readonly Date[];
  readonly homes: readonly HomeAt[];
  readonly grades: readonly number[];
  /** The schools that were wished for, given or waited for. */
  readonly schools: readonly string[];
};

/** Of these arrivals those that were decided by address, whatever came of them: enrolled, waiting, in line, served from the line, refused. */
export async function findDecidedByAddress(
  tx: Tx,
  campaign: string,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<readonly DecidedByAddress[]> {
  const { rows } = await sql<
    Omit<DecidedByAddress, 'times' | 'homes'> & {
      readonly at: Date;
      readonly claimed_at: Date | null;
      readonly homes: readonly HomeAt[] | null;
      readonly address: HomeAt | null;
    }
  >`
    select a.seq, a.received_at as at, a.grades, a.homes, p.address,
      case when a.act = 'advance' then (select max(q.received_at) from arrival q
        where q.campaign_id = a.campaign_id and q.child_id = a.child_id and q.seq < a.seq and q.outcome = 'queued') end as claimed_at,
      array(select distinct o.school_id from pool o where o.id = any(a.wishes) or o.id in (a.pool_id, a.applied_pool_id)) as schools
    from arrival a left join person p on p.id = a.person_id
    where a.campaign_id = ${campaign} and a.seq between ${from} and ${to}
      and a.route = 'registered_address' and a.act not in ('decline', 'withdraw')
    order by a.seq`.execute(tx);
  return rows.map(({ at, claimed_at: claimedAt, homes, address, ...row }) => ({
    ...row,
    times: claimedAt === null ? [at] : [claimedAt, at],
    // Arrivals from before the homes were written down: the address the applicant has now.
    homes: homes ?? (address === null ? [] : [{ streetId: address.streetId, house: address.house }]),
  }));
}

/** Points out a decision a version touched; `false` when it was pointed out before. */
export async function insertFlag(
  tx: Tx,
  campaign: string,
  { version, seq, way, at }: { readonly version: string; readonly seq: number; readonly way: 'gave' | 'took'; readonly at: Date },
): Promise<boolean> {
  const row = await tx
    .insertInto('boundary_flag')
    .values({ version_id: version, campaign_id: campaign, arrival_seq: seq, way, at })
    .onConflict((conflict) => conflict.doNothing())
    .returning('arrival_seq')
    .executeTakeFirst();
  return row !== undefined;
}

/** The latest word on a version, locked for the one that follows it. */
export async function findLatestReview(tx: Tx, version: string): Promise<string | null> {
  await tx.selectFrom('boundary_version').select('id').where('id', '=', version).forUpdate().execute();
  const row = await tx
    .selectFrom('boundary_review')
    .select('id')
    .where('version_id', '=', version)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.id ?? null;
}

/** Whether a word was kept under this key. */
export async function hasReview(tx: Tx, key: string): Promise<boolean> {
  const row = await tx.selectFrom('boundary_review').select('id').where('key', '=', key).executeTakeFirst();
  return row !== undefined;
}
