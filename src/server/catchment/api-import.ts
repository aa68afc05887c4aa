import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { cookieIn, type CookieNames } from '../http/cookies.ts';
import { isForeign } from '../http/origin.ts';
import { routeFor } from '../http/route.ts';
import { readUpload, refuseBody, sendProblem, uploadLimits, wantsJson } from '../http/upload.ts';
import type { SessionService } from '../session/service.ts';
import type { StaffService } from '../staff/service.ts';
import type { FileGiven, ImportSent } from './service-import-files.ts';
import type { ImportService } from './service-imports.ts';

export type ImportApiOptions = {
  readonly imports: ImportService;
  readonly staff: Pick<StaffService, 'district'>;
  readonly session: SessionService;
  readonly cookies: CookieNames;
  readonly publicOrigin: string;
};

/** A whole country's acts in one file have ten megabytes. */
const fileAtMostBytes = 16 * 1024 * 1024;

/**
 * `POST /api/v1/districts/{district}/boundary-imports`, `multipart/form-data` with `file` and `key`. A browser is sent on to the file's page, a
 * refusal back to the form with its code alone; a client that accepts JSON gets 201, or 422 with the reason.
 */
export function importApi(app: FastifyInstance, { imports, staff, session, cookies, publicOrigin }: ImportApiOptions): void {
  void app.register(async (scope) => {
    await scope.register(multipart, { limits: uploadLimits(fileAtMostBytes), throwFileSizeLimit: false });
    scope.post<{ Params: { district: string } }>(
      '/api/v1/districts/:district/boundary-imports',
      routeFor('boundaries.import'),
      async (request, reply) => {
        const { headers } = request;
        if (isForeign(headers, publicOrigin))
          return sendProblem(reply, 403, 'foreign_origin', 'Files come from our own pages or without a page');
        const token = cookieIn(headers.cookie, cookies.session);
        const who = token === null ? null : await session.who(token);
        const isJson = wantsJson(request);
        const page = `/office/districts/${encodeURIComponent(request.params.district)}/import`;
        if (who === null)
          return isJson ? sendProblem(reply, 401, 'not_signed_in', 'Sign in first') : reply.redirect(`/sign-in?to=${page}`, 303);
        const district = await staff.district(who, request.params.district);
        if (district === null) return sendProblem(reply, 404, 'not_found', 'There is no such district');
        const refused = refuseBody(request, reply);
        if (refused !== null) return refused;
        const until = untilGone(reply);
        const sent = await imports.inTurn(who, until, async () => {
          const { file, key } = await readForm(request);
          return imports.send(who, district.id, file, key, until);
        });
        if (sent.kind === 'busy') return isJson ? sendBusy(reply) : reply.redirect(`${page}?problem=busy`, 303);
        return isJson ? sendJson(reply, sent.value) : reply.redirect(`${page}${pathAfter(sent.value)}`, 303);
      },
    );
  });
}

/** Ends when the one who asked is gone before she was answered. */
function untilGone({ raw }: FastifyReply): AbortSignal {
  const gone = new AbortController();
  raw.once('close', () => {
    if (!raw.writableFinished) gone.abort();
  });
  return gone.signal;
}

function pathAfter(sent: ImportSent): string {
  if (sent.kind === 'sent') return `/${sent.id}`;
  return `?problem=${sent.because}${sent.row === undefined ? '' : `&row=${sent.row}`}`;
}

const secondsUntilAgain = 10;

function sendBusy(reply: FastifyReply): FastifyReply {
  return sendProblem(
    reply.header('retry-after', String(secondsUntilAgain)),
    503,
    'busy',
    'Other files are being read; send this one again later',
  );
}

const formSchema = z.object({ key: z.uuid() });

/** Reads the form. Throws with `statusCode` 4xx when the body is no such form. */
function readForm(request: FastifyRequest): Promise<{ readonly file: FileGiven | null; readonly key: string }> {
  return readUpload(request, (texts, file) => ({ ...formSchema.parse(texts), file: file?.name === '' ? null : file }));
}

function sendJson(reply: FastifyReply, sent: ImportSent): FastifyReply {
  if (sent.kind === 'sent') return reply.status(201).header('cache-control', 'no-store').send({ id: sent.id });
  return sendProblem(reply, 422, sent.because, 'The file was not taken', sent.row === undefined ? {} : { row: sent.row });
}
