import { CompiledQuery, type Transaction } from 'kysely';
import type { ReadonlyKysely } from 'kysely/readonly';
import type { Database } from './connect.ts';
import { actorStatement } from './round-trips.ts';
import type { Tables } from './tables.ts';

/** A transaction that may write. */
export type Tx = Transaction<Tables>;
/** A transaction seen by those who only read. */
export type Reader = ReadonlyKysely<Tables>;

/** Who acts: a signed-in person, or a named part of the system. Row-level security lets each see its own. */
export type Actor = `person:${string}` | 'register' | 'worker' | 'sign_in' | 'registry' | 'system';

/** Runs `work` in one transaction as `actor`; commits when it returns, rolls back when it throws. */
export function transact<T>(database: Database, actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
  return database.kysely.transaction().execute(async (tx) => {
    await tx.executeQuery(CompiledQuery.raw(actorStatement, [actor]));
    return work(tx);
  });
}

/** Runs `work` as `actor` on one consistent snapshot and refuses every write. */
export function read<T>(database: Database, actor: Actor, work: (reader: Reader) => Promise<T>): Promise<T> {
  return database.kysely
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (tx) => {
      await tx.executeQuery(CompiledQuery.raw(actorStatement, [actor]));
      return work(readerOf(tx));
    });
}

/** Reads what is nobody's: one statement at a time, as nobody. Row-level security shows nothing personal. */
export function openly(database: Database): Reader {
  return database.kysely as unknown as Reader;
}

/** A writing transaction as those see it who only read: what it has written so far is there. */
export function readerOf(tx: Tx): Reader {
  return tx as unknown as Reader;
}
