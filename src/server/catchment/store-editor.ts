import { sql } from 'kysely';
import type { LineOfSchool } from '#domain/catchment/boundary-conflicts.ts';
import type { Day } from '#domain/core/day.ts';
import type { Named } from '#domain/core/language.ts';
import type { PersonName } from '#domain/core/person-name.ts';
import type { Reader, Tx } from '../db/transaction.ts';

/** A street of a school that somebody has begun to change. */
export type DraftRow = {
  readonly streetId: number;
  /** `null` takes the street out. */
  readonly houses: string | null;
  readonly before: string | null;
  readonly changedAt: Date;
  readonly changedBy: string;
};

export function findDrafts(reader: Reader, campaign: string, school: string): Promise<readonly DraftRow[]> {
  return reader
    .selectFrom('boundary_draft')
    .select(['street_id as streetId', 'houses', 'before', 'changed_at as changedAt', 'changed_by as changedBy'])
    .where('campaign_id', '=', campaign)
    .where('school_id', '=', school)
    .orderBy('changed_at')
    .orderBy('street_id')
    .execute();
}

/**
 * Keeps a street's change if what was seen of it still stands: `seen` is when that was kept, `null` where nothing was. `false` when somebody has
 * kept something else meanwhile: then nothing is written.
 */
export async function upsertDraft(tx: Tx, campaign: string, school: string, draft: DraftRow, seen: Date | null): Promise<boolean> {
  const changed = { houses: draft.houses, changed_at: draft.changedAt, changed_by: draft.changedBy };
  const row = await tx
    .insertInto('boundary_draft')
    .values({ campaign_id: campaign, school_id: school, street_id: draft.streetId, before: draft.before, ...changed })
    .onConflict((conflict) =>
      conflict
        .columns(['campaign_id', 'school_id', 'street_id'])
        .doUpdateSet(changed)
        .where((where) =>
          seen === null ? where.lit(false) : where(sql`date_trunc('milliseconds', boundary_draft.changed_at)`, '=', seen),
        ),
    )
    .returning('street_id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Forgets what was begun of a street if what was seen of it still stands; `false` when somebody has kept something else meanwhile. */
export async function deleteDraft(tx: Tx, campaign: string, school: string, street: number, seen: Date | null): Promise<boolean> {
  const own = tx.selectFrom('boundary_draft').select('changed_at').where('campaign_id', '=', campaign).where('school_id', '=', school);
  const row = await own.where('street_id', '=', street).forUpdate().executeTakeFirst();
  if (row === undefined) return true;
  if (row.changed_at.getTime() !== seen?.getTime()) return false;
  await tx
    .deleteFrom('boundary_draft')
    .where('campaign_id', '=', campaign)
    .where('school_id', '=', school)
    .where('street_id', '=', street)
    .execute();
  return true;
}

/** Forgets everything that was begun of a school. */
export async function deleteDrafts(tx: Tx, campaign: string, school: string): Promise<void> {
  await tx.deleteFrom('boundary_draft').where('campaign_id', '=', campaign).where('school_id', '=', school).execute();
}

/** Forgets what was begun of a school until a time: what was begun later was not in what was published. */
export async function deleteDraftsUntil(tx: Tx, campaign: string, school: string, until: Date): Promise<void> {
  await tx
    .deleteFrom('boundary_draft')
    .where('campaign_id', '=', campaign)
    .where('school_id', '=', school)
    .where('changed_at', '<=', until)
    .execute();
}

/** The lines of every school on these streets that are in force on a day. */
export function findLinesOnStreets(
  reader: Reader,
  campaign: string,
  streets: readonly number[],
  on: Day,
): Promise<readonly LineOfSchool[]> {
  if (streets.length === 0) return Promise.resolve([]);
  return reader
    .selectFrom('boundary')
    .select(['school_id as school', 'street_id as streetId', 'houses', 'range_habit as habit'])
    .where('campaign_id', '=', campaign)
    .where('street_id', 'in', [...streets])
    .where('valid_from', '<=', on)
    .where((where) => where.or([where('valid_to', 'is', null), where('valid_to', '>', on)]))
    .orderBy('id')
    .execute();
}

export type NamedStreet = { readonly id: number; readonly name: Named; readonly districtId: number };

export async function findStreetNames(reader: Reader, streets: readonly number[]): Promise<ReadonlyMap<number, NamedStreet>> {
  if (streets.length === 0) return new Map();
  const rows = await reader
    .selectFrom('street')
    .select(['id', 'name', 'district_id as districtId'])
    .where('id', 'in', [...streets])
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

export function findStreetsOfDistrict(reader: Reader, district: number): Promise<readonly NamedStreet[]> {
  return reader
    .selectFrom('street')
    .select(['id', 'name', 'district_id as districtId'])
    .where('district_id', '=', district)
    .orderBy('id')
    .limit(20_000)
    .execute();
}

/** What those are called who acted on boundaries, by their actor. Seen by those whose office the boundaries are. */
export async function findActorNames(reader: Reader, actors: readonly string[]): Promise<ReadonlyMap<string, PersonName>> {
  const persons = [...new Set(actors.flatMap((actor) => (actor.startsWith('person:') ? [actor.slice('person:'.length)] : [])))];
  if (persons.length === 0) return new Map();
  const rows = await reader.selectFrom('person').select(['id', 'surname', 'given', 'patronymic']).where('id', 'in', persons).execute();
  return new Map(rows.map(({ id, ...name }) => [`person:${id}`, name]));
}

/** How many streets each of these schools has in force on a day. */
export async function countStreets(
  reader: Reader,
  campaign: string,
  schools: readonly string[],
  on: Day,
): Promise<ReadonlyMap<string, number>> {
  if (schools.length === 0) return new Map();
  const rows = await reader
    .selectFrom('boundary')
    .select(({ fn }) => ['school_id', fn.count<number>('street_id').distinct().as('streets')])
    .where('campaign_id', '=', campaign)
    .where('school_id', 'in', [...schools])
    .where('valid_from', '<=', on)
    .where((where) => where.or([where('valid_to', 'is', null), where('valid_to', '>', on)]))
    .groupBy('school_id')
    .execute();
  return new Map(rows.map(({ school_id, streets }) => [school_id, Number(streets)]));
}
