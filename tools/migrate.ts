import { Logger, runMigrations } from 'graphile-worker';
import type { Client } from 'pg';
import {
  appliedMigrations,
  compareMigrations,
  type Migration,
  type MigrationState,
  readMigrationFiles,
} from '#server/db/migration-state.ts';
import { withClient } from './postgres/bootstrap.ts';
import { inProject } from './project.ts';
import { errorCode, Trouble } from './trouble.ts';

export type MigrateOptions = {
  readonly log: (line: string) => void;
  /** Other migrations than the project's own: for tests. */
  readonly folder?: string;
};

/** One number for every migrator of one database; others wait their turn. */
const advisoryLock = 7_306_182_001;
const waitForTurnMs = 120_000;

/**
 * Brings a database up to date: numbered SQL files forward only, each in its own transaction, then the job queue's own tables and what
 * the application's role may do with them. Refuses when a file that was applied has been changed or removed since.
 * @returns the names of the migrations applied now
 */
export async function migrate(
  ownerUrl: string,
  { log, folder = inProject('db', 'migrations') }: MigrateOptions,
): Promise<readonly string[]> {
  const migrations = await readMigrations(folder);
  return withClient(ownerUrl, async (client) => {
    await takeTurn(client);
    await ensureApplicationRole(client);
    await client.query(
      'create table if not exists migration (name text primary key, sha256 text not null, applied_at timestamptz not null default now())',
    );
    await client.query('grant select on migration to mektep_app');
    const pending = pendingOf(migrations, await appliedMigrations(client));
    for (const migration of pending) await apply(client, migration, log);
    await prepareJobQueue(client, ownerUrl);
    return pending.map(({ name }) => name);
  });
}

/** What `doctor` shows: the migrations that this database lacks, the applied ones that no longer match their file, and those it has and the files lack. */
export async function migrationState(url: string, folder = inProject('db', 'migrations')): Promise<MigrationState> {
  const [migrations, applied] = await Promise.all([readMigrations(folder), withClient(url, appliedMigrations)]);
  return compareMigrations(migrations, applied);
}

/** The numbered SQL files of a folder, in order: `0001_name.sql`, without gaps or doubles. */
export async function readMigrations(folder: string): Promise<readonly Migration[]> {
  const migrations = await readMigrationFiles(folder);
  migrations.forEach(({ name }, index) => {
    const expected = String(index + 1).padStart(4, '0');
    if (!name.startsWith(`${expected}_`))
      throw new Trouble(`Migrations are numbered without gaps: ${name} stands where ${expected}_….sql is expected.`);
  });
  return migrations;
}

function pendingOf(migrations: readonly Migration[], applied: ReadonlyMap<string, string>): readonly Migration[] {
  const { changed, ahead } = compareMigrations(migrations, applied);
  if (changed.length + ahead.length > 0) {
    const how = [
      ...(changed.length > 0 ? [`${changed.join(', ')} changed after being applied`] : []),
      ...(ahead.length > 0 ? [`${ahead.join(', ')} applied and not here`] : []),
    ];
    throw new Trouble(
      `This database was built from other migrations than these files: ${how.join('; ')}. ` +
        'Restore the files and write a new migration instead; a demo database can be thrown away with `npm run reset`.',
    );
  }
  return migrations.filter(({ name }) => !applied.has(name));
}

async function apply(client: Client, { name, sql, sha256 }: Migration, log: (line: string) => void): Promise<void> {
  log(`migration ${name}`);
  await client.query('begin');
  try {
    await client.query(sql);
    await client.query('insert into migration (name, sha256) values ($1, $2)', [name, sha256]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    if (error instanceof Error) error.message = `${name}: ${error.message}`;
    throw error;
  }
}

async function takeTurn(client: Client): Promise<void> {
  await client.query(`set lock_timeout = ${waitForTurnMs}`);
  try {
    await client.query('select pg_advisory_lock($1)', [advisoryLock]);
  } catch (error) {
    if (errorCode(error) !== '55P03') throw error;
    throw new Trouble('Another process has been migrating this database for two minutes. Let it finish, or end it, and try again.');
  }
}

/** On a server of one's own the role may be missing; the project's cluster always has it. */
async function ensureApplicationRole(client: Client): Promise<void> {
  const { rowCount } = await client.query(`select from pg_roles where rolname = 'mektep_app'`);
  if (rowCount === 1) return;
  try {
    await client.query('create role mektep_app nologin nosuperuser nobypassrls');
    await client.query('grant mektep_app to current_user');
  } catch (error) {
    if (errorCode(error) !== '42501') throw error;
    throw new Trouble(
      'The role mektep_app is missing and this account may not create it. As the administrator of the server: create role mektep_app; grant mektep_app to the account in DATABASE_URL.',
    );
  }
}

/** Tables of the job queue. Row-level security is on there without a policy, so the application's role needs one besides the grants. */
async function prepareJobQueue(client: Client, ownerUrl: string): Promise<void> {
  await runMigrations({ connectionString: ownerUrl, logger: new Logger(() => () => undefined) });
  await client.query('grant usage on schema graphile_worker to mektep_app');
  await client.query('grant select on all tables in schema graphile_worker to mektep_app');
  await client.query('grant usage, select on all sequences in schema graphile_worker to mektep_app');
  await client.query('grant execute on all functions in schema graphile_worker to mektep_app');
  const { rows } = await client.query<{ name: string; hasPolicy: boolean }>(privateTables);
  for (const { name, hasPolicy } of rows) {
    await client.query(`grant insert, update, delete on ${name} to mektep_app`);
    if (!hasPolicy) await client.query(`create policy application on ${name} to mektep_app using (true) with check (true)`);
  }
}

const privateTables = `
  select c.oid::regclass::text as name,
         exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'application') as "hasPolicy"
    from pg_class c
   where c.relnamespace = 'graphile_worker'::regnamespace
     and c.relkind = 'r'
     and c.relname like '\\_private\\_%'
   order by c.relname`;
