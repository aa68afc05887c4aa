import { randomBytes } from 'node:crypto';
import { escapeIdentifier } from 'pg';
import { createDatabase, dropDatabase, withClient } from '#tools/postgres/bootstrap.ts';
import { watchConnections } from './open-connections.ts';

/** A database for one test file; `close` drops it. */
export type TestDatabase = { readonly ownerUrl: string; readonly appUrl: string; close(): Promise<void> };

watchConnections();

/** A migrated, empty database: a copy of the template that `npm test` has migrated, 60–70 ms. */
export function testDatabase(): Promise<TestDatabase> {
  return copyOf(fromRunner('MEKTEP_TEST_TEMPLATE'));
}

/** A copy of a database that nobody is connected to. */
export async function copyOf(template: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await createDatabase(fromRunner('MEKTEP_TEST_ADMIN_URL'), name, template);
  return at(name);
}

/** Makes a database that stays for the whole run, filled once by whoever asks first; the others wait. Answers its name. */
export async function madeOnce(name: string, fill: (database: TestDatabase) => Promise<void>): Promise<string> {
  const adminUrl = fromRunner('MEKTEP_TEST_ADMIN_URL');
  await withClient(adminUrl, async (admin) => {
    const isThere = async () => (await admin.query('select from pg_database where datname = $1', [name])).rowCount === 1;
    if (await isThere()) return;
    // The lock goes with the connection: whoever dies half way lets the next one try.
    await admin.query('select pg_advisory_lock(hashtext($1))', [name]);
    if (await isThere()) return;
    const half = await copyOf(fromRunner('MEKTEP_TEST_TEMPLATE'));
    await fill(half);
    await admin.query(`alter database ${escapeIdentifier(nameOf(half))} rename to ${escapeIdentifier(name)}`);
  });
  return name;
}

function nameOf({ appUrl }: TestDatabase): string {
  return new URL(appUrl).pathname.slice(1);
}

function at(name: string): TestDatabase {
  return {
    ownerUrl: inDatabase(fromRunner('MEKTEP_TEST_OWNER_URL'), name),
    appUrl: inDatabase(fromRunner('MEKTEP_TEST_APP_URL'), name),
    close: () => dropDatabase(fromRunner('MEKTEP_TEST_ADMIN_URL'), name),
  };
}

function inDatabase(url: string, name: string): string {
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.href;
}

function fromRunner(variable: string): string {
  const value = process.env[variable];
  if (value === undefined) throw new Error(`${variable} is missing: run this file with \`npm test -- <path>\`, which starts the database`);
  return value;
}
