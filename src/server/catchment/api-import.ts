import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { cookieIn, type CookieNames } from '../http/cookies.ts';
import { isForeign } from '../http/origin.ts';
import { problem, problemMediaType } from '../http/problem.ts';
import { routeFor } from '../http/route.ts';
import type { SessionService } from '../session/service.ts';
import type { StaffService } from '../staff/service.ts';
import type { FileGiven, ImportSent, ImportService } from './service-imports.ts';

export type ImportApiOptions = {
  readonly imports: ImportService;
  readonly staff: Pick<StaffService, 'district'>;
  readonly session: SessionService;
  readonly cookies: CookieNames;
  readonly publicOrigin: string;
};

/** A whole country's acts in one file have ten megabytes. */
const fileAtMostBytes = 16 * 1024 * 1024;
// A file that is too large is still read to its end, so that the browser can be told; beyond this the line is cut.
const bodyAtMostBytes = 64 * 1024 * 1024;

/**
 * `POST /api/v1/districts/{district}/boundary-imports`, `multipart/form-data` with `file` and `key`. A browser is sent on to the file's page, a
 * refusal back to the form with its code alone; a client that accepts JSON gets 201, or 422 with the reason.
 */
export function importApi(app: FastifyInstance, { imports, staff, session, cookies, publicOrigin }: ImportApiOptions): void {
  void app.register(async (scope) => {
    const limits = { fileSize: fileAtMostBytes, files: 1, fields: 8, parts: 10, fieldSize: 200, fieldNameSize: 50, headerPairs: 20 };
    await scope.register(multipart, { limits, throwFileSizeLimit: false });
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
        if (!request.isMultipart()) return sendProblem(reply, 415, 'media_type', 'The body must be multipart/form-data');
        if (Number(headers['content-length'] ?? 0) > bodyAtMostBytes)
          return sendProblem(reply.header('connection', 'close'), 413, 'too_large', 'The body is far too large');
        cutWhenEndless(request);
        const { file, key } = await readForm(request);
        const sent = await imports.send(who, district.id, file, key);
        return isJson
          ? sendJson(reply, sent)
          : reply.redirect(sent.kind === 'sent' ? `${page}/${sent.id}` : `${page}?problem=${sent.because}`, 303);
      },
    );
  });
}

const formSchema = z.object({ key: z.uuid() });

/** Reads the form part by part. Throws with `statusCode` 4xx when the body is no such form. */
async function readForm(request: FastifyRequest): Promise<{ readonly file: FileGiven | null; readonly key: string }> {
  try {
    const texts = new Map<string, unknown>();
    let file: FileGiven | null = null;
    for await (const part of request.parts()) {
      if (part.type === 'field') {
        if (!part.valueTruncated) texts.set(part.fieldname, part.value);
        continue;
      }
      const chunks: Buffer[] = [];
      for await (const chunk of part.file) chunks.push(chunk as Buffer);
      const { filename: name = '' } = part;
      // A form without a chosen file sends an empty one without a name.
      if (part.fieldname === 'file' && name !== '') file = { name, bytes: Buffer.concat(chunks), isCut: part.file.truncated };
    }
    const parsed = formSchema.safeParse(Object.fromEntries(texts));
    if (!parsed.success) throw Object.assign(new Error('the form has no key'), { statusCode: 400 });
    return { file, key: parsed.data.key };
  } catch (fault) {
    // The reader of multipart bodies throws plain errors at a body that is broken: the sender's fault, not ours.
    if (fault instanceof Error && !('statusCode' in fault)) throw Object.assign(fault, { statusCode: 400 });
    throw fault;
  }
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

function sendJson(reply: FastifyReply, sent: ImportSent): FastifyReply {
  if (sent.kind === 'sent') return reply.status(201).header('cache-control', 'no-store').send({ id: sent.id });
  return sendProblem(reply, 422, sent.because, 'The file was not taken');
}

function sendProblem(reply: FastifyReply, status: number, kind: string, title: string): FastifyReply {
  return reply
    .status(status)
    .type(problemMediaType)
    .send(problem(status, kind, title));
}
