import type { BoundaryLine, BoundarySource, BoundaryVersion } from '#domain/catchment/boundary-version.ts';
import type { Day } from '#domain/core/day.ts';
import type { Reader, Tx } from '../db/transaction.ts';

const versionColumns = [
  'id',
  'school_id as school',
  'number',
  'follows',
  'from_day as fromDay',
  'to_day as toDay',
  'source',
  'ground',
  'published_at as publishedAt',
  'published_by as publishedBy',
] as const;

/** Of each school the version in force on a day; a school without boundaries has none. */
export function findVersionsOn(reader: Reader, campaign: string, schools: readonly string[], on: Day): Promise<readonly BoundaryVersion[]> {
  if (schools.length === 0) return Promise.resolve([]);
  return reader
    .selectFrom('boundary_version')
    .select(versionColumns)
    .where('campaign_id', '=', campaign)
    .where('school_id', 'in', [...schools])
    .where('from_day', '<=', on)
    .where((where) => where.or([where('to_day', 'is', null), where('to_day', '>', on)]))
    .execute();
}

/** The versions of a school, the newest first. */
export function findVersions(reader: Reader, campaign: string, school: string, limit: number): Promise<readonly BoundaryVersion[]> {
  return reader
    .selectFrom('boundary_version')
    .select(versionColumns)
    .where('campaign_id', '=', campaign)
    .where('school_id', '=', school)
    .orderBy('number', 'desc')
    .limit(limit)
    .execute();
}

export function findVersion(reader: Reader, campaign: string, school: string, number: number): Promise<BoundaryVersion | undefined> {
  return reader
    .selectFrom('boundary_version')
    .select(versionColumns)
    .where('campaign_id', '=', campaign)
    .where('school_id', '=', school)
    .where('number', '=', number)
    .executeTakeFirst();
}

/** Versions that were published under these keys. */
export function findVersionsByKeys(
  reader: Reader,
  keys: readonly string[],
): Promise<readonly (BoundaryVersion & { readonly key: string })[]> {
  if (keys.length === 0) return Promise.resolve([]);
  return reader
    .selectFrom('boundary_version')
    .select([...versionColumns, 'key'])
    .where('key', 'in', [...keys])
    .execute();
}

/** The lines of versions, in the order they were written. */
export async function findLines(reader: Reader, versions: readonly string[]): Promise<ReadonlyMap<string, readonly BoundaryLine[]>> {
  if (versions.length === 0) return new Map();
  const rows = await reader
    .selectFrom('boundary')
    .select(['version_id', 'street_id as streetId', 'houses', 'range_habit as habit', 'act'])
    .where('version_id', 'in', [...versions])
    .orderBy('version_id')
    .orderBy('id')
    .execute();
  const found = new Map<string, BoundaryLine[]>();
  for (const { version_id: version, ...line } of rows) found.set(version, [...(found.get(version) ?? []), line]);
  return found;
}

/** Takes the schools for this transaction, in one order for everybody; answers those that exist. */
export async function lockSchools(tx: Tx, schools: readonly string[]): Promise<ReadonlySet<string>> {
  if (schools.length === 0) return new Set();
  const rows = await tx
    .selectFrom('school')
    .select('id')
    .where('id', 'in', [...schools])
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
  return new Set(rows.map(({ id }) => id));
}

/** Which of these streets are known. */
export async function findKnownStreets(reader: Reader, streets: readonly number[]): Promise<ReadonlySet<number>> {
  if (streets.length === 0) return new Set();
  const rows = await reader
    .selectFrom('street')
    .select('id')
    .where('id', 'in', [...streets])
    .execute();
  return new Set(rows.map(({ id }) => id));
}

/** Of each school the highest number so far, and the day the next version after `from` begins. */
export async function findNumbers(
  reader: Reader,
  campaign: string,
  schools: readonly string[],
  from: Day,
): Promise<ReadonlyMap<string, { readonly number: number; readonly nextFrom: Day | null }>> {
  if (schools.length === 0) return new Map();
  const rows = await reader
    .selectFrom('boundary_version')
    .select(({ fn }) => [
      'school_id',
      fn.max<number>('number').as('number'),
      // A version that ended on the day it began was never in force.
      fn
        .min<Day | null>('from_day')
        .filterWhere('from_day', '>', from)
        .filterWhere((where) => where.or([where('to_day', 'is', null), where('to_day', '>', where.ref('from_day'))]))
        .as('nextFrom'),
    ])
    .where('campaign_id', '=', campaign)
    .where('school_id', 'in', [...schools])
    .groupBy('school_id')
    .execute();
  return new Map(rows.map(({ school_id, number, nextFrom }) => [school_id, { number, nextFrom }]));
}

/** Ends what is in force on `from` at these schools. */
export async function closeBoundaries(tx: Tx, campaign: string, schools: readonly string[], from: Day): Promise<void> {
  if (schools.length === 0) return;
  await tx
    .updateTable('boundary_version')
    .set({ to_day: from })
    .where('campaign_id', '=', campaign)
    .where('school_id', 'in', [...schools])
    .where('from_day', '<=', from)
    .where((where) => where.or([where('to_day', 'is', null), where('to_day', '>', from)]))
    .execute();
  await tx
    .updateTable('boundary')
    .set({ valid_to: from })
    .where('campaign_id', '=', campaign)
    .where('school_id', 'in', [...schools])
    .where('valid_from', '<=', from)
    .where((where) => where.or([where('valid_to', 'is', null), where('valid_to', '>', from)]))
    .execute();
}

export type VersionWritten = {
  readonly campaign: string;
  readonly school: string;
  readonly number: number;
  readonly follows: number;
  readonly fromDay: Day;
  readonly toDay: Day | null;
  readonly at: Date;
  readonly by: string;
  readonly source: BoundarySource;
  readonly ground: string;
  readonly key: string;
  readonly lines: readonly BoundaryLine[];
};

/** Writes versions with their lines. */
export async function insertVersions(tx: Tx, versions: readonly VersionWritten[]): Promise<readonly BoundaryVersion[]> {
  if (versions.length === 0) return [];
  const written = await tx
    .insertInto('boundary_version')
    .values(
      versions.map(({ campaign, school, number, follows, fromDay, toDay, at, by, source, ground, key }) => ({
        campaign_id: campaign,
        school_id: school,
        number,
        follows,
        from_day: fromDay,
        to_day: toDay,
        published_at: at,
        published_by: by,
        source,
        ground,
        key,
      })),
    )
    .returning(versionColumns)
    .execute();
  const idOf = new Map(written.map(({ id, school }) => [school, id]));
  const rows = versions.flatMap(({ campaign, school, fromDay, toDay, lines }) =>
    lines.map(({ streetId, houses, habit, act }) => ({
      campaign_id: campaign,
      school_id: school,
      street_id: streetId,
      houses,
      range_habit: habit,
      act: JSON.stringify(act),
      version_id: idOf.get(school) as string,
      valid_from: fromDay,
      valid_to: toDay,
    })),
  );
  for (let start = 0; start < rows.length; start += 1000)
    await tx
      .insertInto('boundary')
      .values(rows.slice(start, start + 1000))
      .execute();
  return written;
}

/** How many decisions rested on these versions: children who hold, wait for or were refused a place by them. */
export async function countDecidedOn(reader: Reader, versions: readonly string[]): Promise<number> {
  if (versions.length === 0) return 0;
  const row = await reader
    .selectFrom('arrival')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('version_id', 'in', [...versions])
    .executeTakeFirstOrThrow();
  return Number(row.count);
}
