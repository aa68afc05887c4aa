import type { PoolSeats, SchoolSeats } from '#domain/school/seats.ts';
import { type Ages, usualAges } from '../ages.ts';
import { aged, type Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { openly } from '../db/transaction.ts';
import { findGeneralSeats, findPlacedSchools, type PlacedSchoolRow, type SeatsRow } from './store-seats.ts';

/** Schools with their free seats as they were at `at` on the campaign's clock. What is shown as free is decided again by the register. */
export type FreeSeats = { readonly at: Date; readonly schools: readonly SchoolSeats[] };

/** How many stand in line for each pool. */
export type LineLengths = { lengths(): Promise<ReadonlyMap<number, number>> };

/** Reads the free seats of a campaign, at most once a second however many ask; schools and their names once a minute. */
export function freeSeatsOf(
  database: Database,
  campaign: string,
  clock: Clock,
  line: LineLengths,
  ages: Pick<Ages, 'seatsMs' | 'namesMs'> = usualAges,
): () => Promise<FreeSeats> {
  const schools = aged(ages.namesMs, () => findPlacedSchools(openly(database), campaign));
  return aged(ages.seatsMs, async () => {
    const at = new Date(clock.now());
    const [rows, lengths] = await Promise.all([findGeneralSeats(openly(database), campaign), line.lengths()]);
    return { at, schools: withSeats(await schools(), rows, lengths) };
  });
}

function withSeats(
  schools: readonly PlacedSchoolRow[],
  rows: readonly SeatsRow[],
  lengths: ReadonlyMap<number, number>,
): readonly SchoolSeats[] {
  const pools = new Map<string, PoolSeats[]>();
  for (const { school, pool, grade, language, capacity, over_quota, taken } of rows) {
    const own = pools.get(school) ?? [];
    const free = capacity + over_quota - taken;
    own.push({ id: pool, grade, language, free, capacity, overQuota: over_quota, inLine: lengths.get(pool) ?? 0 });
    pools.set(school, own);
  }
  return schools.map(({ id, number, name, address, district, districtName, region, regionName }) => ({
    school: { id, number, name, address },
    region: { key: String(region), name: regionName },
    district: { key: String(district), name: districtName },
    pools: pools.get(id) ?? [],
  }));
}
