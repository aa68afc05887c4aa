import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { cookieIn, type CookieNames } from '../http/cookies.ts';
import { troublePage } from '../http/drawn.ts';
import { isForeign } from '../http/origin.ts';
import { routeFor } from '../http/route.ts';
import { type FormPage, readUpload, sendBack, sendProblem, takeForm, uploadLimits, wantsJson } from '../http/upload.ts';
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
 * `POST /api/v1/districts/{district}/boundary-imports`, `multipart/form-data` with `file` and `key`. A browser is sent on to the file's page;
 * whatever is wrong it reads on the form's page. A client that accepts JSON gets 201, or 422 with the reason.
 */
export function importApi(app: FastifyInstance, { imports, staff, session, cookies, publicOrigin }: ImportApiOptions): void {
  void app.register(async (scope) => {
    await scope.register(multipart, { limits: uploadLimits(fileAtMostBytes), throwFileSizeLimit: false });
    scope.post<{ Params: { district: string } }>(
      '/api/v1/districts/:district/boundary-imports',
      routeFor('boundaries.import'),
      async (request, reply) => {
        const { headers } = request;
        const page = `/office/districts/${encodeURIComponent(request.params.district)}/import`;
        const formPage = { path: page, tooLarge: 'table_too_large' };
        if (isForeign(headers, publicOrigin)) return sendBack(request, reply, formPage, foreign, ['form_foreign']);
        const token = cookieIn(headers.cookie, cookies.session);
        const who = token === null ? null : await session.who(token);
        const isJson = wantsJson(request);
        if (who === null)
          return isJson ? sendProblem(reply, 401, 'not_signed_in', 'Sign in first') : reply.redirect(`/sign-in?to=${page}`, 303);
        const district = await staff.district(who, request.params.district);
        if (district === null)
          return request.server.drawPage(request, reply, { path: troublePage, status: 404 })
            ? reply
            : sendProblem(reply, 404, 'not_found', 'There is no such district');
        const until = untilGone(reply);
        return takeForm(request, reply, formPage, async () => {
          const sent = await imports.inTurn(who, until, async () => {
            const { file, key } = await readForm(request);
            return imports.send(who, district.id, file, key, until);
          });
          if (sent.kind === 'busy') return sendBack(request, reply, formPage, busy, ['table_busy']);
          if (sent.value.kind !== 'sent') return sendNotTaken(request, reply, formPage, sent.value);
          const { id } = sent.value;
          return isJson ? reply.status(201).header('cache-control', 'no-store').send({ id }) : reply.redirect(`${page}/${id}`, 303);
        });
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

const formSchema = z.object({ key: z.uuid() });

/** Reads the form. Throws with `statusCode` 4xx when the body is no such form. */
function readForm(request: FastifyRequest): Promise<{ readonly file: FileGiven | null; readonly key: string }> {
  return readUpload(request, ['key'], (texts, file) => ({ ...formSchema.parse(texts), file: file?.name === '' ? null : file }));
}

const foreign = { status: 403, kind: 'foreign_origin', title: 'Files come from our own pages or without a page' } as const;
const busy = { status: 503, kind: 'busy', title: 'Other files are being read; send this one again later', retryAfterSeconds: 10 } as const;

/** Why a file was not taken, and in which row, where one was the reason. */
function sendNotTaken(
  request: FastifyRequest,
  reply: FastifyReply,
  page: FormPage,
  { because, row }: Exclude<ImportSent, { readonly kind: 'sent' }>,
): FastifyReply {
  const told = { status: 422, kind: because, title: 'The file was not taken' };
  return sendBack(request, reply, page, told, [`table_${because}`], row === undefined ? {} : { row });
}
