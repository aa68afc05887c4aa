import type { Reader, Tx } from '../db/transaction.ts';

const shownAtMost = 50;

/** A person's live sessions, the last seen first. */
export function findOwnSessions(reader: Reader, person: string, now: Date) {
  return reader
    .selectFrom('session')
    .select(['id', 'token_hash', 'user_agent', 'created_at', 'last_seen_at'])
    .where('person_id', '=', person)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .orderBy('last_seen_at', 'desc')
    .limit(shownAtMost)
    .execute();
}

/** Ends a session of this person; whether it was one and lived. */
export async function endOwnSession(tx: Tx, person: string, session: string, at: Date): Promise<boolean> {
  const row = await tx
    .updateTable('session')
    .set({ ended_at: at, end_reason: 'elsewhere', logout_hint_cipher: null })
    .where('id', '=', session)
    .where('person_id', '=', person)
    .where('ended_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Ends every session of this person but one; the ids of those that lived. */
export async function endOtherSessions(tx: Tx, person: string, kept: Buffer, at: Date): Promise<readonly string[]> {
  const rows = await tx
    .updateTable('session')
    .set({ ended_at: at, end_reason: 'elsewhere', logout_hint_cipher: null })
    .where('person_id', '=', person)
    .where('token_hash', '<>', kept)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', at)
    .returning('id')
    .execute();
  return rows.map(({ id }) => id);
}
