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
  const rows = await reader
    .selectFrom('pool')
    .select('language')
    .distinct()
    .where('campaign_id', '=', campaign)
    .where('school_id', '=', school)
    .orderBy('language')
    .execute();
  return rows.map((row) => row.language);
}

export type DocumentRow = { readonly id: string; readonly kind: 'charter' | 'local_act'; readonly title: Named; readonly adopted: Day };

export function findDocuments(reader: Reader, school: string): Promise<readonly DocumentRow[]> {
  return reader
    .selectFrom('school_document')
    .select(['id', 'kind', 'title', 'adopted'])
    .where('school_id', '=', school)
    .orderBy('kind')
    .orderBy('adopted')
    .limit(100)
    .execute();
}

export function findDocument(
  reader: Reader,
  school: string,
  document: string,
): Promise<(DocumentRow & { readonly body: Named }) | undefined> {
  return reader
    .selectFrom('school_document')
    .select(['id', 'kind', 'title', 'adopted', 'body'])
    .where('school_id', '=', school)
    .where('id', '=', document)
    .executeTakeFirst();
}

export type SchoolWritten = Omit<SchoolRow, 'id' | 'district'> & {
  readonly code: string;
  readonly districtId: number;
  readonly kind: string;
};

/** Answers the ids by the schools' codes. */
export async function insertSchools(tx: Tx, schools: readonly SchoolWritten[]): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  const values = schools.map(({ name, address, districtId, code, number, kind, director }) => ({
    ...{ code, number, kind, director, district_id: districtId },
    name: JSON.stringify(name),
    address: JSON.stringify(address),
  }));
  for (const part of inParts(values)) {
    const rows = await tx.insertInto('school').values(part).returning(['id', 'code']).execute();
    for (const { id, code } of rows) ids.set(code, id);
  }
  return ids;
}

export type DocumentWritten = Omit<DocumentRow, 'id'> & { readonly school: string; readonly body: Named };

export async function insertDocuments(tx: Tx, documents: readonly DocumentWritten[]): Promise<void> {
  const values = documents.map(({ school, kind, title, body, adopted }) => ({
    ...{ school_id: school, kind, adopted },
    title: JSON.stringify(title),
    body: JSON.stringify(body),
  }));
  for (const part of inParts(values)) await tx.insertInto('school_document').values(part).execute();
}

export type DistrictWritten = {
  readonly id: number;
  readonly code: string;
  readonly name: Named;
  readonly region: Named;
  readonly regionId: number;
};

export async function insertDistricts(tx: Tx, districts: readonly DistrictWritten[]): Promise<void> {
  const values = districts.map(({ id, code, name, region, regionId }) => ({
    ...{ id, code, region_id: regionId },
    name: JSON.stringify(name),
    region: JSON.stringify(region),
  }));
  for (const part of inParts(values)) {
    await tx
      .insertInto('district')
      .values(part)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

/** Gives schools their seats of a grade and language in a campaign, both shares. */
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
  for (const part of inParts(rows)) await tx.insertInto('pool').values(part).execute();
}

const rowsAtOnce = 1000;

function* inParts<Row>(rows: readonly Row[]): Generator<readonly Row[]> {
  for (let start = 0; start < rows.length; start += rowsAtOnce) yield rows.slice(start, start + rowsAtOnce);
}
