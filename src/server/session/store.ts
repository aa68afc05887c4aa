import { type Selectable, sql } from 'kysely';
import type { Office } from '#domain/access/office.ts';
import type { Tables } from '../db/tables.ts';
import type { Reader, Tx } from '../db/transaction.ts';

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

/** Why a session ended, as its holder is told: signed out, ended from another device, one too many, signed in anew, or long unused. */
export type WhyEnded = NonNullable<Selectable<Tables['session']>['end_reason']> | 'silence';

/** A session that ended, and whose it was; `null` for one that lives. One that ended in an older version ended by signing out. */
export async function findEnded(
  reader: Reader,
  tokenHash: Buffer,
  now: Date,
): Promise<{ readonly person: string; readonly why: WhyEnded } | null> {
  const row = await reader
    .selectFrom('session')
    .select(['person_id', 'ended_at', 'expires_at', 'end_reason'])
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst();
  if (row === undefined || (row.ended_at === null && row.expires_at > now)) return null;
  return { person: row.person_id, why: row.ended_at === null ? 'silence' : (row.end_reason ?? 'signed_out') };
}

/** Whose these sessions are, by the hash as Latin-1 text, whether they live or not. */
export async function findHolders(reader: Reader, tokenHashes: readonly Buffer[]): Promise<ReadonlyMap<string, string>> {
  const rows = await reader
    .selectFrom('session')
    .select(['token_hash', 'person_id'])
    .where('token_hash', '=', sql<Buffer>`any(${tokenHashes})`)
    .execute();
  return new Map(rows.map(({ token_hash, person_id }) => [token_hash.toString('latin1'), person_id]));
}

/** Ends a session; whose it was, or `null` when it had ended. What the provider called its own session is forgotten. */
export async function endSession(
  tx: Tx,
  tokenHash: Buffer,
  why: WhyEnded & ('signed_out' | 'signed_in_anew'),
  at: Date,
): Promise<{ readonly person: string; readonly hint: Buffer | null } | null> {
  const row = await tx
    .with('old', (query) => query.selectFrom('session').select(['token_hash', 'logout_hint_cipher']).where('token_hash', '=', tokenHash))
    .updateTable('session as s')
    .from('old')
    .set({ ended_at: at, end_reason: why, logout_hint_cipher: null })
    .whereRef('s.token_hash', '=', 'old.token_hash')
    .where('s.ended_at', 'is', null)
    .where('s.expires_at', '>', at)
    .returning(['s.person_id', 'old.logout_hint_cipher as hint'])
    .executeTakeFirst();
  return row === undefined ? null : { person: row.person_id, hint: row.hint };
}
