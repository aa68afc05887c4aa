import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SessionService, SignedIn } from '../session/service.ts';
import { cookieIn } from './cookies.ts';
import { problem, problemMediaType } from './problem.ts';

/** Who sent an API request; answers 401 and gives `null` when nobody is signed in. */
export type WhoAsks = (request: FastifyRequest, reply: FastifyReply) => Promise<SignedIn | null>;

/** Finds who asks by the session cookie. */
export function whoAsks(session: Pick<SessionService, 'who'>, cookie: string): WhoAsks {
  return async (request, reply) => {
    const token = cookieIn(request.headers.cookie, cookie);
    const who = token === null ? null : await session.who(token);
    if (who === null)
      await reply
        .status(401)
        .type(problemMediaType)
        .send(problem(401, 'not_signed_in', 'Sign in first'));
    return who;
  };
}
