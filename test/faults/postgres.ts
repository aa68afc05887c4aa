import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import pg, { type ClientBase } from 'pg';
import { migrate } from '#tools/migrate.ts';
import { createDatabase } from '#tools/postgres/bootstrap.ts';
import { removeCluster, startCluster } from '#tools/postgres/cluster.ts';
import { placeFor } from '#tools/postgres/place.ts';
import { startPostmaster, stopPostmaster } from '#tools/postgres/postmaster.ts';
import { isRunning, signal, waitUntilGone } from '#tools/process-life.ts';
import { inData } from '#tools/project.ts';

/** A PostgreSQL of the storm's own, that may be killed at any moment and comes back on the same data. */
export type Postgres = {
  port(): number;
  readonly database: string;
  ownerUrl(): string;
  /** As the application, past the proxies. */
  appUrl(): string;
  /** `kill -9` of the whole server; answers when it takes connections again. */
  killServer(): Promise<void>;
  /** `kill -9` of one connection's process, whereupon PostgreSQL ends all the others and recovers; answers when it takes connections again. */
  killBackend(choose: (pids: readonly number[]) => number): Promise<void>;
  /** Asks as the superuser, again and again while the server is down. */
  ask<T>(work: (client: ClientBase) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

const database = 'storm';
const downAtMostMs = 60_000;

/** Makes a cluster with one migrated database; `close` removes it. */
export async function openPostgres(): Promise<Postgres> {
  const dir = inData(`test-${process.pid}-storm`);
  const made = await startCluster({ dir, log: () => undefined });
  await createDatabase(made.adminUrl, database);
  await migrate(made.ownerUrl(database), { log: () => undefined });
  const urls = { owner: made.ownerUrl(database), app: made.appUrl(database), admin: made.adminUrl };
  const place = await placeFor(dir);
  const preferred = made.port;
  await made.stop();
  let running = await startPostmaster(place, preferred);
  const atExit = () => signal(running.pid, 'SIGINT');
  process.once('exit', atExit);
  const here = (url: string) => withPort(url, running.port);

  let pool = poolTo(here(urls.admin));
  let poolPort = running.port;

  async function ask<T>(work: (client: ClientBase) => Promise<T>): Promise<T> {
    const until = performance.now() + downAtMostMs;
    for (;;) {
      if (poolPort !== running.port) [pool, poolPort] = [poolTo(here(urls.admin)), running.port];
      const client = await pool.connect().catch((fault: unknown) => fault as Error);
      try {
        if (client instanceof Error) throw client;
        const given = await work(client);
        client.release();
        return given;
      } catch (fault) {
        if (!(client instanceof Error)) client.release(true);
        if (!isOutage(fault) || performance.now() > until) throw fault;
        await pause(25);
      }
    }
  }

  return {
    port: () => running.port,
    database,
    ownerUrl: () => here(urls.owner),
    appUrl: () => here(urls.app),
    ask,
    async killServer() {
      const orphans = childrenOf(running.pid);
      signal(running.pid, 'SIGKILL');
      await waitUntilGone(running.pid, 5_000);
      // They end when they see that their master is gone; the new server waits for the last of them.
      for (const orphan of orphans) if (!(await waitUntilGone(orphan, 1_000))) signal(orphan, 'SIGKILL');
      running = await startPostmaster(place, running.port);
      await ask((client) => client.query('select 1'));
    },
    async killBackend(choose) {
      const { rows } = await ask((client) =>
        client.query<{ pid: number }>("select pid from pg_stat_activity where application_name like 'mektep-%' order by pid"),
      );
      if (rows.length === 0) return;
      const pid = choose(rows.map((row) => row.pid));
      if (!isRunning(pid)) return;
      signal(pid, 'SIGKILL');
      await waitUntilGone(pid, 5_000);
      await ask((client) => client.query('select 1'));
    },
    async close() {
      process.off('exit', atExit);
      await pool.end();
      await stopPostmaster(running.pid);
      await removeCluster(dir);
    },
  };
}

function poolTo(url: string): pg.Pool {
  const address = new URL(url);
  address.pathname = database;
  const pool = new pg.Pool({ connectionString: address.href, max: 4, connectionTimeoutMillis: 5_000, options: '-c synchronous_commit=on' });
  // A connection cut while idle shows itself at the next question.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

function withPort(url: string, port: number): string {
  const address = new URL(url);
  address.port = String(port);
  return address.href;
}

/** No connection, a connection cut, a server that is starting or ending: it passes. */
function isOutage(fault: unknown): boolean {
  const { code, message } = fault as { readonly code?: unknown; readonly message?: unknown };
  return /^(ECONN|EPIPE|ETIMEDOUT|57P|08)/.test(String(code)) || /Connection terminated|timeout|not queryable/i.test(String(message));
}

function childrenOf(pid: number): readonly number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(/\s+/).map(Number).filter(Boolean);
  } catch {
    return [];
  }
}
