import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { middleOfFirstStage } from '../../src/cli/seed.ts';
import { addDays, dayOf, type Moment, moment } from '#domain/core/day.ts';
import type { Policy } from '#domain/policy/policy.ts';
import { policies } from '#domain/policy/registry.ts';
import { handOver } from '#server/bridge.ts';
import { type Ages, noAges } from '#server/ages.ts';
import { type Clock, clockAhead, epochOf } from '#server/clock.ts';
import { compose, type Composed } from '#server/compose.ts';
import { type Config, readConfig } from '#server/config.ts';
import { setDemoClock } from '#server/campaign/service.ts';
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
import type { TestDatabase } from './database.ts';
import { keyOfTheRun, seededDatabase } from './seeded-database.ts';

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
  /** How long answers are kept; not at all where a test does not say otherwise. */
  readonly ages?: Ages;
  readonly env?: Readonly<Record<string, string>>;
};

/** Opens a town; pages from the build when asked for (the browser's tests). What was opened of a town that fails to open is closed again. */
export async function openTown(plan: TownPlan = {}): Promise<Town> {
  await using opened = new AsyncDisposableStack();
  const town = await openInto(opened, plan);
  const kept = opened.move();
  return { ...town, close: () => kept.disposeAsync() };
}

/** Opens part after part; `opened` closes them, the last one first. */
async function openInto(opened: AsyncDisposableStack, plan: TownPlan): Promise<Omit<Town, 'close'>> {
  const policy = plan.policy ?? policies['kg-2025'];
  const population = plan.population ?? makePopulation({ seed: 7, families: 60, campaign: policy });
  const masterKey = plan.env?.['MASTER_KEY'] ?? keyOfTheRun();
  const test = closedBy(opened, await seededDatabase(policy, population, masterKey));
  const files = await mkdtemp(path.join(tmpdir(), 'mektep-town-'));
  opened.defer(() => rm(files, { recursive: true, force: true }));
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const clientSecret = randomBytes(24).toString('base64url');
  const addresses = { redirectUris: [`${origin}/auth/callback`], postLogoutRedirectUris: [`${origin}/`] };
  const clients = [{ clientId: 'mektep', clientSecret, ...addresses }];
  const oidc = closedBy(opened, await createOidcSimulator({ population, clients, port: 0 }));
  const xroad = closedBy(opened, await createXroadSimulator({ population, port: 0 }));
  const config = readConfig({
    NODE_ENV: 'test',
    PORT: String(port),
    PUBLIC_ORIGIN: origin,
    DATABASE_URL: test.appUrl,
    MASTER_KEY: masterKey,
    OIDC_ISSUER: oidc.url,
    OIDC_CLIENT_ID: 'mektep',
    OIDC_CLIENT_SECRET: clientSecret,
    XROAD_URL: xroad.url,
    FILES_DIR: files,
    REGISTER_TIMEOUT_SECONDS: '2',
    // A test that moves the clock reads the page of that moment.
    SHARED_PAGES_MS: '0',
    // People whom a test makes are in no register: theirs is not asked again when the clock is moved. Ages have tests of their own.
    CHILDREN_FRESH_DAYS: '3650',
    ADDRESS_FRESH_DAYS: '3650',
    // Tests press as nobody would; the limit has tests of its own.
    CLAIMS_PER_PERSON: '10000',
    PUBLIC_QUESTIONS: '100000',
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'silent',
    ...plan.env,
  });
  const log = pino({ level: config.LOG_LEVEL }, pino.destination(2));
  const database = closedBy(opened, connect(test.appUrl, { connections: 8, onLost: () => undefined }));
  const keys = await openKeyRing(database, config.MASTER_KEY);
  await transact(database, 'system', (tx) => setDemoClock(tx, policy, middleOfFirstStage(policy), Date.now()));
  const zone = policy.timeZone;
  let offsetMs = epochOf(moment(plan.now ?? inFirstStage(policy)), zone) - Date.now();
  const clock = clockAhead(() => offsetMs);
  const composed = closedBy(opened, await compose(config, database, log, clock, plan.ages ?? noAges));
  handOver(composed.mektep);
  const jobs: Jobs = await runJobs(database, composed.tasks, log);
  opened.defer(() => jobs.stop());
  const web = closedBy(opened, await openWeb(config, composed, database, log, plan.pages ?? 'none'));
  await web.listen('127.0.0.1', port);
  const setClock = (at: Moment) => void (offsetMs = epochOf(at, zone) - Date.now());
  return { origin, xroadUrl: xroad.url, population, database, test, keys, composed, web, config, clock, setClock };
}

function closedBy<T extends { close(): Promise<unknown> }>(opened: AsyncDisposableStack, part: T): T {
  opened.defer(async () => void (await part.close()));
  return part;
}

/** A day on which the first stage of a law is open. */
function inFirstStage(policy: Policy): Moment {
  const usual = moment('2025-05-12T10:00');
  const [first] = policy.stages;
  if (first === undefined || (first.opens <= usual && usual < first.closes)) return usual;
  return moment(`${addDays(dayOf(first.opens), 1)}T10:00`);
}
