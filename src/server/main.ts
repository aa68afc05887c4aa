import path from 'node:path';
import { type Logger, pino } from 'pino';
import { usualAges } from './ages.ts';
import { handOver } from './bridge.ts';
import { aged } from './clock.ts';
import { compose, type Composed } from './compose.ts';
import { type Config, ConfigTrouble, readConfig } from './config.ts';
import { awaitDatabase } from './db/await-database.ts';
import { connect, type Database } from './db/connect.ts';
import { canTakeTurn, refuseOwner } from './db/role.ts';
import { healthOf, isWell } from './health.ts';
import type { HttpServer } from './http/server.ts';
import { type Jobs, runJobs } from './jobs.ts';
import { type Metrics, openMetrics } from './metrics.ts';
import { inWords, refuseFarClock, refuseOtherTables, refuseUnbuiltPages, refuseUnwritableFolder } from './start-checks.ts';
import { timetable } from './timetable.ts';
import { openWeb } from './web.ts';

const projectFolder = path.join(import.meta.dirname, '../..');
const turnAgeMs = 2_000;

/** Starts one process of Mektep: web, worker, or both, as `ROLE` says. It says that it is ready when it knows that it can serve. */
async function start(config: Config): Promise<void> {
  const log: Logger = pino({ level: config.LOG_LEVEL, base: { role: config.ROLE }, serializers: { req: withoutQuery } });
  const open = (connections: number) =>
    connect(config.DATABASE_URL, { connections, onLost: (fault) => log.warn({ err: fault }, 'a database connection was lost') });
  const database = open(config.DATABASE_POOL);
  const forJobs = config.ROLE === 'web' ? database : open(config.DATABASE_POOL_JOBS);
  const composed = await awaitDatabase(
    { seconds: config.DATABASE_WAIT_SECONDS, onWaiting: (fault) => log.warn({ err: fault }, 'the database is away; it is waited for') },
    async () => {
      await refuseWhatCannotServe(config, database);
      return compose(config, database, log, undefined, usualAges, forJobs);
    },
  );
  handOver(composed.mektep);
  const { policy, id } = composed.mektep.campaign;
  const jobs = config.ROLE === 'web' ? null : await runJobs(forJobs, composed.tasks, log, { lines: timetable, zone: policy.timeZone });
  const register = aged(turnAgeMs, () => canTakeTurn(database, id));
  const health = () => healthOf({ database, jobs: () => jobs, register: config.ROLE === 'worker' ? null : register });
  const isAlive = () => health().then(isWell);
  const web =
    config.ROLE === 'worker' ? null : await openWeb(config, composed, database, log, config.MEKTEP_DEV ? 'source' : 'build', isAlive);
  const metrics = await tellFigures(config, { database, forJobs, health, web, log });
  // Before anybody is told that the process works: who hears it may end it at once.
  endOnSignal({ web, jobs, metrics, composed, databases: new Set([database, forJobs]), log });
  if (web !== null) {
    const port = await web.listen(config.HOST, config.PORT);
    log.info({ port }, 'open');
    // One line for whoever started this process and waits for it.
    process.stdout.write(`ready http://${config.HOST}:${port}\n`);
  } else log.info('jobs are run');
}

/** What a process that starts would otherwise find out one request at a time. */
async function refuseWhatCannotServe(config: Config, database: Database): Promise<void> {
  await database.pool.query('select 1');
  if (config.NODE_ENV === 'production') await refuseOwner(database);
  await refuseOtherTables(database);
  await refuseFarClock(database, config.CLOCK_OFF_SECONDS);
  await refuseUnwritableFolder(path.resolve(projectFolder, config.FILES_DIR));
  if (config.ROLE !== 'worker' && !config.MEKTEP_DEV) refuseUnbuiltPages(path.join(projectFolder, config.DEMO ? 'build-demo' : 'build'));
}

type Told = {
  readonly database: Database;
  readonly forJobs: Database;
  readonly health: Parameters<typeof openMetrics>[0]['health'];
  readonly web: HttpServer | null;
  readonly log: Logger;
};

async function tellFigures(config: Config, { database, forJobs, health, web, log }: Told): Promise<Metrics | null> {
  if (config.METRICS_PORT === undefined) return null;
  const databases: Record<string, Database> = { pages: database, ...(forJobs !== database && { jobs: forJobs }) };
  const metrics = openMetrics({ role: config.ROLE, databases, queue: forJobs, health });
  if (web !== null) metrics.watch(web.server);
  const port = await metrics.listen(config.METRICS_HOST, config.METRICS_PORT);
  log.info({ port }, 'figures are told');
  return metrics;
}

type Running = {
  readonly web: HttpServer | null;
  readonly jobs: Jobs | null;
  readonly metrics: Metrics | null;
  readonly composed: Composed;
  readonly databases: ReadonlySet<Database>;
  readonly log: Logger;
};

function endOnSignal(running: Running): void {
  let ending = false;
  const end = () => {
    if (ending) return;
    ending = true;
    close(running).then(
      () => process.exit(0),
      (fault: unknown) => {
        running.log.error({ err: fault }, 'closing failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
}

async function close({ web, jobs, metrics, composed, databases }: Running): Promise<void> {
  await metrics?.close();
  await web?.close();
  await composed.close();
  await jobs?.stop();
  for (const database of databases) await database.close();
}

/** A request in the log: never its query, which may carry codes of the identity provider. */
function withoutQuery(request: { readonly method: string; readonly url: string; readonly id?: string }): object {
  return { method: request.method, path: request.url.split('?', 1)[0], id: request.id };
}

/** The end of a start that failed: a sentence, not a stack. */
function giveUp(fault: unknown, where: { readonly HOST?: string; readonly PORT?: number }): never {
  const message = inWords(fault, where) ?? (fault instanceof Error ? fault.message : String(fault));
  process.stderr.write(`Mektep cannot start. ${message}\n`);
  if (!(fault instanceof ConfigTrouble) && fault instanceof Error && process.env['LOG_LEVEL'] === 'debug')
    process.stderr.write(`${fault.stack}\n`);
  process.exit(1);
}

let config: Config | null = null;
try {
  config = readConfig(process.env);
  await start(config);
} catch (fault) {
  giveUp(fault, config ?? {});
}
