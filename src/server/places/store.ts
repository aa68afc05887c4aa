import { sql } from 'kysely';
import type { Named } from '#domain/core/language.ts';
import type { PlaceLines, PlacePoint } from '#domain/places/places.ts';
import type { Reader, Tx } from '../db/transaction.ts';

/** Where some streets lie, as far as a file brought it. */
export function findStreetPlaces(
  reader: Reader,
  streets: readonly number[],
): Promise<readonly { readonly id: number; readonly lines: PlaceLines }[]> {
  if (streets.length === 0) return Promise.resolve([]);
  return reader
    .selectFrom('street_place')
    .select(['street_id as id', 'lines'])
    .where('street_id', 'in', [...streets])
    .execute();
}

export type SchoolPlaceRow = { readonly id: string; readonly name: Named; readonly longitude: number; readonly latitude: number };

/** Where the schools of the same district lie, itself among them. */
export function findSchoolPlaces(reader: Reader, school: string): Promise<readonly SchoolPlaceRow[]> {
  return reader
    .selectFrom('school_place as p')
    .innerJoin('school as s', 's.id', 'p.school_id')
    .innerJoin('school as own', 'own.district_id', 's.district_id')
    .select(['s.id', 's.name', 'p.longitude', 'p.latitude'])
    .where('own.id', '=', school)
    .execute();
}

/** Every street with its names and the code of its district, to be found by name. */
export function findStreetsNamed(
  reader: Reader,
): Promise<readonly { readonly id: number; readonly name: Named; readonly district: string }[]> {
  return reader
    .selectFrom('street as s')
    .innerJoin('district as d', 'd.id', 's.district_id')
    .select(['s.id', 's.name', 'd.code as district'])
    .execute();
}

export async function findSchoolCodes(reader: Reader, codes: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (codes.length === 0) return new Map();
  const rows = await reader
    .selectFrom('school')
    .select(['id', 'code'])
    .where('code', 'in', [...codes])
    .execute();
  return new Map(rows.map(({ id, code }) => [code, id]));
}

const rowsAtOnce = 500;

/** Enters where streets lie; a later file takes the place of an earlier one. */
export async function upsertStreetPlaces(
  tx: Tx,
  places: readonly { readonly id: number; readonly lines: PlaceLines; readonly middle: PlacePoint }[],
  source: string,
): Promise<void> {
  for (let start = 0; start < places.length; start += rowsAtOnce)
    await tx
      .insertInto('street_place')
      .values(
        places.slice(start, start + rowsAtOnce).map(({ id, lines, middle: [longitude, latitude] }) => ({
          ...{ street_id: id, lines: JSON.stringify(lines), longitude, latitude, source },
        })),
      )
      .onConflict((conflict) =>
        conflict.column('street_id').doUpdateSet(({ ref }) => ({
          lines: ref('excluded.lines'),
          longitude: ref('excluded.longitude'),
          latitude: ref('excluded.latitude'),
          source: ref('excluded.source'),
          entered_at: sql<Date>`now()`,
        })),
      )
      .execute();
}

export async function upsertSchoolPlaces(
  tx: Tx,
  places: readonly { readonly id: string; readonly point: PlacePoint }[],
  source: string,
): Promise<void> {
  for (let start = 0; start < places.length; start += rowsAtOnce)
    await tx
      .insertInto('school_place')
      .values(
        places
          .slice(start, start + rowsAtOnce)
          .map(({ id, point: [longitude, latitude] }) => ({ school_id: id, longitude, latitude, source })),
      )
      .onConflict((conflict) =>
        conflict.column('school_id').doUpdateSet(({ ref }) => ({
          longitude: ref('excluded.longitude'),
          latitude: ref('excluded.latitude'),
          source: ref('excluded.source'),
          entered_at: sql<Date>`now()`,
        })),
      )
      .execute();
}
