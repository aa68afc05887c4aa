import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import type { ClusterSecrets } from './secrets.ts';

/** Makes the two login roles and the database `mektep`; does nothing where they are there. */
export async function bootstrap(adminUrl: string, secrets: ClusterSecrets): Promise<void> {
  await withClient(adminUrl, async (client) => {
    await makeLogin(client, 'mektep_owner', secrets.owner);
    await makeLogin(client, 'mektep_app', secrets.app);
    if (!(await exists(client, 'select from pg_database where datname = $1', 'mektep'))) {
      await client.query('create database mektep owner mektep_owner');
    }
  });
}

/** Makes a database that belongs to `mektep_owner`, as a copy of `template` when one is named (nobody may be connected to it). */
export async function createDatabase(adminUrl: string, name: string, template = 'template1'): Promise<void> {
  await withClient(adminUrl, (client) =>
    client.query(`create database ${escapeIdentifier(name)} template ${escapeIdentifier(template)} owner mektep_owner`),
  );
}

/** Drops a database and cuts off whoever still uses it. */
export async function dropDatabase(adminUrl: string, name: string): Promise<void> {
  await withClient(adminUrl, (client) => client.query(`drop database if exists ${escapeIdentifier(name)} with (force)`));
}

/** Connects, works, disconnects. */
export async function withClient<T>(connectionString: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined); // a connection cut while idle shows itself at the next query
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function makeLogin(client: Client, role: string, password: string): Promise<void> {
  const isThere = await exists(client, 'select from pg_roles where rolname = $1', role);
  const verb = isThere ? 'alter' : 'create';
  await client.query(`${verb} role ${role} login nosuperuser nobypassrls nocreatedb nocreaterole password ${escapeLiteral(password)}`);
}

async function exists(client: Client, query: string, name: string): Promise<boolean> {
  return (await client.query(query, [name])).rowCount === 1;
}
