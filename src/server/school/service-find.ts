import type { SchoolSeats } from '#domain/school/seats.ts';
import { type Findable, findIn, formsOf, soughtIn } from '#domain/search/find.ts';
import { isBesideSchoolName } from '#domain/search/schools.ts';
import type { Ages } from '../ages.ts';
import { aged } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { read } from '../db/transaction.ts';
import { findPlacedSchools, type PlacedSchoolRow } from './store-seats.ts';

/** A school as a search finds it. */
export type SchoolFound = Pick<SchoolSeats, 'school'> & { readonly district: SchoolSeats['district']['name'] };

/**
 * Finds schools of a campaign by name, number or address, in either language and any form of the words; the best first. The list is read
 * once a minute; only the words of a school that is new or written otherwise are stemmed anew.
 */
export function schoolFinder(
  database: Database,
  campaign: string,
  ages: Pick<Ages, 'namesMs'>,
): (query: string, limit: number) => Promise<readonly SchoolFound[]> {
  let known: ReadonlyMap<string, Findable<SchoolFound>> = new Map();
  const schools = aged(ages.namesMs, async () => {
    const rows = await read(database, 'system', (reader) => findPlacedSchools(reader, campaign));
    known = new Map(rows.map((row) => [JSON.stringify(row), row] as const).map(([key, row]) => [key, known.get(key) ?? findable(row)]));
    return [...known.values()];
  });
  return async (query, limit) => {
    const { found, near } = findIn(await schools(), soughtIn(query, isBesideSchoolName));
    return near ? [] : found.slice(0, limit).map(({ item }) => item);
  };
}

function findable({ id, number, name, address, districtName }: PlacedSchoolRow): Findable<SchoolFound> {
  return {
    item: { school: { id, number, name, address }, district: districtName },
    title: formsOf(...Object.values(name), String(number ?? '')),
    body: formsOf(...Object.values(address), ...Object.values(districtName)),
  };
}
