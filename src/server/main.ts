import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Logger, pino } from 'pino';
import { claimsHandler, claimsRoute } from './allocation/api.ts';
import { handOver } from './bridge.ts';
import { compose, type Composed } from './compose.ts';
import { type Config, ConfigTrouble, readConfig } from './config.ts';
import { connect, type Database } from './db/connect.ts';
import { refuseOwner } from './db/role.ts';
import { cookieNames } from './http/cookies.ts';
import { createHttpServer, type HttpServer, type NodeHandler, protocolHeader } from './http/server.ts';
import { type Jobs, runJobs } from './jobs.ts';
import { sessionApi } from './session/api.ts';
import { hashOfToken } from './session/service.ts';

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
  const web = config.ROLE === 'worker' ? null : await openWeb(config, composed, database, log);
  endOnSignal({ web, jobs, composed, database, log });
}

async function openWeb(config: Config, composed: Composed, database: Database, log: Logger): Promise<HttpServer> {
  const cookies = cookieNames(config.PUBLIC_ORIGIN);
  const onFault = (fault: unknown) => log.error({ err: fault, part: 'claims' }, 'a claim could not be answered');
  const pages = pagesLater();
  const { session, campaign } = composed.mektep;
  const web = await createHttpServer({
    log,
    publicOrigin: config.PUBLIC_ORIGIN,
    providerOrigin: new URL(config.OIDC_ISSUER).origin,
    bare: { [claimsRoute.path]: claimsHandler({ register: composed.register, sessionCookie: cookies.session, hashOfToken, publicOrigin: config.PUBLIC_ORIGIN, onFault }) },
    api: (app) =>
      sessionApi(app, {
        session,
        cookies,
        publicOrigin: config.PUBLIC_ORIGIN,
        languages: campaign.policy.languages.spoken,
        sessionSeconds: config.SESSION_SECONDS,
      }),
    pages: pages.handler,
    isAlive: () => isAlive(database),
  });
  pages.open(config.MEKTEP_DEV ? await pagesFromSource(web) : await pagesFromBuild());
  const port = await web.listen(config.HOST, config.PORT);
  log.info({ port }, 'open');
  // One line for whoever started this process and waits for it.
  process.stdout.write(`ready http://${config.HOST}:${port}\n`);
  return web;
}

function pagesLater(): { readonly handler: NodeHandler; open(handler: NodeHandler): void } {
  let opened: NodeHandler = (_request, response) => void response.writeHead(503, { 'retry-after': '1' }).end();
  return { handler: (request, response) => opened(request, response), open: (handler) => (opened = handler) };
}

async function pagesFromBuild(): Promise<NodeHandler> {
  process.env['PROTOCOL_HEADER'] = protocolHeader;
  // The path is a variable: the pages are built after the server is checked.
  const path = new URL('../../build/handler.js', import.meta.url).href;
  const built = (await import(path)) as { readonly handler: NodeHandler };
  return built.handler;
}

async function pagesFromSource(web: HttpServer): Promise<NodeHandler> {
  const { createServer } = await import('vite');
  const vite = await createServer({ configLoader: 'native', server: { middlewareMode: true, ws: { server: web.server } } });
  return (request: IncomingMessage, response: ServerResponse) => vite.middlewares(request, response);
}

/** Alive means a write reaches the database: a server that only answers pings may have lost its disk. */
async function isAlive(database: Database): Promise<boolean> {
  try {
    await database.pool.query('select pg_current_xact_id()');
    return true;
  } catch {
    return false;
  }
}

type Running = { readonly web: HttpServer | null; readonly jobs: Jobs | null; readonly composed: Composed; readonly database: Database; readonly log: Logger };

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
  if (!(fault instanceof ConfigTrouble) && fault instanceof Error && process.env['LOG_LEVEL'] === 'debug') process.stderr.write(`${fault.stack}\n`);
  process.exit(1);
});
