import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { cookieIn, type CookieNames } from '../http/cookies.ts';
import { isForeign } from '../http/origin.ts';
import { problem, problemMediaType } from '../http/problem.ts';
import { routeFor } from '../http/route.ts';
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
const sentPage = '/children/guardian/sent';
// A photograph that is too large is still read to its end, so that the browser can be told; beyond this the line is cut.
const bodyAtMostBytes = 64 * 1024 * 1024;

/**
 * `POST /api/v1/guardianships`, `multipart/form-data` with `pin`, `relation`, `file` and, if the form has one, `key`. A browser is sent on to a
 * page, a refusal back to the form with its codes alone; a client that accepts JSON gets 201, or 422 with all problems.
 */
export function guardianshipApi(app: FastifyInstance, options: GuardianshipApiOptions): void {
  const { guardianship, session, cookies, publicOrigin, fileAtMostBytes } = options;
  void app.register(async (scope) => {
    const limits = { fileSize: fileAtMostBytes, files: 1, fields: 8, parts: 10, fieldSize: 200, fieldNameSize: 50, headerPairs: 20 };
    await scope.register(multipart, { limits, throwFileSizeLimit: false });
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
      if (!request.isMultipart()) return sendProblem(reply, 415, 'media_type', 'The body must be multipart/form-data');
      if (Number(headers['content-length'] ?? 0) > bodyAtMostBytes)
        return sendProblem(reply.header('connection', 'close'), 413, 'too_large', 'The body is far too large');
      cutWhenEndless(request);
      const answer = await guardianship.apply(who, await readGuardianshipForm(request));
      return wantsJson(request) ? sendJson(reply, answer) : reply.redirect(pageAfter(answer), 303);
    });
  });
}

function wantsJson(request: FastifyRequest): boolean {
  const accept = request.headers.accept ?? '';
  return accept.includes('application/json') && !accept.includes('text/html');
}

/** A body that does not say its length is cut where a said one would have been refused. */
function cutWhenEndless({ raw }: FastifyRequest): void {
  let bytes = 0;
  raw.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > bodyAtMostBytes) raw.destroy();
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

function sendProblem(
  reply: FastifyReply,
  status: number,
  kind: string,
  title: string,
  more: Readonly<Record<string, unknown>> = {},
): FastifyReply {
  return reply
    .status(status)
    .type(problemMediaType)
    .send(problem(status, kind, title, more));
}
