import { sql } from 'kysely';
import type { Reader, Tx } from '../db/transaction.ts';

/** Whether a return with this state was good before. */
export async function isUsedUp(reader: Reader, stateHash: Buffer): Promise<boolean> {
  const row = await reader.selectFrom('sign_in_return').select('state_hash').where('state_hash', '=', stateHash).executeTakeFirst();
  return row !== undefined;
}

/** Uses an attempt up: it serves once. Forgets those whose time is over anyway. */
export async function useUp(tx: Tx, used: { readonly stateHash: Buffer; readonly expiresAt: Date }, now: Date): Promise<boolean> {
  await tx.deleteFrom('sign_in_return').where('expires_at', '<', now).execute();
  const row = await tx
    .insertInto('sign_in_return')
    .values({ state_hash: used.stateHash, expires_at: used.expiresAt })
    .onConflict((conflict) => conflict.doNothing())
    .returning('state_hash')
    .executeTakeFirst();
  return row !== undefined;
}

export type BegunSession = {
  readonly tokenHash: Buffer;
  readonly person: string;
  readonly userAgent: string;
  readonly now: Date;
  readonly expiresAt: Date;
  readonly logoutHint: Buffer | null;
};

export async function insertSession(tx: Tx, session: BegunSession): Promise<void> {
  const { tokenHash, person, userAgent, now, expiresAt, logoutHint } = session;
  await tx
    .insertInto('session')
    .values({
      token_hash: tokenHash,
      person_id: person,
      user_agent: userAgent,
      created_at: now,
      last_seen_at: now,
      expires_at: expiresAt,
      logout_hint_cipher: logoutHint,
    })
    .execute();
}

/** Ends what a person has more than so many live sessions, those unused for longest; their ids. */
export async function endBeyond(tx: Tx, person: string, atMost: number, at: Date): Promise<readonly string[]> {
  const rows = await tx
    .updateTable('session')
    .set({ ended_at: at, end_reason: 'too_many', logout_hint_cipher: null })
    .where('id', 'in', (query) =>
      query
        .selectFrom('session')
        .select('id')
        .where('person_id', '=', person)
        .where('ended_at', 'is', null)
        .where('expires_at', '>', at)
        .orderBy('last_seen_at', 'desc')
        .orderBy('id', 'desc')
        .offset(atMost),
    )
    .returning('id')
    .execute();
  return rows.map(({ id }) => id);
}

const deadKept = 50;

/** Forgets a person's sessions that ended long before others of hers: what one person writes by signing in again and again stays small. */
export async function forgetDead(tx: Tx, person: string, at: Date): Promise<void> {
  const dead = sql<boolean>`(ended_at is not null or expires_at <= ${at})`;
  await tx
    .deleteFrom('session')
    .where('id', 'in', (query) =>
      query
        .selectFrom('session')
        .select('id')
        .where('person_id', '=', person)
        .where(dead)
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .offset(deadKept),
    )
    .execute();
}
