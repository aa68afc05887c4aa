import type { SchoolSeats } from '#domain/school/seats.ts';
import { type Findable, findIn, formsOf, soughtIn } from '#domain/search/find.ts';
import { isBesideSchoolName } from '#domain/search/schools.ts';
import { aged } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { read } from '../db/transaction.ts';
import { findPlacedSchools, type PlacedSchoolRow } from './store-seats.ts';

/** A school as a search finds it. */
export type SchoolFound = Pick<SchoolSeats, 'school'> & { readonly district: SchoolSeats['district']['name'] };

const schoolsAgeMs = 60_000;

/** Finds schools of a campaign by name, number or address, in either language and any form of the words; the best first. */
export function schoolFinder(database: Database, campaign: string): (query: string, limit: number) => Promise<readonly SchoolFound[]> {
  const schools = aged(schoolsAgeMs, async () =>
    (await read(database, 'system', (reader) => findPlacedSchools(reader, campaign))).map(findable),
  );
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
