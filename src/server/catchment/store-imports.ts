import type { Named } from '#domain/core/language.ts';
import type { Day } from '#domain/core/day.ts';
import { sql } from 'kysely';
import type { Columns } from '#domain/catchment/import-table.ts';
import type { ImportChoice } from '#domain/catchment/import-choice.ts';
import type { ImportItems, ImportPart, ImportState, ImportSummary } from '#domain/catchment/import-view.ts';
import type { Reader, Tx } from '../db/transaction.ts';

/** A file on its way, without its bytes. */
export type ImportRow = {
  readonly id: string;
  readonly district: number;
  readonly fileName: string;
  readonly format: 'csv' | 'xlsx';
  readonly encoding: string | null;
  readonly sentBy: string;
  readonly sentAt: Date;
  readonly columns: Columns | null;
  readonly state: ImportState;
  readonly turn: number;
  readonly progress: number;
  readonly rows: number;
  readonly summary: ImportSummary | null;
  readonly fromDay: Day | null;
  readonly publishedAt: Date | null;
  /** Why it could not be read. */
  readonly refused: string | null;
  /** When its bytes were erased. */
  readonly erasedAt: Date | null;
};

const importColumns = [
  'id',
  'district_id as district',
  'file_name as fileName',
  'format',
  'encoding',
  'sent_by as sentBy',
  'sent_at as sentAt',
  'columns',
  'state',
  'turn',
  'progress',
  'rows',
  'summary',
  'from_day as fromDay',
  'published_at as publishedAt',
  'refused',
  'erased_at as erasedAt',
] as const;

export type ImportSent = {
  readonly campaign: string;
  readonly district: number;
  readonly key: string;
  readonly fileName: string;
  readonly format: 'csv' | 'xlsx';
  readonly encoding: string | null;
  readonly content: Buffer;
  readonly rows: number;
  readonly by: string;
  readonly at: Date;
};

/** Keeps a file; answers its id, and whether it is new: one key is one file. */
export async function insertImport(
  tx: Tx,
  sent: ImportSent,
): Promise<{ readonly id: string; readonly district: number; readonly isNew: boolean }> {
  const { campaign, district, fileName, format, encoding, content, by, at, ...rest } = sent;
  const row = await tx
    .insertInto('boundary_import')
    .values({
      ...{ ...rest, campaign_id: campaign, district_id: district, file_name: fileName, format, encoding, content },
      ...{ sent_by: by, sent_at: at, columns: null, state: 'columns', summary: null, from_day: null, published_at: null, effect_at: null },
    })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (row !== undefined) return { id: row.id, district, isNew: true };
  const known = await tx.selectFrom('boundary_import').select(['id', 'district_id']).where('key', '=', sent.key).executeTakeFirstOrThrow();
  return { id: known.id, district: known.district_id, isNew: false };
}

export function findImport(reader: Reader, campaign: string, id: string): Promise<ImportRow | undefined> {
  return reader
    .selectFrom('boundary_import')
    .select(importColumns)
    .where('campaign_id', '=', campaign)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** A file that nobody else may change until this transaction ends. */
export function lockImport(tx: Tx, id: string): Promise<ImportRow> {
  return tx.selectFrom('boundary_import').select(importColumns).where('id', '=', id).forUpdate().executeTakeFirstOrThrow();
}

export function findImports(reader: Reader, campaign: string, district: number, limit: number): Promise<readonly ImportRow[]> {
  return reader
    .selectFrom('boundary_import')
    .select(importColumns)
    .where('campaign_id', '=', campaign)
    .where('district_id', '=', district)
    .where('state', '!=', 'deleted')
    .orderBy('sent_at', 'desc')
    .limit(limit)
    .execute();
}

/** Asks the worker for a new reading of a file, in this transaction: what was asked for before is overtaken. Files are read one after the other. */
export async function askForReading(tx: Tx, id: string, columns: Columns | null): Promise<void> {
  const { turn } = await tx
    .updateTable('boundary_import')
    .set(({ eb }) => ({
      state: 'reading',
      progress: 0,
      turn: eb('turn', '+', 1),
      ...(columns !== null && { columns: JSON.stringify(columns) }),
    }))
    .where('id', '=', id)
    .returning('turn')
    .executeTakeFirstOrThrow();
  await sql`select graphile_worker.add_job('boundary_import', json_build_object('import', ${id}::uuid, 'turn', ${turn}::int),
    queue_name := 'boundary_files', job_key := ${`boundary_import:${id}`})`.execute(tx);
}

/** How far a reading is; whether it is still asked for. */
export async function noteProgress(tx: Tx, id: string, turn: number, progress: number): Promise<boolean> {
  const rows = await tx
    .updateTable('boundary_import')
    .set({ progress })
    .where('id', '=', id)
    .where('turn', '=', turn)
    .where('state', '=', 'reading')
    .returning('id')
    .execute();
  return rows.length > 0;
}

export async function noteState(
  tx: Tx,
  id: string,
  change: { readonly state: ImportState; readonly summary?: ImportSummary; readonly fromDay?: Day; readonly publishedAt?: Date },
): Promise<void> {
  const { state, summary, fromDay, publishedAt } = change;
  await tx
    .updateTable('boundary_import')
    .set({
      state,
      ...(summary !== undefined && { summary: JSON.stringify(summary) }),
      ...(fromDay !== undefined && { from_day: fromDay }),
      ...(publishedAt !== undefined && { published_at: publishedAt }),
    })
    .where('id', '=', id)
    .execute();
}

/** Notes that the journal knows who moves; whether it did not before. */
export async function noteEffect(tx: Tx, id: string, at: Date): Promise<boolean> {
  const rows = await tx
    .updateTable('boundary_import')
    .set({ effect_at: at })
    .where('id', '=', id)
    .where('effect_at', 'is', null)
    .returning('id')
    .execute();
  return rows.length > 0;
}

/** Asks the worker to write into the journal who moves. */
export async function askForEffect(tx: Tx, id: string): Promise<void> {
  await sql`select graphile_worker.add_job('boundary_effect', json_build_object('import', ${id}::uuid))`.execute(tx);
}

/** Writes what was found, in place of what was found before. */
export async function replaceFindings(
  tx: Tx,
  id: string,
  found: { readonly [Part in ImportPart]: readonly ImportItems[Part][] },
): Promise<void> {
  await tx.deleteFrom('boundary_import_finding').where('import_id', '=', id).execute();
  for (const [part, items] of Object.entries(found) as [ImportPart, readonly unknown[]][]) {
    for (let start = 0; start < items.length; start += itemsAtOnce) {
      const texts = items.slice(start, start + itemsAtOnce).map((item) => JSON.stringify(item));
      await sql`insert into boundary_import_finding (import_id, part, place, item)
        select ${id}::uuid, ${part}, ${start}::int + t.place::int, t.item::jsonb from unnest(${texts}::text[]) with ordinality as t(item, place)`.execute(
        tx,
      );
    }
  }
}

const itemsAtOnce = 5000;

/** A page of what was found of one part. */
export async function findItems<Part extends ImportPart>(
  reader: Reader,
  id: string,
  part: Part,
  { from, limit }: { readonly from: number; readonly limit: number },
): Promise<readonly ImportItems[Part][]> {
  const rows = await reader
    .selectFrom('boundary_import_finding')
    .select('item')
    .where('import_id', '=', id)
    .where('part', '=', part)
    .where('place', '>', from)
    .orderBy('place')
    .limit(limit)
    .execute();
  return rows.map(({ item }) => item as ImportItems[Part]);
}

export async function findChoices(reader: Reader, id: string): Promise<readonly ImportChoice[]> {
  return reader.selectFrom('boundary_import_choice').select(['kind', 'subject', 'choice']).where('import_id', '=', id).execute();
}

export async function upsertChoices(tx: Tx, id: string, choices: readonly ImportChoice[], by: string, at: Date): Promise<void> {
  if (choices.length === 0) return;
  await tx
    .insertInto('boundary_import_choice')
    .values(choices.map((choice) => ({ ...choice, import_id: id, chosen_by: by, chosen_at: at })))
    .onConflict((conflict) =>
      conflict.columns(['import_id', 'kind', 'subject']).doUpdateSet(({ ref }) => ({
        choice: ref('excluded.choice'),
        chosen_by: ref('excluded.chosen_by'),
        chosen_at: ref('excluded.chosen_at'),
      })),
    )
    .execute();
}

export type AliasRow = { readonly kind: 'school' | 'street'; readonly name_key: string; readonly target: string };

export function findAliases(reader: Reader, district: number): Promise<readonly AliasRow[]> {
  return reader
    .selectFrom('boundary_alias')
    .select(['kind', 'name_key', 'target'])
    .where('district_id', '=', district)
    .limit(100_000)
    .execute();
}

/** Remembers what names mean in a district; what was said last holds. */
export async function upsertAliases(tx: Tx, district: number, aliases: readonly AliasRow[], by: string, at: Date): Promise<void> {
  if (aliases.length === 0) return;
  await tx
    .insertInto('boundary_alias')
    .values(aliases.map((alias) => ({ ...alias, district_id: district, chosen_by: by, chosen_at: at })))
    .onConflict((conflict) =>
      conflict.columns(['district_id', 'kind', 'name_key']).doUpdateSet(({ ref }) => ({
        target: ref('excluded.target'),
        chosen_by: ref('excluded.chosen_by'),
        chosen_at: ref('excluded.chosen_at'),
      })),
    )
    .execute();
}

export type RegisterSchoolRow = { readonly id: string; readonly code: string; readonly number: number | null; readonly name: Named };
export type RegisterStreetRow = { readonly id: number; readonly name: Named };

/** The schools and streets of a district, as files may name them. */
export async function findRegister(
  reader: Reader,
  district: number,
): Promise<{ readonly schools: readonly RegisterSchoolRow[]; readonly streets: readonly RegisterStreetRow[] }> {
  const schools = await reader
    .selectFrom('school')
    .select(['id', 'code', 'number', 'name'])
    .where('district_id', '=', district)
    .orderBy('number')
    .orderBy('code')
    .execute();
  const streets = await reader.selectFrom('street').select(['id', 'name']).where('district_id', '=', district).orderBy('id').execute();
  return { schools, streets };
}
