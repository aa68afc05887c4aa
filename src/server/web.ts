import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { forfeitsForPreference } from '#domain/application/decline.ts';
import { fileAtMostBytes } from '#domain/document/acceptance.ts';
import { isSpoken } from '#lib/messages.ts';
import { claimsHandler, claimsRoute } from './allocation/api.ts';
import { applicationApi } from './application/api.ts';
import { clockHandler, clockRoute } from './campaign/api.ts';
import { importApi } from './catchment/api-import.ts';
import type { Composed } from './compose.ts';
import type { Config } from './config.ts';
import type { Database } from './db/connect.ts';
import { own } from './bridge.ts';
import { understand } from './http/asked.ts';
import { healthOf, isWell } from './health.ts';
import { cookieNames } from './http/cookies.ts';
import { guardianshipApi } from './guardianship/api.ts';
import { demoApi } from './demo/api.ts';
import { createHttpServer, type HttpServer, type NodeHandler } from './http/server.ts';
import { sharedPages } from './http/shared-pages.ts';
import { sendWaiting } from './http/waiting.ts';
import { whoAsks } from './http/signed-in.ts';
import { sessionApi } from './session/api.ts';
import { hashOfToken } from './session/service.ts';

/** Opens the web side of a process: the claims in front, the API, the pages. It does not listen yet. `none` serves no pages. */
export async function openWeb(
  config: Config,
  composed: Composed,
  database: Database,
  log: Logger,
  from: 'build' | 'source' | 'none',
  isAlive: () => Promise<boolean> = () => healthOf({ database, jobs: () => null, register: null }).then(isWell),
): Promise<HttpServer> {
  const cookies = cookieNames(config.PUBLIC_ORIGIN);
  const onFault = (fault: unknown, requestId: string) =>
    log.error({ err: fault, part: 'claims', requestId }, 'a claim could not be answered');
  const pages = pagesLater();
  const { demo, session, campaign, application, guardianship } = composed.mektep;
  // The languages of the campaign that we have texts in.
  const spoken = campaign.policy.languages.spoken.filter(isSpoken);
  const web = await createHttpServer({
    log,
    publicOrigin: config.PUBLIC_ORIGIN,
    demo: config.DEMO,
    patience: { headMs: config.REQUEST_HEAD_MS, requestMs: config.REQUEST_MS, stopMs: config.STOP_MS },
    understand: (headers) => understand(headers, cookies, spoken),
    fromSource: from === 'source',
    providerOrigin: new URL(config.OIDC_ISSUER).origin,
    bare: [
      { ...clockRoute, handle: clockHandler(campaign) },
      {
        ...claimsRoute,
        handle: claimsHandler({
          register: composed.register,
          sessionCookie: cookies.session,
          hashOfToken,
          publicOrigin: config.PUBLIC_ORIGIN,
          limit: composed.limit,
          bodyMs: config.REQUEST_HEAD_MS,
          before: (children) => composed.mektep.line.before(children),
          forfeits: (reason) => forfeitsForPreference(campaign.policy, reason),
          onFault,
        }),
      },
    ],
    api: (app) => {
      if (demo !== null) demoApi(app, { demo, session, cookies, publicOrigin: config.PUBLIC_ORIGIN });
      sessionApi(app, {
        session,
        kept: composed.mektep.kept,
        cookies,
        publicOrigin: config.PUBLIC_ORIGIN,
        languages: campaign.policy.languages.spoken,
        sessionSeconds: config.SESSION_SECONDS,
      });
      applicationApi(app, application, whoAsks(session, cookies.session));
      importApi(app, {
        imports: composed.mektep.boundaryImport,
        staff: composed.mektep.staff,
        session,
        cookies,
        publicOrigin: config.PUBLIC_ORIGIN,
      });
      guardianshipApi(app, {
        guardianship,
        session,
        kept: composed.mektep.kept,
        cookies,
        publicOrigin: config.PUBLIC_ORIGIN,
        fileAtMostBytes,
      });
    },
    pages: from === 'none' ? null : pages.handler,
    // The demo's clock moves when somebody says so, and its pages must show it at once.
    shared: from === 'build' && !config.DEMO && config.SHARED_PAGES_MS > 0 ? sharedPages(config.SHARED_PAGES_MS) : null,
    isAlive,
  });
  if (from === 'build') pages.open(await pagesFromBuild(config.DEMO));
  if (from === 'source') pages.open(await pagesFromSource(web));
  return web;
}

function pagesLater(): { readonly handler: NodeHandler; open(handler: NodeHandler): void } {
  const why = { kind: 'unavailable', title: 'The pages open in a moment' };
  let opened: NodeHandler = (_request, response) => sendWaiting(response, why, { 'retry-after': '1' });
  return { handler: (request, response) => opened(request, response), open: (handler) => (opened = handler) };
}

async function pagesFromBuild(demo: boolean): Promise<NodeHandler> {
  process.env['PROTOCOL_HEADER'] = own.protocol;
  process.env['HOST_HEADER'] = own.host;
  // The path is a variable: the pages are built after the server is checked.
  const path = new URL(demo ? '../../build-demo/handler.js' : '../../build/handler.js', import.meta.url).href;
  const built = (await import(path)) as { readonly handler: NodeHandler };
  return built.handler;
}

async function pagesFromSource(web: HttpServer): Promise<NodeHandler> {
  const { createServer } = await import('vite');
  const vite = await createServer({ configLoader: 'native', server: { middlewareMode: true, ws: { server: web.server } } });
  return (request: IncomingMessage, response: ServerResponse) => vite.middlewares(request, response);
}
