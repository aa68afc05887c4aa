import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import formbody from '@fastify/formbody';
import helmet from '@fastify/helmet';
import compression from 'compression';
import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { Permission } from '#domain/access/permissions.ts';
import { problem, problemMediaType } from './problem.ts';
import type { SharedPages } from './shared-pages.ts';

export type NodeHandler = (request: IncomingMessage, response: ServerResponse) => void;

/** A route and what it asks of the caller. */
export type RouteNamed = { readonly method: string; readonly path: string; readonly permission: Permission };

/** A route without the framework; it asks for its permission itself. */
export type BareRoute = RouteNamed & { readonly handle: NodeHandler };

export type HttpOptions = {
  readonly log: Logger;
  readonly publicOrigin: string;
  /** Pages come from source: the development tools write styles and scripts into the page. */
  readonly fromSource: boolean;
  /** Where a form may lead: the identity provider, besides ourselves. */
  readonly providerOrigin: string;
  /** Answered in front of the framework. */
  readonly bare: readonly BareRoute[];
  /** Registers the API routes. */
  readonly api: (app: FastifyInstance) => void;
  /** Draws everything that is not the API; may be set later (development). */
  readonly pages: NodeHandler;
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

/** The name under which the pages learn the scheme of the public address; set by us on every request, whatever the client sent. */
export const protocolHeader = 'x-mektep-protocol';

/** One HTTP server: the bare handlers, then the API, then the pages. */
export async function createHttpServer(options: HttpOptions): Promise<HttpServer> {
  const { log, publicOrigin } = options;
  const secure = publicOrigin.startsWith('https://');
  const server = createServer({ keepAliveTimeout: 75_000, headersTimeout: 10_000, requestTimeout: 60_000 });
  const bare = new Map(options.bare.map(({ path, handle }) => [path, handle]));
  const app = Fastify({
    loggerInstance: log as unknown as FastifyBaseLogger,
    serverFactory: (framework) => {
      server.on('request', (request: IncomingMessage, response: ServerResponse) => {
        request.headers[protocolHeader] = secure ? 'https' : 'http';
        if (!isReadable(pathOf(request))) request.url = pathOf(request).startsWith('/api/') ? '/api/nothing' : '/nothing';
        const handle = bare.get(pathOf(request)) ?? framework;
        if (handle === framework && options.shared?.answer(request, response) === true) return;
        handle(request, response);
      });
      return server;
    },
    genReqId: () => randomUUID(),
    bodyLimit: 512 * 1024,
    routerOptions: { maxParamLength: 200 },
  });
  await app.register(formbody);
  await app.register(helmet, headersFor(secure, options));
  const routes: RouteNamed[] = options.bare.map(({ method, path, permission }) => ({ method, path, permission }));
  app.addHook('onRoute', ({ method, url, config }) => {
    const { permission } = config ?? {};
    if (permission === undefined) throw new Error(`route ${String(method)} ${url} names no permission`);
    for (const each of [method].flat()) routes.push({ method: each, path: url, permission });
  });
  app.addHook('onRequest', async (request, reply) => {
    request.raw.headers['x-request-id'] = request.id;
    reply.header('x-request-id', request.id);
  });
  app.setErrorHandler((fault, request, reply) => {
    const status = statusOf(fault);
    if (status >= 500) request.log.error({ err: fault }, 'fault');
    const body = problem(
      status,
      status >= 500 ? 'fault' : 'invalid',
      status >= 500 ? 'Something broke on our side' : 'The request cannot be read',
      { requestId: request.id },
    );
    return reply.status(status).type(problemMediaType).send(body);
  });
  options.api(app);
  app.get('/healthz', { config: { permission: 'page.public' } }, async (_request, reply) => {
    const alive = await options.isAlive();
    return reply.status(alive ? 200 : 503).send({ alive });
  });
  // An unknown API path answers as an API, not with a page.
  app.all('/api/*', { config: { permission: 'page.public' } }, (_request, reply) =>
    reply
      .status(404)
      .type(problemMediaType)
      .send(problem(404, 'not_found', 'There is nothing at this address')),
  );
  await mountPages(app, options);
  await app.ready();
  return {
    server,
    app,
    routes,
    listen: (host, port) => listen(server, host, port),
    async close() {
      server.closeIdleConnections();
      const ended = new Promise<void>((resolve) => server.close(() => resolve()));
      const force = setTimeout(() => server.closeAllConnections(), 3_000);
      await ended;
      clearTimeout(force);
      await app.close();
    },
  };
}

/** Pages read the body themselves: the framework leaves the stream alone and lends its headers. What they draw is compressed on the way out. */
async function mountPages(app: FastifyInstance, { pages, shared }: Pick<HttpOptions, 'pages' | 'shared'>): Promise<void> {
  const compress = compression();
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    scope.all('/*', { config: { permission: 'page.public' } }, (request, reply) => {
      for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) reply.raw.setHeader(name, value);
      reply.hijack();
      shared?.keep(request.raw, reply.raw);
      compress(request.raw as never, reply.raw as never, () => pages(request.raw, reply.raw));
    });
  });
}

function headersFor(secure: boolean, { providerOrigin, fromSource }: HttpOptions) {
  const ours = fromSource ? ["'self'", "'unsafe-inline'"] : ["'self'"];
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ours,
        styleSrc: ours,
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        // Signing out posts to us and is sent on to the provider.
        formAction: ["'self'", providerOrigin],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
      },
    },
    strictTransportSecurity: secure ? { maxAge: 63_072_000, includeSubDomains: true } : false,
    referrerPolicy: { policy: 'same-origin' as const },
    xFrameOptions: { action: 'deny' as const },
  };
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

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?', 1)[0] ?? '/';
}

/** Whether the path is written as paths are. Where it is not there is nothing, which a page in the reader's language says better than the framework. */
function isReadable(path: string): boolean {
  try {
    return !decodeURIComponent(path).includes('\0');
  } catch {
    return false;
  }
}

function statusOf(fault: unknown): number {
  const status = fault instanceof Error && 'statusCode' in fault ? Number(fault.statusCode) : 500;
  return status >= 400 && status < 600 ? status : 500;
}
