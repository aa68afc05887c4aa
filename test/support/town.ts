import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { seed } from '../../src/cli/seed.ts';
import { addDays, dayOf, type Moment, moment } from '#domain/core/day.ts';
import type { Policy } from '#domain/policy/policy.ts';
import { policies } from '#domain/policy/registry.ts';
import { handOver } from '#server/bridge.ts';
import { type Clock, clockAhead, epochOf } from '#server/clock.ts';
import { compose, type Composed } from '#server/compose.ts';
import { type Config, readConfig } from '#server/config.ts';
import { connect, type Database } from '#server/db/connect.ts';
import { type KeyRing, openKeyRing } from '#server/db/keys.ts';
import { transact } from '#server/db/transaction.ts';
import { type Jobs, runJobs } from '#server/jobs.ts';
import { openWeb } from '#server/web.ts';
import type { HttpServer } from '#server/http/server.ts';
import { createOidcSimulator } from '#simulators/oidc/oidc-simulator.ts';
import { makePopulation } from '#simulators/population/make-population.ts';
import type { Population } from '#simulators/population/population.ts';
import { createXroadSimulator } from '#simulators/xroad/xroad-simulator.ts';
import { freePort } from '#tools/free-port.ts';
import { type TestDatabase, testDatabase } from './database.ts';

/** A small country for one test file: its people, the state's registers over sockets, a database of its own, the whole server. */
export type Town = {
  readonly origin: string;
  readonly xroadUrl: string;
  readonly population: Population;
  readonly database: Database;
  readonly test: TestDatabase;
  readonly keys: KeyRing;
  readonly composed: Composed;
  readonly web: HttpServer;
  readonly config: Config;
  readonly clock: Clock;
  /** Moves the campaign's clock; it runs on from there. */
  setClock(moment: Moment): void;
  close(): Promise<void>;
};

export type TownPlan = {
  readonly population?: Population;
  readonly policy?: Policy;
  readonly now?: string;
  readonly pages?: 'build' | 'none';
  /** Changes the seats of the schools before they are entered. */
  readonly env?: Readonly<Record<string, string>>;
};

/** Opens a town; pages from the build when asked for (the browser's tests). */
export async function openTown(plan: TownPlan = {}): Promise<Town> {
  const policy = plan.policy ?? policies['kg-2025'];
  const population = plan.population ?? makePopulation({ seed: 7, families: 60, campaign: policy });
  const test = await testDatabase();
  const files = await mkdtemp(path.join(tmpdir(), 'mektep-town-'));
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const secret = randomBytes(24).toString('base64url');
  const client = {
    clientId: 'mektep',
    clientSecret: secret,
    redirectUris: [`${origin}/auth/callback`],
    postLogoutRedirectUris: [`${origin}/`],
  };
  const [oidc, xroad] = await Promise.all([
    createOidcSimulator({ population, clients: [client], port: 0 }),
    createXroadSimulator({ population, port: 0 }),
  ]);
  const config = readConfig({
    NODE_ENV: 'test',
    PORT: String(port),
    PUBLIC_ORIGIN: origin,
    DATABASE_URL: test.appUrl,
    MASTER_KEY: randomBytes(32).toString('base64'),
    OIDC_ISSUER: oidc.url,
    OIDC_CLIENT_ID: client.clientId,
    OIDC_CLIENT_SECRET: secret,
    XROAD_URL: xroad.url,
    FILES_DIR: files,
    REGISTER_TIMEOUT_SECONDS: '2',
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'silent',
    ...plan.env,
  });
  const log = pino({ level: config.LOG_LEVEL }, pino.destination(2));
  const database = connect(test.appUrl, { connections: 8, onLost: () => undefined });
  const keys = await openKeyRing(database, config.MASTER_KEY);
  await transact(database, 'system', (tx) => seed(tx, keys, policy, population));
  const zone = policy.timeZone;
  let offsetMs = epochOf(moment(plan.now ?? inFirstStage(policy)), zone) - Date.now();
  const clock = clockAhead(() => offsetMs);
  const composed = await compose(config, database, log, clock);
  handOver(composed.mektep);
  const jobs: Jobs = await runJobs(database, composed.tasks, log);
  const web = await openWeb(config, composed, database, log, plan.pages ?? 'none');
  await web.listen('127.0.0.1', port);
  return {
    origin,
    xroadUrl: xroad.url,
    population,
    database,
    test,
    keys,
    composed,
    web,
    config,
    clock,
    setClock: (at) => (offsetMs = epochOf(at, zone) - Date.now()),
    async close() {
      await web.close();
      await composed.close();
      await jobs.stop();
      await database.close();
      await Promise.all([oidc.close(), xroad.close()]);
      await test.close();
      await rm(files, { recursive: true, force: true });
    },
  };
}

/** A day on which the first stage of a law is open. */
function inFirstStage(policy: Policy): Moment {
  const usual = moment('2025-05-12T10:00');
  const [first] = policy.stages;
  if (first === undefined || (first.opens <= usual && usual < first.closes)) return usual;
  return moment(`${addDays(dayOf(first.opens), 1)}T10:00`);
}
