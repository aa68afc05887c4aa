import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { append } from '../journal/store.ts';
import type { Database } from './connect.ts';
import { type KeyRing, keyOf, takeKeyTurn, unwrap, wrap } from './keys.ts';
import { transact, type Tx } from './transaction.ts';

/** A data key as whoever looks after them sees it. */
export type KeySeen = {
  readonly id: number;
  readonly purpose: 'record' | 'blind_index';
  readonly madeAt: Date;
  readonly retiredAt: Date | null;
};

/** Every place where a sealed value is kept, by table, key and column. Files of a document stay under the key they were written with. */
const sealedColumns = [
  { table: 'person', key: 'id', column: 'national_id_cipher' },
  { table: 'person', key: 'id', column: 'passport_cipher' },
  { table: 'child', key: 'id', column: 'national_id_cipher' },
  { table: 'child', key: 'id', column: 'certificate_cipher' },
  { table: 'guardianship', key: 'id', column: 'child_national_id_cipher' },
  { table: 'document', key: 'id', column: 'name_cipher' },
] as const;

const rowsAtOnce = 500;

export function dataKeys(database: Database): Promise<readonly KeySeen[]> {
  return transact(database, 'system', (tx) =>
    tx.selectFrom('data_key').select(['id', 'purpose', 'created_at as madeAt', 'retired_at as retiredAt']).orderBy('id').execute(),
  );
}

/** Makes a new data key for records and retires the others: they seal nothing more, and still open what they sealed. Answers its id. */
export function rotateDataKey(
  database: Database,
  masterKey: string,
  hand: { readonly by: string; readonly ground: string },
): Promise<number> {
  const master = Buffer.from(masterKey, 'base64');
  return transact(database, 'system', async (tx) => {
    await takeKeyTurn(tx);
    await requireOpens(tx, master);
    await tx
      .updateTable('data_key')
      .set({ retired_at: sql<Date>`now()` })
      .where('purpose', '=', 'record')
      .where('retired_at', 'is', null)
      .execute();
    const { id } = await tx
      .insertInto('data_key')
      .values({ purpose: 'record', wrapped: wrap(master, randomBytes(32), 'record'), retired_at: null })
      .returning('id')
      .executeTakeFirstOrThrow();
    await note(tx, 'keys.rotated', { key: id, ...hand });
    return id;
  });
}

/** Wraps every data key anew under another master key, all of them or none. Processes that run hold their keys and go on. */
export function rewrapDataKeys(
  database: Database,
  { from, to }: { readonly from: string; readonly to: string },
  hand: { readonly by: string; readonly ground: string },
): Promise<number> {
  const [old, next] = [Buffer.from(from, 'base64'), Buffer.from(to, 'base64')];
  return transact(database, 'system', async (tx) => {
    await takeKeyTurn(tx);
    const rows = await tx.selectFrom('data_key').select(['id', 'purpose', 'wrapped']).execute();
    for (const { id, purpose, wrapped } of rows) {
      const anew = wrap(next, unwrap(old, wrapped, purpose), purpose);
      await tx.updateTable('data_key').set({ wrapped: anew }).where('id', '=', id).execute();
    }
    await note(tx, 'keys.rewrapped', { keys: rows.length, ...hand });
    return rows.length;
  });
}

/**
 * Seals anew what was sealed with a retired key, a few hundred values at a time beside the pages; a value that changes meanwhile is left to whoever
 * changed it. Answers how many; nothing when it is done.
 */
export async function resealValues(database: Database, keys: KeyRing, progress: (line: string) => void): Promise<number> {
  const retired = new Set((await dataKeys(database)).filter(({ retiredAt }) => retiredAt !== null).map(({ id }) => id));
  let total = 0;
  for (const place of sealedColumns) {
    let [after, count]: [string, number] = ['00000000-0000-0000-0000-000000000000', 0];
    for (;;) {
      const rows = await transact(database, 'system', (tx) => findSealed(tx, place, after));
      for (const { id, cipher } of rows.filter((row) => retired.has(keyOf(row.cipher)))) {
        const anew = keys.sealBytes(keys.openBytes(cipher, contextOf(place)), contextOf(place));
        if (retired.has(keyOf(anew))) throw new Error('the new key is not in use yet: wait half a minute and repeat');
        count += await transact(database, 'system', (tx) => replaceSealed(tx, place, id, cipher, anew));
      }
      const last = rows.at(-1);
      if (last === undefined) break;
      after = last.id;
    }
    if (count > 0) progress(`${place.table}.${place.column}: ${count} sealed anew`);
    total += count;
  }
  return total;
}

type Place = (typeof sealedColumns)[number];

async function findSealed(
  tx: Tx,
  { table, column }: Place,
  after: string,
): Promise<readonly { readonly id: string; readonly cipher: Buffer }[]> {
  const { rows } = await sql<{ id: string; cipher: Buffer }>`
    select id::text, ${sql.ref(column)} as cipher from ${sql.table(table)}
    where id > ${after}::uuid and ${sql.ref(column)} is not null order by id limit ${rowsAtOnce}`.execute(tx);
  return rows;
}

async function replaceSealed(tx: Tx, { table, column }: Place, id: string, was: Buffer, anew: Buffer): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    update ${sql.table(table)} set ${sql.ref(column)} = ${anew} where id = ${id}::uuid and ${sql.ref(column)} = ${was}`.execute(tx);
  return Number(numAffectedRows);
}

async function requireOpens(tx: Tx, master: Buffer): Promise<void> {
  const rows = await tx.selectFrom('data_key').select(['purpose', 'wrapped']).execute();
  for (const { purpose, wrapped } of rows) unwrap(master, wrapped, purpose);
}

function note(tx: Tx, act: string, detail: Readonly<Record<string, unknown>>): Promise<void> {
  return append(tx, [{ at: new Date(), actor: 'system', act, campaign: null, subject: null, detail }]);
}

/** What a value is bound to: its table and column. */
function contextOf({ table, column }: Place): string {
  return `${table}.${column.replace(/_cipher$/, '')}`;
}
