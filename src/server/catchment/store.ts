import type { RangeHabit } from '#domain/catchment/range-side.ts';
import type { BoundaryAct } from '#domain/catchment/resolve.ts';
import type { Day } from '#domain/core/day.ts';
import type { Named } from '#domain/core/language.ts';
import type { Reader, Tx } from '../db/transaction.ts';

export type BoundaryRow = {
  readonly school_id: string;
  readonly street_id: number;
  readonly houses: string;
  readonly range_habit: RangeHabit;
  readonly act: BoundaryAct;
  readonly version_id: string;
};

/** The lines of every school's act about one street that are in force on a day. */
export function findBoundaries(reader: Reader, campaign: string, street: number, on: Day): Promise<readonly BoundaryRow[]> {
  return reader
    .selectFrom('boundary')
    .select(['school_id', 'street_id', 'houses', 'range_habit', 'act', 'version_id'])
    .where('campaign_id', '=', campaign)
    .where('street_id', '=', street)
    .where('valid_from', '<=', on)
    .where((where) => where.or([where('valid_to', 'is', null), where('valid_to', '>', on)]))
    .orderBy('id')
    .limit(500)
    .execute();
}

export type StreetRow = { readonly name: Named; readonly district: Named };

export function findStreet(reader: Reader, street: number): Promise<StreetRow | undefined> {
  return reader
    .selectFrom('street as s')
    .innerJoin('district as d', 'd.id', 's.district_id')
    .select(['s.name', 'd.name as district'])
    .where('s.id', '=', street)
    .executeTakeFirst();
}

export type StreetListed = { readonly id: number; readonly name: Named; readonly districtId: number; readonly district: Named };

/** Streets in the order of their keys, from the one after `last`. */
export function findStreetsAfter(reader: Reader, last: number, limit: number): Promise<readonly StreetListed[]> {
  return reader
    .selectFrom('street as s')
    .innerJoin('district as d', 'd.id', 's.district_id')
    .select(['s.id', 's.name', 'd.id as districtId', 'd.name as district'])
    .where('s.id', '>', last)
    .orderBy('s.id')
    .limit(limit)
    .execute();
}

export async function insertStreets(tx: Tx, streets: readonly { id: number; districtId: number; name: Named }[]): Promise<void> {
  const values = streets.map(({ id, districtId, name }) => ({ id, district_id: districtId, name: JSON.stringify(name) }));
  for (let start = 0; start < values.length; start += 1000) {
    await tx
      .insertInto('street')
      .values(values.slice(start, start + 1000))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}
