import type { Day } from '#domain/core/day.ts';
import type { Language, Named } from '#domain/core/language.ts';
import type { Reader, Tx } from '../db/transaction.ts';

export type SchoolRow = {
  readonly id: string;
  readonly number: number | null;
  readonly name: Named;
  readonly address: Named;
  readonly director: string;
  readonly district: Named;
};

export function findSchools(reader: Reader, ids: readonly string[]): Promise<readonly SchoolRow[]> {
  return reader
    .selectFrom('school as s')
    .innerJoin('district as d', 'd.id', 's.district_id')
    .select(['s.id', 's.number', 's.name', 's.address', 's.director', 'd.name as district'])
    .where('s.id', 'in', [...ids])
    .execute();
}

export async function findLanguages(reader: Reader, campaign: string, school: string): Promise<readonly Language[]> {
  const rows = await reader.selectFrom('pool').select('language').distinct().where('campaign_id', '=', campaign).where('school_id', '=', school).orderBy('language').execute();
  return rows.map((row) => row.language);
}

export type DocumentRow = { readonly id: string; readonly kind: 'charter' | 'local_act'; readonly title: Named; readonly adopted: Day };

export function findDocuments(reader: Reader, school: string): Promise<readonly DocumentRow[]> {
  return reader.selectFrom('school_document').select(['id', 'kind', 'title', 'adopted']).where('school_id', '=', school).orderBy('kind').orderBy('adopted').limit(100).execute();
}

export function findDocument(reader: Reader, school: string, document: string): Promise<(DocumentRow & { readonly body: Named }) | undefined> {
  return reader
    .selectFrom('school_document')
    .select(['id', 'kind', 'title', 'adopted', 'body'])
    .where('school_id', '=', school)
    .where('id', '=', document)
    .executeTakeFirst();
}

export type SchoolWritten = Omit<SchoolRow, 'id' | 'district'> & { readonly code: string; readonly districtId: number; readonly kind: string };

export async function insertSchool(tx: Tx, school: SchoolWritten): Promise<string> {
  const { name, address, districtId, ...rest } = school;
  const row = await tx
    .insertInto('school')
    .values({ ...rest, district_id: districtId, name: JSON.stringify(name), address: JSON.stringify(address) })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

export async function insertDocument(tx: Tx, school: string, document: Omit<DocumentRow, 'id'> & { readonly body: Named }): Promise<void> {
  const { kind, title, body, adopted } = document;
  await tx.insertInto('school_document').values({ school_id: school, kind, adopted, title: JSON.stringify(title), body: JSON.stringify(body) }).execute();
}

export async function insertDistrict(tx: Tx, district: { readonly id: number; readonly code: string; readonly name: Named; readonly region: Named }): Promise<void> {
  const { id, code, name, region } = district;
  await tx
    .insertInto('district')
    .values({ id, code, name: JSON.stringify(name), region: JSON.stringify(region) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Gives a school its seats of one grade and language in a campaign, both shares. */
export async function insertPools(
  tx: Tx,
  pools: readonly { campaign: string; school: string; grade: number; language: Language; general: number; preference: number }[],
): Promise<void> {
  const rows = pools.flatMap(({ campaign, school, grade, language, general, preference }) => {
    const pool = { campaign_id: campaign, school_id: school, grade, language };
    return [
      { ...pool, kind: 'general' as const, capacity: general },
      { ...pool, kind: 'preference' as const, capacity: preference },
    ];
  });
  await tx.insertInto('pool').values(rows).execute();
}
