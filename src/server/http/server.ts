import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import formbody from '@fastify/formbody';
import compression from 'compression';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { Permission } from '#domain/access/permissions.ts';
import { inAddress } from '#domain/core/own-path.ts';
import type { Asked } from './asked.ts';
import { drain } from './draining.ts';
import { type Drawn, drawInstead, isBrowser, troublePage } from './drawn.ts';
import { toldOf } from './faults.ts';
import { front, pathOf } from './front.ts';
import { type MethodsOf, methodsOf, sendPlainly } from './methods.ts';
import { answerParserFaults } from './parser-faults.ts';
import { problem, problemMediaType } from './problem.ts';
import { safetyHeaders, safetyLines } from './safety.ts';
import type { SharedPages } from './shared-pages.ts';
import { sendWaiting } from './waiting.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Answers a browser with a page in place of JSON; `false` where whoever asks is a program, or there are no pages. */
    drawPage(request: FastifyRequest, reply: FastifyReply, page: Drawn): boolean;
  }
}

export type NodeHandler = (request: IncomingMessage, response: ServerResponse) => void;

/** A route and what it asks of the caller. */
export type RouteNamed = { readonly method: string; readonly path: string; readonly permission: Permission };

/** A route without the framework; it asks for its permission itself. */
export type BareRoute = RouteNamed & { readonly handle: NodeHandler };

/** How long a request may take to arrive and to be answered, in milliseconds. */
export type Patience = {
  /** Until the head of a request is there. */
  readonly headMs: number;
  /** Until all of it is. */
  readonly requestMs: number;
  /** How long those in hand are waited for when the process is stopped. */
  readonly stopMs: number;
  /** For how long those who come meanwhile are still told to come again. */
  readonly lastCallMs?: number;
};

export type HttpOptions = {
  readonly log: Logger;
  readonly publicOrigin: string;
  readonly demo: boolean;
  /** Pages come from source: the development tools write styles and scripts into the page. */
  readonly fromSource: boolean;
  /** Where a form may lead: the identity provider, besides ourselves. */
  readonly providerOrigin: string;
  readonly patience: Patience;
  /** Reads once how an answer is wished; see `asked.ts`. */
  readonly understand: (headers: IncomingMessage['headers']) => Asked;
  /** Answered in front of the framework. */
  readonly bare: readonly BareRoute[];
  /** Registers the API routes. */
  readonly api: (app: FastifyInstance) => void;
  /** Draws everything that is not the API; may be set later (development). `null` where there are no pages. */
  readonly pages: NodeHandler | null;
  /** Pages for everybody that were drawn a moment ago; none while they come from source. */
  readonly shared: SharedPages | null;
  /** Whether this process can reach the truth: used by `/healthz`. */
  readonly isAlive: () => Promise<boolean>;
};

export type HttpServer = {
  readonly server: Server;
  readonly app: FastifyInstance;
  /** Every route there is; `/*` stands for the pages, which ask for their permissions themselves. */
  readonly routes: readonly RouteNamed[];
  listen(host: string, port: number): Promise<number>;
  close(): Promise<void>;
};

/** One HTTP server: the front, then the bare handlers, the API, the pages. */
export async function createHttpServer(options: HttpOptions): Promise<HttpServer> {
  const { headMs, requestMs, stopMs, lastCallMs } = options.patience;
  // A limit is looked at so often that what it says is true to a tenth.
  const checkMs = Math.ceil(Math.min(headMs, requestMs) / 10);
  const server = createServer({
    keepAliveTimeout: 75_000,
    headersTimeout: headMs,
    requestTimeout: requestMs,
    connectionsCheckingInterval: checkMs,
    // Refused in front, with the headers of every answer.
    requireHostHeader: false,
  });
  const draining = drain(stopMs, lastCallMs);
  const pages = packed(options);
  const routes: RouteNamed[] = options.bare.map(({ method, path, permission }) => ({ method, path, permission }));
  let methods: MethodsOf = () => null;
  const app = Fastify({
    loggerInstance: options.log as unknown as FastifyBaseLogger,
    serverFactory: (framework) => {
      const bare = new Map(options.bare.map(({ path, handle }) => [path, handle]));
      const meet = front({
        ...options,
        safety: safetyHeaders(options),
        methodsOf: (path) => methods(path),
        drawTrouble: (request, response, status) => drawInstead(request, response, { path: troublePage, status }, pages),
      });
      server.on('request', (request: IncomingMessage, response: ServerResponse) => {
        if (!draining.enter(request, response)) return;
        const asked = meet(request, response);
        if (asked === null) return;
        const handle = bare.get(pathOf(request)) ?? framework;
        if (handle !== framework) return handle(request, response);
        if (options.shared?.answer(request, response, asked) === true) return;
        understood.set(request, asked);
        framework(request, response);
      });
      return server;
    },
    clientErrorHandler: () => undefined,
    genReqId: ({ headers }) => String(headers['x-request-id']),
    bodyLimit: 512 * 1024,
    routerOptions: { maxParamLength: 200 },
  });
  answerParserFaults(server, safetyLines(options));
  const safety = safetyHeaders(options);
  server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
    safety(request, response);
    sendPlainly(response, 417, 'invalid', 'Nothing of the kind is expected here', { connection: 'close' });
  });
  await app.register(formbody);
  app.decorate('drawPage', (request: FastifyRequest, reply: FastifyReply, page: Drawn) => {
    if (options.pages === null || !isBrowser(request.headers)) return false;
    takeOver(reply);
    drawInstead(request.raw, reply.raw, page, pages);
    return true;
  });
  app.addHook('onRoute', ({ method, url, config }) => {
    const { permission } = config ?? {};
    if (permission === undefined) throw new Error(`route ${String(method)} ${url} names no permission`);
    for (const each of [method].flat()) routes.push({ method: each, path: url, permission });
  });
  app.addHook('onSend', async (_request, reply, payload) => {
    // Somebody's text may stand in an address we send somebody to: a header holds plain letters alone.
    const location = reply.getHeader('location');
    if (typeof location === 'string') reply.header('location', inAddress(location.replace(/\p{Cc}/gu, '')));
    return payload;
  });
  app.setErrorHandler((fault, request, reply) => answerFault(fault, request, reply));
  app.setNotFoundHandler((_request, reply) => nothingHere(reply));
  options.api(app);
  app.get('/healthz', { config: { permission: 'page.public' } }, async (_request, reply) => {
    const alive = await options.isAlive();
    return reply
      .status(alive ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ alive });
  });
  // An unknown API path answers as an API, not with a page.
  app.all('/api/*', { config: { permission: 'page.public' } }, (_request, reply) => nothingHere(reply));
  await mountPages(app, pages);
  await app.ready();
  methods = methodsOf(routes);
  return {
    server,
    app,
    routes,
    listen: (host, port) => listen(server, host, port),
    async close() {
      await draining.close(server);
      await app.close();
    },
  };
}

/** What was understood of the requests that the pages have in hand. */
const understood = new WeakMap<IncomingMessage, Asked>();

/** The pages, packed on the way out, and kept where they are for everybody. */
function packed({ pages, shared }: Pick<HttpOptions, 'pages' | 'shared'>): NodeHandler {
  const compress = compression();
  return (request, response) => {
    const asked = understood.get(request);
    if (asked !== undefined) shared?.keep(request, response, asked);
    sayLetters(response);
    compress(request as never, response as never, () => (pages ?? nowhere)(request, response));
  };
}

function nowhere(_request: IncomingMessage, response: ServerResponse): void {
  sendWaiting(response, { kind: 'unavailable', title: 'There are no pages here' }, { 'retry-after': '60' });
}

/** Files of the pages say what they are, but not in which letters texts are written. */
function sayLetters(response: ServerResponse): void {
  const { writeHead } = response;
  response.writeHead = (...all: unknown[]) => {
    const type = response.getHeader('content-type');
    if (typeof type === 'string' && /^text\/[\w.-]+$/.test(type)) response.setHeader('content-type', `${type}; charset=utf-8`);
    return (writeHead as (...rest: unknown[]) => ServerResponse).call(response, ...all);
  };
}

/** Pages read the body themselves: the framework leaves the stream alone. */
async function mountPages(app: FastifyInstance, pages: NodeHandler): Promise<void> {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    scope.all('/*', { config: { permission: 'page.public' } }, (request, reply) => {
      takeOver(reply);
      pages(request.raw, reply.raw);
    });
  });
}

/** The framework lets go of an answer and lends the headers it has. */
function takeOver(reply: FastifyReply): void {
  for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) reply.raw.setHeader(name, value);
  reply.hijack();
}

/** A fault of a route: a page for a browser, in the reader's language; a problem for a program. */
function answerFault(fault: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined {
  const { status, kind, title, retryAfterSeconds } = toldOf(fault);
  if (status >= 500) request.log.error({ err: fault }, status === 500 ? 'fault' : 'cannot answer now');
  if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds));
  reply.removeHeader('set-cookie').removeHeader('location');
  if (request.server.drawPage(request, reply, { path: troublePage, status })) return undefined;
  return reply
    .status(status)
    .type(problemMediaType)
    .send(problem(status, kind, title, { requestId: request.id }));
}

function nothingHere(reply: FastifyReply): FastifyReply {
  return reply
    .status(404)
    .type(problemMediaType)
    .send(problem(404, 'not_found', 'There is nothing at this address'));
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
