import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Language, preferredLanguage } from '#domain/core/language.ts';
import { ownPath } from '#domain/core/own-path.ts';
import { cookieIn, type CookieNames, languageLine, setCookie } from '../http/cookies.ts';
import { isForeign } from '../http/origin.ts';
import { routeFor } from '../http/route.ts';
import { whoAsks } from '../http/signed-in.ts';
import type { SessionService } from './service.ts';

export type SessionApiOptions = {
  readonly session: SessionService;
  readonly cookies: CookieNames;
  readonly publicOrigin: string;
  readonly languages: readonly Language[];
  readonly sessionSeconds: number;
};

const attemptSeconds = 600;

/** Signing in and out, and the choice of language: redirects around the pages; and whether one is still signed in. */
export function sessionApi(app: FastifyInstance, options: SessionApiOptions): void {
  const { session, cookies, publicOrigin, languages } = options;
  const secure = publicOrigin.startsWith('https://');
  const languageOf = ({ headers }: FastifyRequest) =>
    preferredLanguage(languages, cookieIn(headers.cookie, cookies.language), headers['accept-language']);

  app.get('/auth/start', routeFor('session.begin'), async (request, reply) => {
    const { to } = startSchema.parse(request.query);
    // The provider returns to the public address: the attempt must begin there too, or its cookie is not seen.
    if (request.headers.host !== new URL(publicOrigin).host)
      return reply.redirect(`${publicOrigin}/auth/start?to=${encodeURIComponent(ownPath(to) ?? '/')}`, 303);
    try {
      const { redirect, attempt } = await session.begin(languageOf(request), ownPath(to) ?? '/');
      reply.header('set-cookie', setCookie(cookies.attempt, attempt, { secure, maxAgeSeconds: attemptSeconds }));
      return await reply.redirect(redirect.href, 303);
    } catch (fault) {
      return signInProblem(reply, fault);
    }
  });

  app.get('/auth/callback', routeFor('session.begin'), async (request, reply) => {
    const attempt = cookieIn(request.headers.cookie, cookies.attempt) ?? '';
    try {
      const done = await session.finish(new URL(request.url, publicOrigin), attempt, request.headers['user-agent'] ?? '');
      reply.header('set-cookie', [
        setCookie(cookies.session, done.token, { secure, maxAgeSeconds: options.sessionSeconds }),
        setCookie(cookies.attempt, '', { secure, maxAgeSeconds: 0 }),
      ]);
      return await reply.redirect(done.returnTo, 303);
    } catch (fault) {
      return signInProblem(reply, fault);
    }
  });

  app.post('/auth/end', routeFor('session.end'), async (request, reply) => {
    if (isForeign(request.headers, publicOrigin)) return reply.redirect('/', 303);
    const token = cookieIn(request.headers.cookie, cookies.session);
    if (token !== null) await session.end(token);
    reply.header('set-cookie', setCookie(cookies.session, '', { secure, maxAgeSeconds: 0 }));
    reply.header('clear-site-data', '"cache"');
    const provider = await session.providerEnd().catch(() => new URL('/', publicOrigin));
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
const startSchema = z.object({ to: path });
const languageSchema = z.object({ set: z.string().max(5).catch(''), to: path });

function signInProblem(reply: FastifyReply, fault: unknown) {
  const name = fault instanceof Error ? fault.name : '';
  if (name === 'SignInRefused') return reply.redirect('/sign-in?problem=refused', 303);
  if (name === 'RegisterOutage') return reply.redirect('/sign-in?problem=outage', 303);
  throw fault;
}
