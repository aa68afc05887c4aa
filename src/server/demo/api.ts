import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { moment, parseDay } from '#domain/core/day.ts';
import { ownPath } from '#domain/core/own-path.ts';
import { cookieIn, type CookieNames, setCookie } from '../http/cookies.ts';
import { troublePage } from '../http/drawn.ts';
import { isForeign } from '../http/origin.ts';
import { routeFor } from '../http/route.ts';
import { sendProblem } from '../http/upload.ts';
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
const clockSchema = z.object({
  at: z.string().refine((text) => parseDay(text.slice(0, 10)) !== null && /^.{10}T([01]\d|2[0-3]):[0-5]\d$/.test(text)),
  to: z.string().catch('/'),
});
const personaSchema = z.object({ pin: z.string().regex(/^\d{12,14}$/) });

/** The demo's bar: another day, other eyes. Registered in the demo alone; production has no such routes. */
export function demoApi(app: FastifyInstance, { demo, session, cookies, publicOrigin }: DemoApiOptions): void {
  const secure = publicOrigin.startsWith('https://');

  app.post('/demo/clock', routeFor('demo.steer'), async (request, reply) => {
    const form = clockSchema.safeParse(request.body);
    if (!form.success || isForeign(request.headers, publicOrigin)) return refuse(request, reply, 'at is a moment, YYYY-MM-DDTHH:MM');
    await demo.setClock(moment(form.data.at));
    await new Promise((resolve) => setTimeout(resolve, clockSettlesMs));
    return reply.redirect(ownPath(form.data.to) ?? '/', 303);
  });

  app.post('/demo/persona', routeFor('demo.steer'), async (request, reply) => {
    const form = personaSchema.safeParse(request.body);
    if (!form.success || isForeign(request.headers, publicOrigin)) return refuse(request, reply, 'pin is a national id');
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

function refuse(request: FastifyRequest, reply: FastifyReply, title: string): FastifyReply {
  return request.server.drawPage(request, reply, { path: troublePage, status: 400 }) ? reply : sendProblem(reply, 400, 'invalid', title);
}
