import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type pg from 'pg';

export type Migration = { readonly name: string; readonly sql: string; readonly sha256: string };

/** How a database stands to the files of a program. */
export type MigrationState = {
  /** Files that were not applied. */
  readonly pending: readonly string[];
  /** Applied files that read otherwise now. */
  readonly changed: readonly string[];
  /** Applied ones that the program has no file of: it is older than the database. */
  readonly ahead: readonly string[];
};

/** The SQL files of a folder in the order of their names, each with its hash. */
export async function readMigrationFiles(folder: string): Promise<readonly Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(path.join(folder, name), 'utf8');
      return { name, sql, sha256: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

/** What was applied to a database, by the names of the files; nothing where it was never migrated. */
export async function appliedMigrations(client: Pick<pg.Client, 'query'>): Promise<ReadonlyMap<string, string>> {
  const known = await client.query<{ exists: boolean }>(`select to_regclass('migration') is not null as exists`);
  if (known.rows[0]?.exists !== true) return new Map();
  const { rows } = await client.query<{ name: string; sha256: string }>('select name, sha256 from migration order by name');
  return new Map(rows.map(({ name, sha256 }) => [name, sha256]));
}

/** Holds the files of a program against what was applied. */
export function compareMigrations(files: readonly Migration[], applied: ReadonlyMap<string, string>): MigrationState {
  const now = new Map(files.map(({ name, sha256 }) => [name, sha256]));
  return {
    pending: files.filter(({ name }) => !applied.has(name)).map(({ name }) => name),
    changed: [...applied].filter(([name, sha256]) => now.has(name) && now.get(name) !== sha256).map(([name]) => name),
    ahead: [...applied.keys()].filter((name) => !now.has(name)),
  };
}
