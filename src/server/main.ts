import { type Logger, pino } from 'pino';
import { handOver } from './bridge.ts';
import { compose, type Composed } from './compose.ts';
import { ConfigTrouble, readConfig } from './config.ts';
import { connect, type Database } from './db/connect.ts';
import { refuseOwner } from './db/role.ts';
import type { HttpServer } from './http/server.ts';
import { type Jobs, runJobs } from './jobs.ts';
import { openWeb } from './web.ts';

/** Starts one process of Mektep: web, worker, or both, as `ROLE` says. */
async function start(): Promise<void> {
  const config = readConfig(process.env);
  const log: Logger = pino({ level: config.LOG_LEVEL, base: { role: config.ROLE }, serializers: { req: withoutQuery } });
  const database = connect(config.DATABASE_URL, {
    connections: config.DATABASE_POOL,
    onLost: (fault) => log.warn({ err: fault }, 'a database connection was lost'),
  });
  if (config.NODE_ENV === 'production') await refuseOwner(database);
  const composed = await compose(config, database, log);
  handOver(composed.mektep);
  const jobs = config.ROLE === 'web' ? null : await runJobs(database, composed.tasks, log);
  const web = config.ROLE === 'worker' ? null : await openWeb(config, composed, database, log, config.MEKTEP_DEV ? 'source' : 'build');
  if (web !== null) {
    const port = await web.listen(config.HOST, config.PORT);
    log.info({ port }, 'open');
    // One line for whoever started this process and waits for it.
    process.stdout.write(`ready http://${config.HOST}:${port}\n`);
  }
  endOnSignal({ web, jobs, composed, database, log });
}

type Running = {
  readonly web: HttpServer | null;
  readonly jobs: Jobs | null;
  readonly composed: Composed;
  readonly database: Database;
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

async function close({ web, jobs, composed, database }: Running): Promise<void> {
  await web?.close();
  await composed.close();
  await jobs?.stop();
  await database.close();
}

/** A request in the log: never its query, which may carry codes of the identity provider. */
function withoutQuery(request: { readonly method: string; readonly url: string; readonly id?: string }): object {
  return { method: request.method, path: request.url.split('?', 1)[0], id: request.id };
}

start().catch((fault: unknown) => {
  const message = fault instanceof ConfigTrouble || fault instanceof Error ? fault.message : String(fault);
  process.stderr.write(`Mektep cannot start. ${message}\n`);
  if (!(fault instanceof ConfigTrouble) && fault instanceof Error && process.env['LOG_LEVEL'] === 'debug')
    process.stderr.write(`${fault.stack}\n`);
  process.exit(1);
});
