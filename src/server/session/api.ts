import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Language, preferredLanguage } from '#domain/core/language.ts';
import { ownPath } from '#domain/core/own-path.ts';
import { cookieIn, type CookieNames, languageLine, setCookie } from '../http/cookies.ts';
import { isForeign } from '../http/origin.ts';
import { routeFor } from '../http/route.ts';
import { whoAsks } from '../http/signed-in.ts';
import { isAskedAt, signInPage } from './api-places.ts';
import type { SessionService, SignInEnd } from './service.ts';
import type { KeptService } from './service-kept.ts';

export type SessionApiOptions = {
  readonly session: SessionService;
  readonly kept: KeptService;
  readonly cookies: CookieNames;
  readonly publicOrigin: string;
  readonly languages: readonly Language[];
  readonly sessionSeconds: number;
};

// The browser's secret outlives an attempt, so that one that comes back late is known, and can be told so.
const browserSeconds = 24 * 3600;
const leftSeconds = 365 * 24 * 3600;

/** Signing in and out, and the choice of language: redirects around the pages; and whether one is still signed in. */
export function sessionApi(app: FastifyInstance, options: SessionApiOptions): void {
  const { session, kept, cookies, publicOrigin, languages } = options;
  const secure = publicOrigin.startsWith('https://');
  const { left } = kept.cookies;
  const put = (name: string, value: string, maxAgeSeconds: number) => setCookie(name, value, { secure, maxAgeSeconds });
  const languageOf = ({ headers }: FastifyRequest) =>
    preferredLanguage(languages, cookieIn(headers.cookie, cookies.language), headers['accept-language']);
  const brought = ({ headers }: FastifyRequest, name: string) => cookieIn(headers.cookie, name);

  /** Whoever was here before has left, or was away too long: the next one is asked who it is, whatever the provider remembers. */
  async function asksAnew(request: FastifyRequest): Promise<boolean> {
    const token = brought(request, cookies.session);
    return brought(request, left) !== null || (token !== null && (await session.farewell(token)) !== null);
  }

  app.get('/auth/start', routeFor('session.begin'), async (request, reply) => {
    const { to, turn } = startSchema.parse(request.query);
    const returnTo = ownPath(to) ?? '/';
    // The provider returns to the public address: the attempt must begin there too, or its cookie is not seen.
    if (!isAskedAt(request.headers.host, publicOrigin)) {
      if (turn) request.log.error({ host: request.headers.host, publicOrigin }, 'the proxy does not hand on Host: nobody can sign in');
      return turn
        ? reply.redirect(signInPage('address', returnTo), 303)
        : reply.redirect(`${publicOrigin}/auth/start?turn=1&to=${encodeURIComponent(returnTo)}`, 303);
    }
    try {
      const wish = { language: languageOf(request), returnTo, browser: brought(request, cookies.attempt), anew: await asksAnew(request) };
      const { redirect, browser } = await session.begin(wish);
      reply.header('set-cookie', put(cookies.attempt, browser, browserSeconds));
      return await reply.redirect(redirect.href, 303);
    } catch (fault) {
      return toPage(request, reply, fault, returnTo);
    }
  });

  app.get('/auth/callback', routeFor('session.begin'), async (request, reply) => {
    try {
      const done = await session.finish(new URL(request.url, publicOrigin), {
        browser: brought(request, cookies.attempt) ?? '',
        userAgent: request.headers['user-agent'] ?? '',
        former: brought(request, cookies.session),
        asks: brought(request, left) !== null,
      });
      if (done.kind !== 'signed_in') return await reply.redirect(placeAfter(done), 303);
      reply.header('set-cookie', [
        put(cookies.session, done.token, options.sessionSeconds),
        ...(brought(request, left) === null ? [] : [put(left, '', 0)]),
      ]);
      // What a browser kept of whoever sat here before is not for the next one.
      reply.header('clear-site-data', '"cache"');
      return await reply.redirect(done.returnTo, 303);
    } catch (fault) {
      return toPage(request, reply, fault, null);
    }
  });

  app.post('/auth/end', routeFor('session.end'), async (request, reply) => {
    if (isForeign(request.headers, publicOrigin)) return reply.redirect('/', 303);
    const token = brought(request, cookies.session);
    const ended = token === null ? null : await endSurely(session, token, request.log);
    reply.header('set-cookie', [
      put(cookies.session, '', 0),
      put(kept.cookies.form, '', 0),
      put(left, ended === null ? '1' : kept.sealPerson(ended.person), leftSeconds),
    ]);
    reply.header('clear-site-data', '"cache"');
    const provider = await session.providerEnd(ended?.logoutHint ?? null).catch(() => new URL('/', publicOrigin));
    return reply.redirect(provider.href, 303);
  });

  app.get('/api/v1/session', routeFor('session.read_own'), async (request, reply) => {
    const who = await whoAsks(session, cookies.session)(request, reply);
    return who === null ? reply : reply.header('cache-control', 'no-store').send({ signedIn: true });
  });

  app.get('/language', routeFor('page.public'), (request, reply) => {
    const { set, to } = languageSchema.parse(request.query);
    const language = languages.find((candidate) => candidate === set);
    if (language !== undefined) reply.header('set-cookie', languageLine(publicOrigin)(language));
    return reply.redirect(ownPath(to) ?? '/', 303);
  });
}

const path = z.string().catch('/');
const startSchema = z.object({ to: path, turn: z.literal('1').optional().catch(undefined) });
const languageSchema = z.object({ set: z.string().max(5).catch(''), to: path });

function placeAfter(done: Exclude<SignInEnd, { readonly kind: 'signed_in' }>): string {
  if (done.kind === 'begin_again') return `/auth/start?to=${encodeURIComponent(done.returnTo ?? '/')}`;
  return signInPage(done.kind, done.returnTo);
}

/** A browser that comes from the provider is shown a page, whatever went wrong; the fault is in the log. */
function toPage(request: FastifyRequest, reply: FastifyReply, fault: unknown, returnTo: string | null) {
  const isOutage = fault instanceof Error && fault.name === 'RegisterOutage';
  if (!isOutage) request.log.error({ err: fault }, 'a sign-in failed');
  return reply.redirect(signInPage(isOutage ? 'outage' : 'fault', returnTo), 303);
}

const endAgainMs = 2_000;
const endTries = 300;

/** Ends a session; where the database is away the browser is signed out at once, and the session ends as soon as that can be written. */
async function endSurely(
  session: SessionService,
  token: string,
  log: FastifyBaseLogger,
  tries = endTries,
): ReturnType<SessionService['end']> {
  try {
    return await session.end(token);
  } catch (fault) {
    if (tries === endTries) log.error({ err: fault }, 'a session could not be ended; it is tried again');
    if (tries > 1) setTimeout(() => void endSurely(session, token, log, tries - 1), endAgainMs).unref();
    return null;
  }
}
