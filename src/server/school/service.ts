import type { Day } from '#domain/core/day.ts';
import type { Language, Named } from '#domain/core/language.ts';
import type { SchoolView } from '#domain/core/school.ts';
import { splitQuota } from '#domain/quota/shares.ts';
import { isUuid } from '#domain/core/uuid.ts';
import { type Ages, usualAges } from '../ages.ts';
import { agedEach, type Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { openly, type Tx } from '../db/transaction.ts';
import {
  type DocumentRow,
  findDocument,
  findDocuments,
  findLanguages,
  findSchools,
  insertDistricts,
  insertDocuments,
  insertPools,
  insertSchools,
  type SchoolRow,
  type SchoolWritten,
} from './store.ts';
import { type SchoolFound, schoolFinder } from './service-find.ts';
import { type FreeSeats, freeSeatsOf, type LineLengths } from './service-seats.ts';

/** A school as everybody may see it, with the documents parents may read. KG25-17.6, KG25-20. */
export type SchoolCard = {
  readonly school: SchoolView;
  readonly district: Named;
  readonly director: string;
  readonly languages: readonly Language[];
  readonly documents: readonly { readonly id: string; readonly kind: DocumentRow['kind']; readonly title: Named; readonly adopted: Day }[];
};

export type SchoolDocument = DocumentRow & { readonly body: Named; readonly school: SchoolView };

export type SchoolService = {
  card(school: string): Promise<SchoolCard | null>;
  document(school: string, document: string): Promise<SchoolDocument | null>;
  /** Schools by id, for other services to name them. */
  views(ids: readonly string[]): Promise<ReadonlyMap<string, SchoolView>>;
  /** Every school with its free seats, at most a second old. */
  freeSeats(): Promise<FreeSeats>;
  /** Schools by name, number or address, as somebody types it. */
  find(query: string, limit: number): Promise<readonly SchoolFound[]>;
};

const schoolsAtMost = 20_000;

/** Schools of a campaign. Nothing here is personal, so no actor is needed. */
export function schoolService(
  database: Database,
  campaign: string,
  clock: Clock,
  line: LineLengths,
  ages: Ages = usualAges,
): SchoolService {
  const named = agedEach(ages.namesMs, schoolsAtMost, async (id: string) => (await findSchools(openly(database), [id]))[0]);
  return {
    freeSeats: freeSeatsOf(database, campaign, clock, line, ages),
    find: schoolFinder(database, campaign, ages),

    async card(school) {
      const reader = openly(database);
      const row = isUuid(school) ? await named(school) : undefined;
      if (row === undefined) return null;
      const [languages, documents] = await Promise.all([findLanguages(reader, campaign, school), findDocuments(reader, school)]);
      return { school: viewOf(row), district: row.district, director: row.director, languages, documents };
    },

    async document(school, document) {
      if (!isUuid(school) || !isUuid(document)) return null;
      const row = await named(school);
      const found = await findDocument(openly(database), school, document);
      return row === undefined || found === undefined ? null : { ...found, school: viewOf(row) };
    },

    async views(ids) {
      const rows = await Promise.all(ids.map(named));
      return new Map(rows.flatMap((row) => (row === undefined ? [] : [[row.id, viewOf(row)] as const])));
    },
  };
}

/** A district as the address bureau and the statistics office know it. */
export type District = {
  readonly id: number;
  readonly code: string;
  readonly name: Named;
  readonly region: Named;
  readonly regionId: number;
};

/** Enters districts; those already known stay as they are. */
export async function addDistricts(tx: Tx, districts: readonly District[]): Promise<void> {
  await insertDistricts(tx, districts);
}

export type SchoolEntered = SchoolWritten & {
  readonly seats: readonly { readonly grade: number; readonly language: Language; readonly seats: number }[];
  readonly documents: readonly (Omit<DocumentRow, 'id'> & { readonly body: Named })[];
};

/**
 * Enters schools with their seats in a campaign (the preferential share set apart by `sharePercent`) and their documents; answers their ids
 * by their codes. KG25-18.3.
 */
export async function addSchools(
  tx: Tx,
  campaign: string,
  sharePercent: number,
  schools: readonly SchoolEntered[],
): Promise<ReadonlyMap<string, string>> {
  const ids = await insertSchools(
    tx,
    schools.map(({ seats: _, documents: __, ...school }) => school),
  );
  const idOf = ({ code }: SchoolEntered) => ids.get(code) as string;
  await addPools(
    tx,
    campaign,
    sharePercent,
    schools.flatMap((school) => school.seats.map((seats) => ({ school: idOf(school), ...seats }))),
  );
  await insertDocuments(
    tx,
    schools.flatMap((school) => school.documents.map((document) => ({ school: idOf(school), ...document }))),
  );
  return ids;
}

/** Gives classes their first seats in a campaign, the preferential share set apart. KG25-18.3. */
export function addPools(
  tx: Tx,
  campaign: string,
  sharePercent: number,
  quotas: readonly { readonly school: string; readonly grade: number; readonly language: Language; readonly seats: number }[],
): Promise<void> {
  return insertPools(
    tx,
    quotas.map(({ seats, ...quota }) => ({ campaign, ...quota, ...splitQuota(seats, sharePercent) })),
  );
}

function viewOf({ id, number, name, address }: SchoolRow): SchoolView {
  return { id, number, name, address };
}
