import type { FastifyReply, FastifyRequest } from 'fastify';
import { problem, problemMediaType } from './problem.ts';

/** A file as a form sent it; `isCut` when it was larger than its limit. A form without a chosen file sends one without a name. */
export type FileSent = { readonly name: string; readonly bytes: Buffer; readonly isCut: boolean };

/** How much a form may carry besides one file of so many bytes. */
export function uploadLimits(fileAtMostBytes: number) {
  return { fileSize: fileAtMostBytes, files: 1, fields: 8, parts: 10, fieldSize: 200, fieldNameSize: 50, headerPairs: 20 };
}

// A file that is too large is still read to its end, so that the browser can be told; beyond this the line is cut.
const bodyAtMostBytes = 64 * 1024 * 1024;

/** Refuses a body that is no form or says that it is far too large; otherwise watches that it does not become so. `null` when it may be read. */
export function refuseBody(request: FastifyRequest, reply: FastifyReply): FastifyReply | null {
  if (!request.isMultipart()) return sendProblem(reply, 415, 'media_type', 'The body must be multipart/form-data');
  if (Number(request.headers['content-length'] ?? 0) > bodyAtMostBytes)
    return sendProblem(reply.header('connection', 'close'), 413, 'too_large', 'The body is far too large');
  cutWhenEndless(request);
  return null;
}

/**
 * Reads a form part by part, the file of the field `file` no further than its limit, and hands it to `understand`. Throws with `statusCode` 4xx
 * when the body is no such form, or `understand` does not understand it.
 */
export async function readUpload<T>(
  request: FastifyRequest,
  understand: (texts: Readonly<Record<string, unknown>>, file: FileSent | null) => T,
): Promise<T> {
  try {
    const texts = new Map<string, unknown>();
    let file: FileSent | null = null;
    for await (const part of request.parts()) {
      if (part.type === 'field') {
        if (!part.valueTruncated) texts.set(part.fieldname, part.value);
        continue;
      }
      const chunks: Buffer[] = [];
      for await (const chunk of part.file) chunks.push(chunk as Buffer);
      if (part.fieldname === 'file') file = { name: part.filename ?? '', bytes: Buffer.concat(chunks), isCut: part.file.truncated };
    }
    return understand(Object.fromEntries(texts), file);
  } catch (fault) {
    // The reader of multipart bodies throws plain errors at a body that is broken: the sender's fault, not ours.
    if (fault instanceof Error && !('statusCode' in fault)) throw Object.assign(fault, { statusCode: 400 });
    throw fault;
  }
}

/** Whether the client is a program that wants JSON, and no browser. */
export function wantsJson(request: FastifyRequest): boolean {
  const accept = request.headers.accept ?? '';
  return accept.includes('application/json') && !accept.includes('text/html');
}

/** Answers with a problem; `more` are members besides. */
export function sendProblem(
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

/** A body that does not say its length is cut where a said one would have been refused. */
function cutWhenEndless({ raw }: FastifyRequest): void {
  let bytes = 0;
  raw.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > bodyAtMostBytes) raw.destroy();
  });
}
