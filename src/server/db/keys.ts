import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { NationalId } from '#domain/core/national-id.ts';
import type { Database } from './connect.ts';
import { transact, type Tx } from './transaction.ts';

/**
 * Keeps national ids and documents unreadable in the database. Envelope: the master key (configuration) wraps data keys (table `data_key`),
 * a data key encrypts the value with AES-256-GCM. A keyed blind index finds a value without reading it.
 */
export type KeyRing = {
  /** Encrypts `plain`; `context` (table and column) is bound to the ciphertext, so that a value cannot be moved elsewhere. */
  seal(plain: string, context: string): Buffer;
  /** Decrypts; throws when the ciphertext was tampered with or belongs to another context. */
  open(cipher: Buffer, context: string): string;
  /** As `seal`, for the bytes of a file. */
  sealBytes(plain: Uint8Array, context: string): Buffer;
  /** As `open`, for the bytes of a file. */
  openBytes(cipher: Buffer, context: string): Buffer;
  /** Learns of keys that were made since; one just made seals nothing before every process knows it. */
  refresh(): Promise<void>;
  /** 32 bytes that are equal for equal values of one kind and tell nothing without the key. */
  index(value: string, kind: string): Buffer;
};

/** Opens the ring, making the first data keys where there are none. `masterKey` is 32 bytes in base64. */
export async function openKeyRing(database: Database, masterKey: string): Promise<KeyRing> {
  const master = Buffer.from(masterKey, 'base64');
  await transact(database, 'system', async (tx) => {
    await takeKeyTurn(tx);
    for (const purpose of ['record', 'blind_index'] as const) await makeFirstKey(tx, master, purpose);
  });
  const held: Held = { records: new Map(), sealing: 0, indexKey: Buffer.alloc(0) };
  const refresh = () => learn(database, master, held);
  await refresh();
  return ring(held, refresh);
}

/** How long a new key waits before it seals: every process has learnt of it by then. */
const settledAfterSeconds = 30;

/** The keys a process holds. They stay in memory: another master key in the database changes nothing for who has them. */
type Held = { readonly records: Map<number, KeyObject>; sealing: number; indexKey: Buffer };

async function learn(database: Database, master: Buffer, held: Held): Promise<void> {
  const rows = await transact(database, 'system', (tx) =>
    tx
      .selectFrom('data_key')
      .select(['id', 'purpose', 'wrapped', 'retired_at'])
      .select(sql<boolean>`created_at < now() - make_interval(secs => ${settledAfterSeconds})`.as('settled'))
      .orderBy('id')
      .execute(),
  );
  for (const { id, purpose, wrapped } of rows) {
    if (purpose === 'blind_index' && held.indexKey.length === 0) held.indexKey = unwrap(master, wrapped, purpose);
    if (purpose === 'record' && !held.records.has(id)) held.records.set(id, createSecretKey(unwrap(master, wrapped, purpose)));
  }
  const records = rows.filter(({ purpose }) => purpose === 'record');
  const inUse = records.findLast(({ retired_at: retired, settled }) => retired === null && settled);
  // A new one that others may not know yet seals nothing: the one before it does, though it is retired. The very first is everybody's.
  const before = records.findLast(({ settled }) => settled) ?? records[0];
  held.sealing = (inUse ?? before)?.id ?? 0;
}

/** Whoever makes or changes keys does so one after the other. */
export async function takeKeyTurn(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('mektep.data_key'))`.execute(tx);
}

/** The blind index of a national id: equal ids of one country give equal bytes, in every table. */
export function nationalIdIndex(keys: KeyRing, country: string, id: NationalId): Buffer {
  return keys.index(`${country}:${id}`, 'national_id');
}

function ring(held: Held, refresh: () => Promise<void>): KeyRing {
  const { records } = held;
  const sealBytes = (plain: Uint8Array, context: string) => {
    const newest = held.sealing;
    const head = Buffer.alloc(3);
    head.writeUInt8(formatVersion, 0);
    head.writeUInt16BE(newest, 1);
    return Buffer.concat([head, encrypt(records.get(newest) as KeyObject, plain, Buffer.concat([head, Buffer.from(context)]))]);
  };
  const openBytes = (cipher: Buffer, context: string) => {
    const head = cipher.subarray(0, 3);
    const key = records.get(head.readUInt16BE(1));
    if (head.readUInt8(0) !== formatVersion || key === undefined) throw new Error(`sealed value of ${context} names an unknown key`);
    return decrypt(key, cipher.subarray(3), Buffer.concat([head, Buffer.from(context)]));
  };
  return {
    seal: (plain, context) => sealBytes(Buffer.from(plain, 'utf8'), context),
    open: (cipher, context) => openBytes(cipher, context).toString('utf8'),
    sealBytes,
    openBytes,
    refresh,
    index: (value, kind) => createHmac('sha256', held.indexKey).update(`${kind}\u0000${value}`).digest(),
  };
}

const formatVersion = 1;
const nonceBytes = 12;
const tagBytes = 16;

/** Which key sealed a value. */
export function keyOf(cipher: Buffer): number {
  return cipher.readUInt16BE(1);
}

async function makeFirstKey(tx: Tx, master: Buffer, purpose: 'record' | 'blind_index'): Promise<void> {
  const known = await tx.selectFrom('data_key').select('id').where('purpose', '=', purpose).limit(1).execute();
  if (known.length > 0) return;
  await tx
    .insertInto('data_key')
    .values({ purpose, wrapped: wrap(master, randomBytes(32), purpose), retired_at: null })
    .execute();
}

/** A key as the database keeps it. */
export function wrap(master: Buffer, key: Buffer, purpose: string): Buffer {
  return encrypt(wrappingKey(master), key, Buffer.from(`data_key ${purpose}`));
}

/** The key of a row. Throws when it was wrapped under another master key. */
export function unwrap(master: Buffer, wrapped: Buffer, purpose: string): Buffer {
  try {
    return decrypt(wrappingKey(master), wrapped, Buffer.from(`data_key ${purpose}`));
  } catch {
    throw new Error('MASTER_KEY does not open the data keys of this database: it is the key of another installation');
  }
}

function wrappingKey(master: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', master, Buffer.alloc(0), 'mektep data key wrapping', 32));
}

function encrypt(key: KeyObject | Buffer, plain: Uint8Array, bound: Buffer): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(bound);
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

function decrypt(key: KeyObject | Buffer, sealed: Buffer, bound: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes), { authTagLength: tagBytes })
    .setAAD(bound)
    .setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes));
  return Buffer.concat([decipher.update(sealed.subarray(nonceBytes + tagBytes)), decipher.final()]);
}
