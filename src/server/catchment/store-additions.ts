import { sql } from 'kysely';
import type { Verdict } from '#domain/addition/addition.ts';
import type { BoundarySource } from '#domain/catchment/boundary-version.ts';
import type { Reader, Tx } from '../db/transaction.ts';

export type AdditionRow = {
  readonly version: string;
  readonly school_id: string;
  readonly number: number;
  readonly follows: number;
  readonly source: BoundarySource;
  readonly ground: string;
  readonly published_at: Date;
  readonly published_by: string;
  readonly flags: number | null;
  readonly verdict: Verdict | null;
  readonly note: string | null;
  readonly reviewed_at: Date | null;
};

const versionsAtMost = 200;

/** Versions of a district's schools published since a time, the newest first, each with its flags and the latest word on it. */
export function findPublishedSince(
  reader: Reader,
  campaign: string,
  district: number,
  since: Date,
  version: string | null = null,
): Promise<readonly AdditionRow[]> {
  return reader
    .selectFrom('boundary_version as v')
    .innerJoin('school as s', 's.id', 'v.school_id')
    .leftJoinLateral(
      (query) =>
        query
          .selectFrom('boundary_review as r')
          .select(['r.verdict', 'r.note', 'r.at'])
          .whereRef('r.version_id', '=', 'v.id')
          .orderBy('r.id', 'desc')
          .limit(1)
          .as('w'),
      (join) => join.onTrue(),
    )
    .select(['v.id as version', 'v.school_id', 'v.number', 'v.follows', 'v.source', 'v.ground', 'v.published_at', 'v.published_by'])
    .select(['w.verdict', 'w.note', 'w.at as reviewed_at'])
    .select((query) => [
      query
        .selectFrom('boundary_flag as f')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .whereRef('f.version_id', '=', 'v.id')
        .as('flags'),
    ])
    .where('v.campaign_id', '=', campaign)
    .where('s.district_id', '=', district)
    .where('v.published_at', '>=', since)
    .where('v.source', '<>', 'seed')
    .$if(version !== null, (query) => query.where('v.id', '=', version as string))
    .orderBy('v.published_at', 'desc')
    .orderBy('v.id', 'desc')
    .limit(versionsAtMost)
    .execute();
}

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

/** How many addresses a school's director has added at the request of families. */
export async function countAdded(reader: Reader, campaign: string, school: string): Promise<number> {
  const row = await reader
    .selectFrom('boundary_version')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('campaign_id', '=', campaign)
    .where('school_id', '=', school)
    .where('source', '=', 'request')
    .executeTakeFirstOrThrow();
  return row.count;
}

/** An enrolment by address, and a version of that school's boundaries published within the time before it. */
export type EnrolledSoonAfter = {
  readonly seq: number;
  readonly school: string;
  readonly version: string;
  readonly number: number;
  readonly follows: number;
  readonly streetId: number | null;
  readonly house: string;
};

/** Of these arrivals those enrolled by address at schools whose boundaries changed in the hours before. */
export async function findEnrolledSoonAfter(
  tx: Tx,
  campaign: string,
  { from, to, hours }: { readonly from: number; readonly to: number; readonly hours: number },
): Promise<readonly EnrolledSoonAfter[]> {
  const { rows } = await sql<EnrolledSoonAfter>`
    select a.seq, v.school_id as school, v.id as version, v.number, v.follows, (p.address ->> 'streetId')::integer as "streetId", p.address ->> 'house' as house
    from arrival a
    join pool q on q.id = coalesce(a.pool_id, a.applied_pool_id)
    join boundary_version v on v.school_id = q.school_id and v.campaign_id = a.campaign_id
      and v.published_at between a.received_at - make_interval(hours => ${hours}) and a.received_at and v.source <> 'seed'
    join person p on p.id = a.person_id and p.address is not null
    where a.campaign_id = ${campaign} and a.seq between ${from} and ${to}
      and a.outcome in ('enrolled', 'waiting') and a.route = 'registered_address'`.execute(tx);
  return rows;
}

/** Flags an enrolment; `false` when it was flagged before. */
export async function insertFlag(tx: Tx, campaign: string, version: string, seq: number, at: Date): Promise<boolean> {
  const row = await tx
    .insertInto('boundary_flag')
    .values({ version_id: version, campaign_id: campaign, arrival_seq: seq, at })
    .onConflict((conflict) => conflict.doNothing())
    .returning('arrival_seq')
    .executeTakeFirst();
  return row !== undefined;
}
