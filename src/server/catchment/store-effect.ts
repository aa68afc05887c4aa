import { sql } from 'kysely';
import type { AddressOf } from '#domain/catchment/moves.ts';
import type { Day } from '#domain/core/day.ts';
import type { Reader, Tx } from '../db/transaction.ts';
import type { BoundaryRow } from './store.ts';

/** Whose addresses are asked about: of one district, of some streets, or everybody's. */
export type AddressScope = { readonly district: number } | { readonly streets: readonly number[] } | 'everybody';

/**
 * The registered addresses of the families known here, street by street, with their children's ids: an address that two parents share counts
 * once. Reads through a cursor, so that a whole country fits in the memory of a batch.
 */
export async function* addressesByStreet(tx: Tx, country: string, scope: AddressScope): AsyncGenerator<readonly AddressOf[]> {
  const where =
    scope === 'everybody'
      ? sql`true`
      : 'district' in scope
        ? sql`(p.address ->> 'streetId')::int in (select id from street where district_id = ${scope.district})`
        : sql`(p.address ->> 'streetId')::int = any(${scope.streets}::int[])`;
  // A whole country is sorted before the first row comes.
  await sql`set local statement_timeout = '120s'`.execute(tx);
  await sql`declare address_of no scroll cursor for
    select (p.address ->> 'streetId')::int as "streetId", p.address ->> 'house' as house, array_agg(distinct l.child_id) as children
    from person p join family_link l on l.person_id = p.id and l.ended_at is null
    where p.country = ${country} and p.address ->> 'streetId' is not null and ${where}
    group by 1, 2 order by 1`.execute(tx);
  for (;;) {
    const { rows } = await sql<AddressOf>`fetch 10000 from address_of`.execute(tx);
    if (rows.length > 0) yield rows;
    if (rows.length < 10_000) break;
  }
  await sql`close address_of`.execute(tx);
}

/** What is in force on these streets on a day, by street. */
export async function boundariesOn(
  reader: Reader,
  campaign: string,
  streets: readonly number[],
  on: Day,
): Promise<ReadonlyMap<number, readonly BoundaryRow[]>> {
  if (streets.length === 0) return new Map();
  const rows = await reader
    .selectFrom('boundary')
    .select(['school_id', 'street_id', 'houses', 'range_habit', 'act'])
    .where('campaign_id', '=', campaign)
    .where('street_id', '=', ({ fn, val }) => fn.any(val([...streets])))
    .where('valid_from', '<=', on)
    .where((where) => where.or([where('valid_to', 'is', null), where('valid_to', '>', on)]))
    .orderBy('id')
    .execute();
  return Map.groupBy(rows, ({ street_id }) => street_id);
}
