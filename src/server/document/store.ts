import { sql } from 'kysely';
import type { FileKind } from '#domain/document/acceptance.ts';
import type { KeyRing } from '../db/keys.ts';
import type { Reader, Tx } from '../db/transaction.ts';

const nameContext = 'document.name';

export type NewDocument = {
  readonly id: string;
  readonly person: string;
  readonly fileKind: FileKind;
  readonly bytes: number;
  readonly sha256: Buffer;
  readonly storageKey: string;
  readonly name: string;
  /** A scanner found nothing in it; false where there is none. */
  readonly isScanned: boolean;
};

/** Lets one transaction at a time attach files for a person, so that two cannot share the last file of the day. */
export async function lockFilesOf(tx: Tx, person: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`document of ${person}`}, 0))`.execute(tx);
}

export async function countFilesSince(reader: Reader, person: string, since: Date): Promise<number> {
  const { count } = await reader
    .selectFrom('document')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('person_id', '=', person)
    .where('created_at', '>', since)
    .executeTakeFirstOrThrow();
  return count;
}

export async function insertDocument(tx: Tx, keys: KeyRing, document: NewDocument, at: Date): Promise<void> {
  const { id, person, fileKind, bytes, sha256, storageKey, name, isScanned } = document;
  await tx
    .insertInto('document')
    .values({
      id,
      person_id: person,
      media_type: fileKind,
      bytes,
      sha256,
      storage_key: storageKey,
      name_cipher: keys.seal(name, nameContext),
      is_scanned: isScanned,
      created_at: at,
    })
    .execute();
}

/** A document the actor may see, with its name readable. */
export async function findDocument(reader: Reader, keys: KeyRing, id: string): Promise<NewDocument | null> {
  const row = await reader.selectFrom('document').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) return null;
  const { person_id: person, media_type: fileKind, bytes, sha256, storage_key: storageKey, is_scanned: isScanned } = row;
  return { id, person, fileKind, bytes, sha256, storageKey, name: keys.open(row.name_cipher, nameContext), isScanned };
}
