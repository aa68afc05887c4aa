import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { fewRoundTrips } from './round-trips.ts';
import type { Tables } from './tables.ts';

/** The application's connections: a pool for everything, read and written through Kysely. */
export type Database = {
  readonly kysely: Kysely<Tables>;
  readonly pool: pg.Pool;
  /**
   * Opens a connection of its own, beside the pool, for somebody who must not wait behind the pages. Whoever opens it ends it. A transaction in
   * which nothing is said for so long ends by itself.
   */
  open(own: { readonly silentAtMostMs: number; readonly settings: Readonly<Record<string, string>> }): Promise<pg.Client>;
  close(): Promise<void>;
};

// `date` stays text (Day), `bigint` counters fit a number for as long as a campaign lives.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => Number(text));

/**
 * Opens the pool. Every wait has an end: connecting, a statement, a lock, a transaction left idle.
 * `onLost` hears of connections that broke while nobody used them.
 */
export function connect(url: string, options: { readonly connections: number; readonly onLost: (error: Error) => void }): Database {
  const limits = {
    connectionString: url,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 15_000,
    query_timeout: 20_000,
    lock_timeout: 10_000,
    idle_in_transaction_session_timeout: 20_000,
    application_name: 'mektep',
    keepAlive: true,
    // Statements are sent without waiting for the answers to those before them; answers come in order.
    pipeline: true,
  };
  const pool = new pg.Pool({ ...limits, max: options.connections });
  pool.on('error', options.onLost);
  // A connection in somebody's hands may break too; whoever holds it sees its query fail.
  pool.on('connect', (client) => client.on('error', options.onLost));
  const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: fewRoundTrips(pool) }) });
  return {
    kysely,
    pool,
    async open({ silentAtMostMs, settings }) {
      const chosen = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
      const client = new pg.Client({ ...limits, idle_in_transaction_session_timeout: silentAtMostMs, options: chosen.join(' ') });
      client.on('error', options.onLost);
      await client.connect();
      return client;
    },
    async close() {
      await kysely.destroy();
      // Kysely ends the pool it was given only when it has asked something through it.
      if (!pool.ending) await pool.end();
    },
  };
}
