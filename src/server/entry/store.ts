import { sql } from 'kysely';
import type { Language, Named } from '#domain/core/language.ts';
import type { Reader, Tx } from '../db/transaction.ts';

export type DistrictRow = {
  readonly id: number;
  readonly code: string;
  readonly name: Named;
  readonly region: Named;
  readonly region_id: number;
};
export type StreetRow = { readonly id: number; readonly district_id: number; readonly name: Named };
export type SchoolRow = {
  readonly id: string;
  readonly code: string;
  readonly district_id: number;
  readonly number: number | null;
  readonly kind: string;
  readonly name: Named;
  readonly address: Named;
  readonly director: string;
};
export type QuotaRow = { readonly school_id: string; readonly grade: number; readonly language: Language; readonly seats: number };

/** Whoever enters lists does so one after the other. */
export async function takeEntryTurn(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('mektep.entry'))`.execute(tx);
}

export function findDistricts(reader: Reader): Promise<readonly DistrictRow[]> {
  return reader.selectFrom('district').select(['id', 'code', 'name', 'region', 'region_id']).execute();
}

export function findStreets(reader: Reader, ids: readonly number[]): Promise<readonly StreetRow[]> {
  return reader
    .selectFrom('street')
    .select(['id', 'district_id', 'name'])
    .where(sql<boolean>`id = any(${ids}::int[])`)
    .execute();
}

export function findSchools(reader: Reader): Promise<readonly SchoolRow[]> {
  return reader.selectFrom('school').select(['id', 'code', 'district_id', 'number', 'kind', 'name', 'address', 'director']).execute();
}

/** The seats of every class of a campaign, both shares together. */
export async function findQuotas(reader: Reader, campaign: string): Promise<readonly QuotaRow[]> {
  return reader
    .selectFrom('pool')
    .select(['school_id', 'grade', 'language', (eb) => eb.cast<number>(eb.fn.sum('capacity'), 'integer').as('seats')])
    .where('campaign_id', '=', campaign)
    .groupBy(['school_id', 'grade', 'language'])
    .execute();
}

/** The schools that have a list of boundaries in a campaign. */
export async function findBounded(reader: Reader, campaign: string): Promise<ReadonlySet<string>> {
  const rows = await reader.selectFrom('boundary_version').select('school_id').distinct().where('campaign_id', '=', campaign).execute();
  return new Set(rows.map((row) => row.school_id));
}

/** Sets what may change of a school that is there: how it is called, where it lies, who directs it. */
export async function updateSchool(tx: Tx, { code, ...school }: Omit<SchoolRow, 'id'>): Promise<void> {
  await tx
    .updateTable('school')
    .set({ ...school, name: JSON.stringify(school.name), address: JSON.stringify(school.address) })
    .where('code', '=', code)
    .execute();
}

/** How much of everything there is: what an installation still lacks. */
export async function countEverything(
  reader: Reader,
): Promise<
  Readonly<Record<'campaigns' | 'districts' | 'streets' | 'schools' | 'pools' | 'boundaries' | 'ministry' | 'directors', number>>
> {
  const { rows } = await sql<
    Record<'campaigns' | 'districts' | 'streets' | 'schools' | 'pools' | 'boundaries' | 'ministry' | 'directors', number>
  >`
    select (select count(*) from campaign)::int as campaigns, (select count(*) from district)::int as districts,
           (select count(*) from street)::int as streets, (select count(*) from school)::int as schools,
           (select count(*) from pool where campaign_id = (select id from campaign order by published_at desc limit 1))::int as pools,
           (select count(distinct school_id) from boundary_version
             where campaign_id = (select id from campaign order by published_at desc limit 1))::int as boundaries,
           (select count(*) from staff_role where role = 'ministry' and ended_at is null)::int as ministry,
           (select count(*) from staff_role where role = 'director' and ended_at is null)::int as directors`.execute(
    reader as unknown as Tx,
  );
  return rows[0] as never;
}
