import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { cookieIn, type CookieNames, setCookie, typedCookie } from '../http/cookies.ts';
import { isForeign } from '../http/origin.ts';
import { routeFor } from '../http/route.ts';
import { refuseBody, sendProblem, uploadLimits, wantsJson } from '../http/upload.ts';
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

const formPage = '/children/guardian';
/** How long a form that was not taken can be filled in again with what was typed. */
const typedSeconds = 600;
const sentPage = '/children/guardian/sent';

/**
 * `POST /api/v1/guardianships`, `multipart/form-data` with `pin`, `relation`, `file` and, if the form has one, `key`. A browser is sent on to a
 * page, a refusal back to the form with its codes alone; a client that accepts JSON gets 201, or 422 with all problems.
 */
export function guardianshipApi(app: FastifyInstance, options: GuardianshipApiOptions): void {
  const { guardianship, session, cookies, publicOrigin, fileAtMostBytes } = options;
  void app.register(async (scope) => {
    await scope.register(multipart, { limits: uploadLimits(fileAtMostBytes), throwFileSizeLimit: false });
    scope.post('/api/v1/guardianships', routeFor('guardianship.apply'), async (request, reply) => {
      const { headers } = request;
      if (isForeign(headers, publicOrigin))
        return sendProblem(reply, 403, 'foreign_origin', 'Applications come from our own pages or without a page');
      const token = cookieIn(headers.cookie, cookies.session);
      const who = token === null ? null : await session.who(token);
      if (who === null)
        return wantsJson(request)
          ? sendProblem(reply, 401, 'not_signed_in', 'Sign in first')
          : reply.redirect(`/sign-in?to=${formPage}`, 303);
      const refused = refuseBody(request, reply);
      if (refused !== null) return refused;
      const given = await readGuardianshipForm(request);
      const answer = await guardianship.apply(who, given);
      if (wantsJson(request)) return sendJson(reply, answer);
      const kept = answer.kind === 'submitted' ? '' : guardianship.sealTyped(who, { pin: given.nationalId, relation: given.relation });
      const options = { secure: publicOrigin.startsWith('https://'), maxAgeSeconds: kept === '' ? 0 : typedSeconds };
      return reply.header('set-cookie', setCookie(typedCookie(cookies), kept, options)).redirect(pageAfter(answer), 303);
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
