import { sql } from 'kysely';
import type { Database } from './connect.ts';

/** Refuses to serve with a role that could change the tables or see past row-level security. Throws with what to do. */
export async function refuseOwner(database: Database): Promise<void> {
  const { rows } = await sql<{ name: string; powerful: boolean; owner: boolean }>`
    select current_user as name, r.rolsuper or r.rolbypassrls or r.rolcreaterole as powerful,
           exists (select 1 from pg_class c where c.relname = 'journal' and pg_has_role(current_user, c.relowner, 'member')) as owner
    from pg_roles r where r.rolname = current_user`.execute(database.kysely);
  const role = rows[0];
  if (role === undefined || role.powerful || role.owner) {
    throw new Error(
      `DATABASE_URL: the role ${role?.name ?? ''} may change tables or see past row-level security; use the application role (mektep_app)`,
    );
  }
}

/** Whether a connection of the register's kind can be opened and sees its register: the pool may be well while no connection is left for it. */
export async function canTakeTurn(database: Database, campaign: string): Promise<boolean> {
  const client = await database.open({ silentAtMostMs: 2_000, settings: { 'mektep.actor': 'register' } });
  try {
    const { rowCount } = await client.query('select from register where campaign_id = $1', [campaign]);
    return rowCount === 1;
  } finally {
    await client.end();
  }
}

/** The database's own clock, milliseconds since 1970. */
export async function databaseClockMs(database: Database): Promise<number> {
  const { rows } = await sql<{ ms: number }>`select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms`.execute(database.kysely);
  return rows[0]?.ms ?? Number.NaN;
}
