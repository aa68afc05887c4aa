import { sql } from 'kysely';
import type { ImportHead } from '#domain/catchment/import-head.ts';
import type { Reader, Tx } from '../db/transaction.ts';

/** The id of the file that was sent by a key. */
export async function findByKey(reader: Reader, key: string): Promise<string | null> {
  return (await reader.selectFrom('boundary_import').select('id').where('key', '=', key).executeTakeFirst())?.id ?? null;
}

export async function findHead(reader: Reader, id: string): Promise<ImportHead | null> {
  return (await reader.selectFrom('boundary_import').select('head').where('id', '=', id).executeTakeFirst())?.head ?? null;
}

export async function keepHead(tx: Tx, id: string, head: ImportHead): Promise<void> {
  await tx
    .updateTable('boundary_import')
    .set({ head: JSON.stringify(head), opened: 0, opened_at: null })
    .where('id', '=', id)
    .execute();
}

/** The bytes of a file as they were sent; null when they were erased. */
export async function findBytes(reader: Reader, id: string): Promise<Buffer | null> {
  return (await reader.selectFrom('boundary_import').select('content').where('id', '=', id).executeTakeFirst())?.content ?? null;
}

/** What is read of a file: its head, or all of it for a reading that was asked for. */
export type Of = { readonly turn: number } | 'head';

/** Whoever reads a file and was not heard of for so long is gone. */
const silentSeconds = 20;

/**
 * Counts that a file is about to be opened, before it is; how often that is now without an end. `busy` when somebody has it open, null when there
 * is nothing to be read.
 */
export async function noteOpened(tx: Tx, id: string, of: Of): Promise<number | 'busy' | null> {
  const row = await tx
    .selectFrom('boundary_import')
    .select([
      'state',
      'turn',
      'erased_at',
      'opened',
      sql<boolean>`opened > 0 and opened_at > now() - make_interval(secs => ${silentSeconds})`.as('busy'),
    ])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined || row.erased_at !== null) return null;
  if (of === 'head' ? row.state !== 'columns' : row.state !== 'reading' || row.turn !== of.turn) return null;
  if (row.busy) return 'busy';
  await tx
    .updateTable('boundary_import')
    .set({ opened: row.opened + 1, opened_at: sql`now()` })
    .where('id', '=', id)
    .execute();
  return row.opened + 1;
}

/** Whoever reads a file is there. */
export async function noteAlive(tx: Tx, id: string): Promise<void> {
  await tx
    .updateTable('boundary_import')
    .set({ opened_at: sql`now()` })
    .where('id', '=', id)
    .execute();
}

/** Has a reading looked after in a while: somebody else has the file open. */
export async function askLater(tx: Tx, id: string, turn: number): Promise<void> {
  await sql`select graphile_worker.add_job('boundary_import', json_build_object('import', ${id}::uuid, 'turn', ${turn}::int),
    queue_name := 'boundary_files', run_at := now() + make_interval(secs => ${silentSeconds + 1}), job_key := ${`boundary_import:${id}:later`})`.execute(
    tx,
  );
}

/** What was opened has ended in order: it may be opened again. */
export async function noteClosed(tx: Tx, id: string): Promise<void> {
  await tx.updateTable('boundary_import').set({ opened: 0, opened_at: null }).where('id', '=', id).execute();
}

/** Whoever read a file is gone, and did not end in order: that it was opened counts. */
export async function noteGone(tx: Tx, id: string): Promise<void> {
  await tx.updateTable('boundary_import').set({ opened_at: null }).where('id', '=', id).execute();
}

/** A file that cannot be read is said so, unless something newer was asked of it; it is never opened again. */
export async function noteRefused(tx: Tx, id: string, because: string, of: Of): Promise<void> {
  await tx
    .updateTable('boundary_import')
    .set({ state: 'failed', refused: because })
    .where('id', '=', id)
    .where((eb) => (of === 'head' ? eb('state', '=', 'columns') : eb.and([eb('turn', '=', of.turn), eb('state', '=', 'reading')])))
    .execute();
}

/** Erases the bytes of a file. One that was not published goes whole, with what was found in it and said of it. */
export async function eraseFile(tx: Tx, id: string, isWhole: boolean, at: Date): Promise<void> {
  if (isWhole) {
    await tx.deleteFrom('boundary_import_finding').where('import_id', '=', id).execute();
    await tx.deleteFrom('boundary_import_choice').where('import_id', '=', id).execute();
  }
  await tx
    .updateTable('boundary_import')
    .set(({ eb }) => ({
      ...{ content: null, head: null, erased_at: at },
      ...(isWhole && { state: 'deleted' as const, summary: null, turn: eb('turn', '+', 1) }),
    }))
    .where('id', '=', id)
    .execute();
}

/** Files sent before a moment whose bytes are still kept, the oldest first. */
export function findKept(
  reader: Reader,
  sentBefore: Date,
  limit: number,
): Promise<readonly { readonly id: string; readonly campaign: string; readonly sentAt: Date; readonly publishedAt: Date | null }[]> {
  return reader
    .selectFrom('boundary_import')
    .select(['id', 'campaign_id as campaign', 'sent_at as sentAt', 'published_at as publishedAt'])
    .where('erased_at', 'is', null)
    .where('sent_at', '<', sentBefore)
    .where((eb) => eb.or([eb('published_at', 'is', null), eb('published_at', '<', sentBefore)]))
    .orderBy(sql`sent_at`)
    .limit(limit)
    .execute();
}
