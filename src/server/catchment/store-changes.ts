import { sql } from 'kysely';
import type { Verdict } from '#domain/addition/addition.ts';
import type { BoundaryLine, BoundarySource } from '#domain/catchment/boundary-version.ts';
import type { Day } from '#domain/core/day.ts';
import type { Named } from '#domain/core/language.ts';
import type { Reader } from '../db/transaction.ts';

/** A version by its head: what its time goes by. */
export type VersionHead = {
  readonly id: string;
  readonly school: string;
  readonly number: number;
  readonly fromDay: Day;
  readonly publishedAt: Date;
  readonly source: BoundarySource;
};

/** Every version of schools, the oldest first. */
export async function findHeads(reader: Reader, campaign: string, schools: readonly string[]): Promise<readonly VersionHead[]> {
  if (schools.length === 0) return [];
  return reader
    .selectFrom('boundary_version')
    .select(['id', 'school_id as school', 'number', 'from_day as fromDay', 'published_at as publishedAt', 'source'])
    .where('campaign_id', '=', campaign)
    .where('school_id', 'in', [...schools])
    .orderBy('school_id')
    .orderBy('number')
    .execute();
}

/** The lines of versions about some streets, in the order they were written. */
export async function findLinesAbout(
  reader: Reader,
  versions: readonly string[],
  streets: readonly number[],
): Promise<ReadonlyMap<string, readonly BoundaryLine[]>> {
  if (versions.length === 0 || streets.length === 0) return new Map();
  const rows = await reader
    .selectFrom('boundary')
    .select(['version_id', 'street_id as streetId', 'houses', 'range_habit as habit', 'act'])
    .where('version_id', 'in', [...versions])
    .where('street_id', '=', ({ fn, val }) => fn.any(val([...streets])))
    .orderBy('id')
    .execute();
  const found = Map.groupBy(rows, ({ version_id: version }) => version);
  return new Map([...found].map(([version, lines]) => [version, lines.map(({ version_id: _version, ...line }) => line)]));
}

/** Schools that have, or had, lines on these streets. */
export async function findSchoolsOn(reader: Reader, campaign: string, streets: readonly number[]): Promise<readonly string[]> {
  if (streets.length === 0) return [];
  const rows = await reader
    .selectFrom('boundary')
    .select('school_id')
    .distinct()
    .where('campaign_id', '=', campaign)
    .where('street_id', '=', ({ fn, val }) => fn.any(val([...streets])))
    .execute();
  return rows.map(({ school_id: id }) => id);
}

/** Schools of other districts that have, or had, streets of this one in their lists. */
export async function findForeignSchools(reader: Reader, campaign: string, district: number): Promise<readonly string[]> {
  const rows = await reader
    .selectFrom('boundary as b')
    .innerJoin('street as t', 't.id', 'b.street_id')
    .innerJoin('school as s', 's.id', 'b.school_id')
    .select('b.school_id')
    .distinct()
    .where('b.campaign_id', '=', campaign)
    .where('t.district_id', '=', district)
    .where('s.district_id', '<>', district)
    .execute();
  return rows.map(({ school_id: id }) => id);
}

export type ChangeRow = VersionHead & {
  readonly district: number;
  readonly follows: number;
  readonly ground: string;
  readonly publishedBy: string;
  readonly gave: number;
  readonly took: number;
  readonly reviewId: string | null;
  readonly verdict: Verdict | null;
  readonly note: string | null;
  readonly reviewedAt: Date | null;
};

/** Whose changes are asked for, since the boundaries were fixed. */
export type ChangesOf = {
  readonly since: { readonly at: Date; readonly day: Day };
  readonly of: { readonly district: number } | { readonly schools: readonly string[] } | { readonly version: string } | 'everybody';
  /** Only those that touched a decision and that nobody has reviewed yet. */
  readonly openOnly?: boolean;
};

const changesAtMost = 2_000;

/**
 * Versions a hand has made: published, or begun, since the boundaries were fixed, or with a decision they touched whenever they were published. Those
 * that touched a decision and were not reviewed stand first, then those not reviewed, each the newest first.
 */
export function findChanges(reader: Reader, campaign: string, { since, of, openOnly = false }: ChangesOf): Promise<readonly ChangeRow[]> {
  const whose =
    of === 'everybody'
      ? sql`true`
      : 'district' in of
        ? sql`s.district_id = ${of.district}`
        : 'version' in of
          ? sql`v.id = ${of.version}`
          : sql`v.school_id = any(${of.schools}::uuid[])`;
  const changes = sql<ChangeRow>`(
    select v.id, v.school_id as school, s.district_id as district, v.number, v.follows, v.from_day as "fromDay", v.published_at as "publishedAt",
           v.published_by as "publishedBy", v.source, v.ground, f.gave, f.took,
           r.id as "reviewId", r.verdict, r.note, r.at as "reviewedAt"
    from boundary_version v
    join school s on s.id = v.school_id
    cross join lateral (select count(*) filter (where way = 'gave')::int as gave, count(*) filter (where way = 'took')::int as took
                        from boundary_flag where version_id = v.id) f
    left join lateral (select id, verdict, note, at from boundary_review where version_id = v.id order by id desc limit 1) r on true
    where v.campaign_id = ${campaign} and v.source <> 'seed' and ${whose}
      and (v.published_at >= ${since.at} or v.from_day >= ${since.day} or f.gave + f.took > 0)
      and (not ${openOnly} or (f.gave + f.took > 0 and r.verdict is null)))`;
  return reader
    .selectFrom(changes.as('c'))
    .selectAll('c')
    .orderBy(sql`c.verdict is null and c.gave + c.took > 0`, 'desc')
    .orderBy(sql`c.verdict is null`, 'desc')
    .orderBy('c.publishedAt', 'desc')
    .orderBy('c.id', 'desc')
    .limit(changesAtMost)
    .execute();
}

/** How many such versions each district has, how many nobody has reviewed, and how many of those touched a decision. */
export type ChangeCount = { readonly district: number; readonly changes: number; readonly open: number; readonly touched: number };

export function countChanges(reader: Reader, campaign: string, since: ChangesOf['since']): Promise<readonly ChangeCount[]> {
  const counts = sql<ChangeCount>`(
    select s.district_id as district, count(*)::int as changes,
           count(*) filter (where r.id is null)::int as open,
           count(*) filter (where r.id is null and f.flags > 0)::int as touched
    from boundary_version v
    join school s on s.id = v.school_id
    cross join lateral (select count(*)::int as flags from boundary_flag where version_id = v.id) f
    left join lateral (select id from boundary_review where version_id = v.id limit 1) r on true
    where v.campaign_id = ${campaign} and v.source <> 'seed'
      and (v.published_at >= ${since.at} or v.from_day >= ${since.day} or f.flags > 0)
    group by 1)`;
  return reader.selectFrom(counts.as('c')).selectAll('c').orderBy('c.district').execute();
}

export async function findDistrictNames(reader: Reader, districts: readonly number[]): Promise<ReadonlyMap<number, Named>> {
  if (districts.length === 0) return new Map();
  const rows = await reader
    .selectFrom('district')
    .select(['id', 'name'])
    .where('id', 'in', [...districts])
    .execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** How many children are known to live in a house. */
export type ChildrenIn = { readonly streetId: number; readonly house: string; readonly children: number };

/** How many children are known to live in each house of these streets. Nobody is named. */
export async function findChildrenOn(asSystem: Reader, country: string, streets: readonly number[]): Promise<readonly ChildrenIn[]> {
  if (streets.length === 0) return [];
  const houses = sql<ChildrenIn>`(
    select (p.address ->> 'streetId')::int as "streetId", p.address ->> 'house' as house, count(distinct l.child_id)::int as children
    from person p join family_link l on l.person_id = p.id and l.ended_at is null
    where p.country = ${country} and (p.address ->> 'streetId')::int = any(${streets}::int[])
    group by 1, 2)`;
  return asSystem.selectFrom(houses.as('h')).selectAll('h').execute();
}

/** The schools of versions. */
export async function findSchoolsOfVersions(reader: Reader, versions: readonly string[]): Promise<readonly string[]> {
  if (versions.length === 0) return [];
  const rows = await reader
    .selectFrom('boundary_version')
    .select('school_id')
    .distinct()
    .where('id', 'in', [...versions])
    .execute();
  return rows.map(({ school_id: id }) => id);
}
