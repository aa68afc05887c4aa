import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { cookieIn, type CookieNames, setCookie } from '../http/cookies.ts';
import { isForeign } from '../http/origin.ts';
import { routeFor } from '../http/route.ts';
import { type FormPage, sendBack, sendProblem, takeForm, uploadLimits, wantsJson } from '../http/upload.ts';
import type { SessionService } from '../session/service.ts';
import type { KeptService } from '../session/service-kept.ts';
import { readGuardianshipForm } from './api-form.ts';
import type { GuardianshipAnswer, GuardianshipGiven, GuardianshipService } from './service.ts';

export type GuardianshipApiOptions = {
  readonly guardianship: GuardianshipService;
  readonly session: SessionService;
  readonly cookies: CookieNames;
  readonly publicOrigin: string;
  readonly fileAtMostBytes: number;
  readonly kept: KeptService;
};

const formPage: FormPage = { path: '/children/guardian', tooLarge: 'file_too_large' };
const sentPage = '/children/guardian/sent';

/**
 * `POST /api/v1/guardianships`, `multipart/form-data` with `pin`, `relation`, `file` and, if the form has one, `key`. A browser is sent on to a
 * page; whatever is wrong it reads on the form's page, beside what was typed. A client that accepts JSON gets 201, or 422 with all problems.
 */
export function guardianshipApi(app: FastifyInstance, options: GuardianshipApiOptions): void {
  const { guardianship, session, cookies, publicOrigin, fileAtMostBytes, kept } = options;
  const secure = publicOrigin.startsWith('https://');

  /** What was typed waits in the browser for the form to be drawn again, the file apart; no address holds it. */
  function keep(reply: FastifyReply, person: string, given: Pick<GuardianshipGiven, 'nationalId' | 'relation'>): void {
    const sealed = kept.seal({ person, path: formPage.path, typed: { pin: given.nationalId, relation: given.relation } });
    if (sealed !== null) reply.header('set-cookie', setCookie(kept.cookies.form, sealed, { secure, maxAgeSeconds: kept.keptSeconds }));
  }

  /** Whose session ended in this browser: only for such a one a form is read without a session. */
  async function former({ headers }: FastifyRequest, token: string | null): Promise<string | null> {
    const ended = token === null ? null : await session.farewell(token);
    const left = cookieIn(headers.cookie, kept.cookies.left);
    return ended?.person ?? (left === null ? null : kept.personIn(left));
  }

  void app.register(async (scope) => {
    await scope.register(multipart, { limits: uploadLimits(fileAtMostBytes), throwFileSizeLimit: false });
    scope.post('/api/v1/guardianships', routeFor('guardianship.apply'), async (request, reply) => {
      const { headers } = request;
      if (isForeign(headers, publicOrigin)) return sendBack(request, reply, formPage, foreign, ['form_foreign']);
      const token = cookieIn(headers.cookie, cookies.session);
      const who = token === null ? null : await session.who(token);
      if (who === null && wantsJson(request)) return sendProblem(reply, 401, 'not_signed_in', 'Sign in first');
      const person = who?.person ?? (await former(request, token));
      if (person === null) return reply.redirect(`/sign-in?to=${formPage.path}&problem=unsaved`, 303);
      return takeForm(request, reply, formPage, async () => {
        const given = await readGuardianshipForm(request);
        if (who === null) {
          keep(reply, person, given);
          return reply.redirect(`/sign-in?to=${formPage.path}&problem=kept`, 303);
        }
        const answer = await guardianship.apply(who, given);
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
