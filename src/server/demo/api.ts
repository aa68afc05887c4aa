import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { moment } from '#domain/core/day.ts';
import { cookieIn, type CookieNames, setCookie } from '../http/cookies.ts';
import { isForeign } from '../http/origin.ts';
import { problem, problemMediaType } from '../http/problem.ts';
import { routeFor } from '../http/route.ts';
import type { SessionService } from '../session/service.ts';
import type { Demo } from './service.ts';

export type DemoApiOptions = {
  readonly demo: Demo;
  readonly session: SessionService;
  readonly cookies: CookieNames;
  readonly publicOrigin: string;
};

const attemptSeconds = 600;
/** Longer than the server waits before it reads the moved clock again. */
const clockSettlesMs = 1_200;
const clockSchema = z.object({ at: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/), to: z.string().max(500).catch('/') });
const personaSchema = z.object({ pin: z.string().regex(/^\d{12,14}$/) });

/** The demo's bar: another day, other eyes. Registered in the demo alone; production has no such routes. */
export function demoApi(app: FastifyInstance, { demo, session, cookies, publicOrigin }: DemoApiOptions): void {
  const secure = publicOrigin.startsWith('https://');

  app.post('/demo/clock', routeFor('demo.steer'), async (request, reply) => {
    const form = clockSchema.safeParse(request.body);
    if (!form.success || isForeign(request.headers, publicOrigin))
      return reply
        .status(400)
        .type(problemMediaType)
        .send(problem(400, 'invalid', 'at is a moment, YYYY-MM-DDTHH:MM'));
    await demo.setClock(moment(form.data.at));
    await new Promise((resolve) => setTimeout(resolve, clockSettlesMs));
    return reply.redirect(/^\/(?![/\\])/.test(form.data.to) ? form.data.to : '/', 303);
  });

  app.post('/demo/persona', routeFor('demo.steer'), async (request, reply) => {
    const form = personaSchema.safeParse(request.body);
    if (!form.success || isForeign(request.headers, publicOrigin))
      return reply
        .status(400)
        .type(problemMediaType)
        .send(problem(400, 'invalid', 'pin is a national id'));
    const token = cookieIn(request.headers.cookie, cookies.session);
    if (token !== null) await session.end(token);
    const { redirect, browser } = await session.begin({
      language: cookieIn(request.headers.cookie, cookies.language) ?? 'ru',
      returnTo: '/children',
      browser: cookieIn(request.headers.cookie, cookies.attempt),
      hint: form.data.pin,
      anew: true,
    });
    reply.header('set-cookie', [
      setCookie(cookies.session, '', { secure, maxAgeSeconds: 0 }),
      setCookie(cookies.attempt, browser, { secure, maxAgeSeconds: attemptSeconds }),
    ]);
    return reply.redirect(redirect.href, 303);
  });
}
