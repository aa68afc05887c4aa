import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { cookieIn, type CookieNames } from '../http/cookies.ts';
import { isForeign } from '../http/origin.ts';
import { routeFor } from '../http/route.ts';
import { type FormPage, sendBack, sendProblem, takeForm, uploadLimits, wantsJson } from '../http/upload.ts';
import type { SessionService } from '../session/service.ts';
import { readGuardianshipForm } from './api-form.ts';
import type { GuardianshipAnswer, GuardianshipService } from './service.ts';

export type GuardianshipApiOptions = {
  readonly guardianship: GuardianshipService;
  readonly session: SessionService;
  readonly cookies: CookieNames;
  readonly publicOrigin: string;
  readonly fileAtMostBytes: number;
};

const formPage: FormPage = { path: '/children/guardian', tooLarge: 'file_too_large' };
const sentPage = '/children/guardian/sent';

/**
 * `POST /api/v1/guardianships`, `multipart/form-data` with `pin`, `relation`, `file` and, if the form has one, `key`. A browser is sent on to a
 * page; whatever is wrong it reads on the form's page, beside what was typed. A client that accepts JSON gets 201, or 422 with all problems.
 */
export function guardianshipApi(app: FastifyInstance, options: GuardianshipApiOptions): void {
  const { guardianship, session, cookies, publicOrigin, fileAtMostBytes } = options;
  void app.register(async (scope) => {
    await scope.register(multipart, { limits: uploadLimits(fileAtMostBytes), throwFileSizeLimit: false });
    scope.post('/api/v1/guardianships', routeFor('guardianship.apply'), async (request, reply) => {
      const { headers } = request;
      if (isForeign(headers, publicOrigin)) return sendBack(request, reply, formPage, foreign, ['form_foreign']);
      const token = cookieIn(headers.cookie, cookies.session);
      const who = token === null ? null : await session.who(token);
      if (who === null)
        return wantsJson(request)
          ? sendProblem(reply, 401, 'not_signed_in', 'Sign in first')
          : reply.redirect(`/sign-in?to=${formPage.path}`, 303);
      return takeForm(request, reply, formPage, async () => {
        const answer = await guardianship.apply(who, await readGuardianshipForm(request));
        if (answer.kind !== 'submitted') return sendBack(request, reply, formPage, notTaken(answer), answer.problems);
        return wantsJson(request) ? sendJson(reply, answer) : reply.redirect(sentPage, 303);
      });
    });
  });
}

const foreign = { status: 403, kind: 'foreign_origin', title: 'Applications come from our own pages or without a page' } as const;

type Submitted = Extract<GuardianshipAnswer, { kind: 'submitted' }>;

function notTaken({ problems: [first] }: Exclude<GuardianshipAnswer, Submitted>) {
  return { status: 422, kind: first ?? 'invalid', title: 'The application was not taken' };
}

function sendJson(reply: FastifyReply, { application }: Submitted): FastifyReply {
  return reply.status(201).header('cache-control', 'no-store').send(application);
}
