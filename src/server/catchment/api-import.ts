import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { cookieIn, type CookieNames } from '../http/cookies.ts';
import { troublePage } from '../http/drawn.ts';
import { isForeign } from '../http/origin.ts';
import { routeFor } from '../http/route.ts';
import { readUpload, sendBack, sendProblem, takeForm, uploadLimits, wantsJson } from '../http/upload.ts';
import type { SessionService } from '../session/service.ts';
import type { StaffService } from '../staff/service.ts';
import type { FileGiven, ImportService } from './service-imports.ts';

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
        return takeForm(request, reply, formPage, async () => {
          const { file, key } = await readForm(request);
          const sent = await imports.send(who, district.id, file, key);
          if (sent.kind !== 'sent')
            return sendBack(request, reply, formPage, { status: 422, kind: sent.because, title: 'The file was not taken' }, [
              `table_${sent.because}`,
            ]);
          return isJson
            ? reply.status(201).header('cache-control', 'no-store').send({ id: sent.id })
            : reply.redirect(`${page}/${sent.id}`, 303);
        });
      },
    );
  });
}

const formSchema = z.object({ key: z.uuid() });

/** Reads the form. Throws with `statusCode` 4xx when the body is no such form. */
function readForm(request: FastifyRequest): Promise<{ readonly file: FileGiven | null; readonly key: string }> {
  return readUpload(request, ['key'], (texts, file) => ({ ...formSchema.parse(texts), file: file?.name === '' ? null : file }));
}

const foreign = { status: 403, kind: 'foreign_origin', title: 'Files come from our own pages or without a page' } as const;
