import { sql } from 'kysely';
import type { RangeHabit } from '#domain/catchment/range-side.ts';
import type { AddressOf } from '#domain/catchment/moves.ts';
import type { Day } from '#domain/core/day.ts';
import type { Reader, Tx } from '../db/transaction.ts';

/** Whose addresses are asked about: of one district, of some streets, or everybody's. */
export type AddressScope = { readonly district: number } | { readonly streets: readonly number[] } | 'everybody';

const addressesAtOnce = 20_000;

/**
 * The registered addresses of the families known here, street by street, with their children's ids. Reads through a cursor, so that a whole
 * country fits in the memory of a batch; the next batch comes while this one is decided.
 */
export async function* addressesByStreet(tx: Tx, country: string, scope: AddressScope): AsyncGenerator<readonly AddressOf[]> {
  // A whole country is sorted before the first row comes.
  await sql`set local statement_timeout = '120s'`.execute(tx);
  await sql`set local work_mem = '64MB'`.execute(tx);
  await sql`declare address_of no scroll cursor for
    select (p.address ->> 'streetId')::int as "streetId", p.address ->> 'house' as house, array_agg(l.child_id) as children
    from person p join family_link l on l.person_id = p.id and l.ended_at is null
    where p.country = ${country} and p.address ->> 'streetId' is not null and ${inScope(scope)}
    group by 1, 2 order by 1`.execute(tx);
  const fetch = () => sql<AddressOf>`fetch ${sql.lit(addressesAtOnce)} from address_of`.execute(tx);
  for (let coming = fetch(); ;) {
    const { rows } = await coming;
    const isLast = rows.length < addressesAtOnce;
    if (!isLast) coming = fetch();
    // Two parents of one address are one household.
    if (rows.length > 0) yield rows.map((row) => (row.children.length === 1 ? row : { ...row, children: [...new Set(row.children)] }));
    if (isLast) break;
  }
  await sql`close address_of`.execute(tx);
}

function inScope(scope: AddressScope) {
  if (scope === 'everybody') return sql`true`;
  if ('district' in scope) return sql`(p.address ->> 'streetId')::int in (select id from street where district_id = ${scope.district})`;
  return sql`(p.address ->> 'streetId')::int = any(${scope.streets}::int[])`;
}

/** A line that is in force on one of two days, or on both. */
export type LineAround = {
  readonly school_id: string;
  readonly street_id: number;
  readonly houses: string;
  readonly range_habit: RangeHabit;
  readonly is_before: boolean;
  readonly is_after: boolean;
};

/** What is in force on these streets on either of two days, by street. */
export async function boundariesAround(
  reader: Reader,
  campaign: string,
  streets: readonly number[],
  before: Day,
  after: Day,
): Promise<ReadonlyMap<number, readonly LineAround[]>> {
  if (streets.length === 0) return new Map();
  const inForce = (on: Day) => sql<boolean>`(valid_from <= ${on}::date and (valid_to is null or valid_to > ${on}::date))`;
  const rows = await reader
    .selectFrom('boundary')
    .select(['school_id', 'street_id', 'houses', 'range_habit', inForce(before).as('is_before'), inForce(after).as('is_after')])
    .where('campaign_id', '=', campaign)
    .where('street_id', '=', ({ fn, val }) => fn.any(val([...streets])))
    .where((where) => where.or([inForce(before), inForce(after)]))
    .orderBy('id')
    .execute();
  return Map.groupBy(rows, ({ street_id }) => street_id);
}
