import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { cookieIn, type CookieNames, setCookie } from '../http/cookies.ts';
import { isForeign } from '../http/origin.ts';
import { routeFor } from '../http/route.ts';
import { refuseBody, sendProblem, uploadLimits, wantsJson } from '../http/upload.ts';
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

const formPage = '/children/guardian';
const sentPage = '/children/guardian/sent';

/**
 * `POST /api/v1/guardianships`, `multipart/form-data` with `pin`, `relation`, `file` and, if the form has one, `key`. A browser is sent on to a
 * page, a refusal back to the form with its codes alone; a client that accepts JSON gets 201, or 422 with all problems.
 */
export function guardianshipApi(app: FastifyInstance, options: GuardianshipApiOptions): void {
  const { guardianship, session, cookies, publicOrigin, fileAtMostBytes, kept } = options;
  const secure = publicOrigin.startsWith('https://');

  /** What was typed waits in the browser for the form to be drawn again, the file apart; no address holds it. */
  function keep(reply: FastifyReply, person: string, given: Pick<GuardianshipGiven, 'nationalId' | 'relation'>): void {
    const sealed = kept.seal({ person, path: formPage, typed: { pin: given.nationalId, relation: given.relation } });
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
      if (isForeign(headers, publicOrigin))
        return sendProblem(reply, 403, 'foreign_origin', 'Applications come from our own pages or without a page');
      const token = cookieIn(headers.cookie, cookies.session);
      const who = token === null ? null : await session.who(token);
      if (who === null && wantsJson(request)) return sendProblem(reply, 401, 'not_signed_in', 'Sign in first');
      const person = who?.person ?? (await former(request, token));
      if (person === null) return reply.redirect(`/sign-in?to=${formPage}&problem=unsaved`, 303);
      const refused = refuseBody(request, reply);
      if (refused !== null) return refused;
      const given = await readGuardianshipForm(request);
      if (who === null) {
        keep(reply, person, given);
        return reply.redirect(`/sign-in?to=${formPage}&problem=kept`, 303);
      }
      const answer = await guardianship.apply(who, given);
      if (wantsJson(request)) return sendJson(reply, answer);
      if (answer.kind === 'refused') keep(reply, person, given);
      return reply.redirect(pageAfter(answer), 303);
    });
  });
}

function sendJson(reply: FastifyReply, answer: GuardianshipAnswer): FastifyReply {
  if (answer.kind === 'submitted') return reply.status(201).header('cache-control', 'no-store').send(answer.application);
  const [first = 'invalid'] = answer.problems;
  return sendProblem(reply, 422, first, 'The application was not taken', { problems: answer.problems });
}

/** Codes alone go into the address: addresses are kept in histories and logs. */
function pageAfter(answer: GuardianshipAnswer): string {
  return answer.kind === 'submitted' ? sentPage : `${formPage}?${answer.problems.map((code) => `problem=${code}`).join('&')}`;
}
