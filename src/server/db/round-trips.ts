import { createHash } from 'node:crypto';
import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import type pg from 'pg';

/** Says who acts, for row-level security; the first statement of every transaction. */
export const actorStatement = "select set_config('mektep.actor', $1, true)";

/**
 * The pool as the query builder sees it, with fewer round trips for the same statements.
 * What opens a transaction is sent together with its first question; should it fail, PostgreSQL refuses every statement behind it.
 * The end of a transaction that only read is not waited for. Statements are prepared once a connection.
 */
export function fewRoundTrips(pool: pg.Pool): PostgresPool {
  return {
    options: pool.options,
    connect: async () => clientOf(await pool.connect()),
    end: () => pool.end(),
  };
}

// The query builder keeps what it knows of a connection by the object it was given.
const clients = new WeakMap<pg.PoolClient, PostgresPoolClient>();

function clientOf(client: pg.PoolClient): PostgresPoolClient {
  const known = clients.get(client);
  if (known !== undefined) return known;
  let onlyReads = false;
  const ask = (text: string, values: readonly unknown[]) => {
    const opens = text === 'begin' || text.startsWith(opening);
    if (opens) onlyReads = text.endsWith('read only');
    if (opens || text === actorStatement || (onlyReads && text === 'commit')) return ahead(client, text, values);
    return client.query(prepared(text, values));
  };
  const made: PostgresPoolClient = {
    query: ask as unknown as PostgresPoolClient['query'],
    release: () => client.release(),
  };
  clients.set(client, made);
  return made;
}

const opening = 'start transaction';

/** Sends a statement whose answer nobody reads, in one packet with the next. Its failure is seen by whatever is asked after it. */
function ahead(client: pg.PoolClient, text: string, values: readonly unknown[]): Promise<PostgresQueryResult<never>> {
  const { stream } = (client as unknown as { readonly connection: { readonly stream: Corkable } }).connection;
  stream.cork();
  client.query(prepared(text, values)).catch(() => undefined);
  process.nextTick(() => stream.uncork());
  return Promise.resolve({ command: text === 'commit' ? 'COMMIT' : 'SELECT', rowCount: 0, rows: [] });
}

type Corkable = { cork(): void; uncork(): void };

const names = new Map<string, string>();
// Texts differ by the lengths of their lists; a bound keeps a long life from filling the server's memory with plans.
const namesAtMost = 500;

function prepared(text: string, values: readonly unknown[]): pg.QueryConfig {
  const name = nameOf(text);
  return { text, values: [...values], ...(name !== undefined && { name }) };
}

/** The name of a prepared statement; none where the columns are whatever the table has, for then a migration would break the plan. */
function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined) return known;
  if (!/^(?:select|insert|update|with)\b/.test(text) || text.includes('*') || names.size >= namesAtMost) return undefined;
  const name = `m_${createHash('sha256').update(text).digest('hex').slice(0, 24)}`;
  names.set(text, name);
  return name;
}
