import type { Begins } from '#domain/catchment/in-force.ts';
import type { BoundaryLine } from '#domain/catchment/boundary-version.ts';
import type { Reader } from '../db/transaction.ts';
import type { PublicationWritten } from '../journal/decided.ts';

/** A publication with its place among the arrivals. */
export type PublicationKept = PublicationWritten & { readonly batch: number };

/** Every publication that has a number, in order. */
export function findAllPublications(reader: Reader, campaign: string): Promise<readonly PublicationKept[]> {
  return reader
    .selectFrom('boundary_change')
    .select(['seq', 'batch', 'version_id as version', 'school_id as school', 'actor', 'published_at as publishedAt'])
    .where('campaign_id', '=', campaign)
    .orderBy('seq')
    .execute();
}

/** A version of a school's boundaries; those without a number stood before the first arrival. */
export type VersionKept = Begins & { readonly id: string; readonly school: string; readonly seq: number | null };

/** Every version there is. */
export function findAllVersions(reader: Reader, campaign: string): Promise<readonly VersionKept[]> {
  return reader
    .selectFrom('boundary_version as v')
    .leftJoin('boundary_change as c', 'c.version_id', 'v.id')
    .select(['v.id', 'v.school_id as school', 'v.number', 'v.from_day as fromDay', 'c.seq'])
    .where('v.campaign_id', '=', campaign)
    .execute();
}

/** What every version says of one street. */
export function findLinesOfStreet(
  reader: Reader,
  campaign: string,
  street: number,
): Promise<readonly (BoundaryLine & { readonly version: string })[]> {
  return reader
    .selectFrom('boundary')
    .select(['version_id as version', 'street_id as streetId', 'houses', 'range_habit as habit', 'act'])
    .where('campaign_id', '=', campaign)
    .where('street_id', '=', street)
    .orderBy('id')
    .execute();
}
