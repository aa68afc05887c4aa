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
