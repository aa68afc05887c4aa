import { sql } from 'kysely';
import type { Office } from '#domain/access/office.ts';
import type { Reader, Tx } from '../db/transaction.ts';

export type AttemptRow = { readonly secrets_cipher: Buffer; readonly return_to: string; readonly language: string };

/** Remembers an attempt to sign in until it returns or expires; forgets those that expired. */
export async function insertAttempt(tx: Tx, stateHash: Buffer, attempt: AttemptRow, expiresAt: Date, now: Date): Promise<void> {
  await tx.deleteFrom('sign_in_attempt').where('expires_at', '<', now).execute();
  await tx
    .insertInto('sign_in_attempt')
    .values({ ...attempt, state_hash: stateHash, expires_at: expiresAt })
    .execute();
}

/** Takes an attempt out: it serves once. */
export async function takeAttempt(tx: Tx, stateHash: Buffer, now: Date): Promise<AttemptRow | null> {
  const row = await tx.deleteFrom('sign_in_attempt').where('state_hash', '=', stateHash).returningAll().executeTakeFirst();
  return row !== undefined && row.expires_at > now ? row : null;
}

export async function insertSession(
  tx: Tx,
  session: { tokenHash: Buffer; person: string; userAgent: string; now: Date; expiresAt: Date },
): Promise<void> {
  const { tokenHash, person, userAgent, now, expiresAt } = session;
  await tx
    .insertInto('session')
    .values({ token_hash: tokenHash, person_id: person, user_agent: userAgent, created_at: now, last_seen_at: now, expires_at: expiresAt })
    .execute();
}

export type SessionRow = {
  readonly person_id: string;
  readonly last_seen_at: Date;
  readonly expires_at: Date;
  readonly created_at: Date;
  readonly surname: string;
  readonly given: string;
  readonly patronymic: string | null;
  readonly offices: readonly Office[];
};

const officesOf = sql<readonly Office[]>`coalesce((
  select json_agg(json_strip_nulls(json_build_object('role', r.role, 'school', r.school_id, 'district', r.district_id)) order by r.id)
  from staff_role r where r.country = p.country and r.national_id_index = p.national_id_index and r.ended_at is null), '[]')`.as('offices');

/** A live session with its person's name. */
export function findSession(reader: Reader, tokenHash: Buffer, now: Date): Promise<SessionRow | undefined> {
  return reader
    .selectFrom('session as s')
    .innerJoin('person as p', 'p.id', 's.person_id')
    .select(['s.person_id', 's.last_seen_at', 's.expires_at', 's.created_at', 'p.surname', 'p.given', 'p.patronymic'])
    .select(officesOf)
    .where('s.token_hash', '=', tokenHash)
    .where('s.ended_at', 'is', null)
    .where('s.expires_at', '>', now)
    .executeTakeFirst();
}

/** Moves the end of silence on. */
export async function touchSession(tx: Tx, tokenHash: Buffer, now: Date, expiresAt: Date): Promise<void> {
  await tx.updateTable('session').set({ last_seen_at: now, expires_at: expiresAt }).where('token_hash', '=', tokenHash).execute();
}

/** Ends a session; the person whose it was, or `null` when it had ended. */
export async function endSession(tx: Tx, tokenHash: Buffer): Promise<string | null> {
  const row = await tx
    .updateTable('session')
    .set({ ended_at: sql<Date>`now()` })
    .where('token_hash', '=', tokenHash)
    .where('ended_at', 'is', null)
    .returning('person_id')
    .executeTakeFirst();
  return row?.person_id ?? null;
}
