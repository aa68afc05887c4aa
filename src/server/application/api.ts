import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { problem, problemMediaType } from '../http/problem.ts';
import { routeFor } from '../http/route.ts';
import type { WhoAsks } from '../http/signed-in.ts';
import type { ApplicationService } from './service.ts';

const childParams = z.object({ child: z.uuid() });
const childQuery = z.object({ grade: z.coerce.number().int().min(0).max(12).optional() });

const word = z.string().max(200).optional();
const choiceQuery = childQuery.extend({ region: word, district: word, school: word });

/** The family's own children as JSON: what the pages draw, with the drafts a claim answers. KG25-21.3. */
export function applicationApi(app: FastifyInstance, application: ApplicationService, whoAsks: WhoAsks): void {
  app.get('/api/v1/children', routeFor('child.read_own'), async (request, reply) => {
    const who = await whoAsks(request, reply);
    if (who === null) return reply;
    return sendOwn(reply, await application.family(who));
  });

  app.get('/api/v1/children/:child', routeFor('child.read_own'), async (request, reply) => {
    const who = await whoAsks(request, reply);
    if (who === null) return reply;
    const params = childParams.safeParse(request.params);
    const query = childQuery.safeParse(request.query);
    if (!query.success) return refuse(reply, 400, 'invalid', 'grade is a whole number');
    const page = params.success ? await application.child(who, params.data.child, query.data.grade) : null;
    return sendOwn(reply, page);
  });

  app.get('/api/v1/children/:child/choice', routeFor('child.read_own'), async (request, reply) => {
    const who = await whoAsks(request, reply);
    if (who === null) return reply;
    const params = childParams.safeParse(request.params);
    const query = choiceQuery.safeParse(request.query);
    if (!query.success) return refuse(reply, 400, 'invalid', 'grade is a whole number; region, district and school are keys');
    const { grade = null, region = null, district = null, school = null } = query.data;
    const page = params.success ? await application.choose(who, params.data.child, { grade, region, district, school }) : null;
    return sendOwn(reply, page);
  });
}

/** A page of one's own child; what is not one's own is not there. */
function sendOwn(reply: FastifyReply, page: object | null) {
  if (page === null) return refuse(reply, 404, 'not_found', 'There is no such child of yours');
  // A register was silent: what is missing is not known yet, and may be there soon.
  if ('outage' in page && page.outage !== null) void reply.header('retry-after', '15');
  return reply.header('cache-control', 'no-store').send(page);
}

function refuse(reply: FastifyReply, status: number, kind: string, title: string) {
  return reply
    .status(status)
    .type(problemMediaType)
    .send(problem(status, kind, title));
}
