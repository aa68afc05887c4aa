import { connect, type Database } from '#server/db/connect.ts';
import { withDatabase } from '#tools/demo/demo-database.ts';
import { demoSecrets } from '#tools/demo/demo-secrets.ts';
import { Trouble } from '#tools/trouble.ts';

/** Who runs a command and on what ground; kept with what it does. */
export type Said = { readonly by: string; readonly ground: string };

/** Connects as the application, works, disconnects. */
export function withOffice<T>(work: (database: Database) => Promise<T>): Promise<T> {
  return withDatabase(tell, async ({ appUrl }) => {
    const database = connect(appUrl, { connections: 3, onLost: () => undefined });
    try {
      return await work(database);
    } finally {
      await database.close();
    }
  });
}

/** The master key of the environment; outside production, the demo's. */
export async function masterKey(): Promise<string> {
  const given = process.env['MASTER_KEY'];
  if (given) return requireKey('MASTER_KEY', given);
  if (process.env['NODE_ENV'] === 'production') throw new Trouble('In production MASTER_KEY must be given: 32 bytes in base64.');
  return (await demoSecrets()).masterKey;
}

/** A key that has the form of one. Its value is never repeated. */
export function requireKey(name: string, value: string | undefined): string {
  if (value === undefined || !/^[A-Za-z0-9+/]{43}=$/.test(value)) throw new Trouble(`${name} is not 32 bytes in base64.`);
  return value;
}

/** A line for whoever watches. */
export function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** A line of the answer. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
