import type { FastifyReply, FastifyRequest } from 'fastify';
import { typedText } from '#domain/core/typed-text.ts';
import { type Told, toldOf } from './faults.ts';
import { problem, problemMediaType } from './problem.ts';

/** A file as a form sent it; `isCut` when it was larger than its limit. A form without a chosen file sends one without a name. */
export type FileSent = { readonly name: string; readonly bytes: Buffer; readonly isCut: boolean };

/** How much a form may carry besides one file of so many bytes. */
export function uploadLimits(fileAtMostBytes: number) {
  return { fileSize: fileAtMostBytes, files: 1, fields: 8, parts: 10, fieldSize: 65_536, fieldNameSize: 50, headerPairs: 20 };
}

// A file that is too large is still read to its end, so that the browser can be told; beyond this the line is cut.
const bodyAtMostBytes = 64 * 1024 * 1024;
const typedWithinMs = 1000;
const nameAtMost = 200;

/** What was typed into forms that are being read, as far as it has come. */
const typedSoFar = new WeakMap<FastifyRequest, Record<string, string>>();

/**
 * Reads a form part by part, the file of the field `file` no further than its limit, and hands it to `understand`. A form has the fields of
 * `names` and no others, each once. Throws with `statusCode` 4xx when the body is no such form, or `understand` does not understand it.
 */
export async function readUpload<T>(
  request: FastifyRequest,
  names: readonly string[],
  understand: (texts: Readonly<Record<string, unknown>>, file: FileSent | null) => T,
): Promise<T> {
  if (!request.isMultipart()) throw saying(415, 'The body must be multipart/form-data');
  cutWhenEndless(request);
  const typed: Record<string, string> = {};
  typedSoFar.set(request, typed);
  const isEndless = Number(request.headers['content-length'] ?? 0) > bodyAtMostBytes;
  const reading = readParts(request, names, typed, isEndless);
  if (isEndless) {
    // What was typed stands before the file: it is worth a moment, so that it can be shown again.
    await Promise.race([reading.catch(() => undefined), new Promise((resolve) => setTimeout(resolve, typedWithinMs))]);
    throw saying(413, 'The body is far too large');
  }
  try {
    const { texts, file } = await reading;
    return understand(Object.fromEntries(texts), file);
  } catch (fault) {
    // The reader of multipart bodies throws plain errors at a body that is broken: the sender's fault, not ours.
    if (fault instanceof Error && !('statusCode' in fault)) throw Object.assign(fault, { statusCode: 400 });
    throw fault;
  }
}

type Parts = { readonly texts: ReadonlyMap<string, unknown>; readonly file: FileSent | null };

async function readParts(
  request: FastifyRequest,
  names: readonly string[],
  typed: Record<string, string>,
  textsAlone: boolean,
): Promise<Parts> {
  const texts = new Map<string, unknown>();
  let file: FileSent | null = null;
  for await (const part of request.parts()) {
    if (part.fieldname !== 'file' && !names.includes(part.fieldname)) throw saying(400, 'The form has a field that is not known');
    if (part.type === 'field') {
      if (texts.has(part.fieldname)) throw saying(400, 'The form has a field twice');
      texts.set(part.fieldname, part.valueTruncated ? '' : part.value);
      if (typeof part.value === 'string') typed[part.fieldname] = part.value;
      continue;
    }
    if (textsAlone) break;
    const chunks: Buffer[] = [];
    for await (const chunk of part.file) chunks.push(chunk as Buffer);
    if (part.fieldname === 'file')
      file = { name: typedText(part.filename, nameAtMost), bytes: Buffer.concat(chunks), isCut: part.file.truncated };
  }
  return { texts, file };
}

function saying(statusCode: number, message: string): Error {
  return Object.assign(new Error(message), { statusCode });
}

/** Codes of what a page says of a form that was not taken; `tooLarge` names the limit of its own file. */
function codeOf(status: number, tooLarge: string): string {
  if (status === 413) return tooLarge;
  if (status === 403) return 'form_foreign';
  if (status === 507) return 'no_room';
  return status >= 500 ? 'try_again' : 'form_unreadable';
}

/** The page of a form, and what it says of a file that is too large. */
export type FormPage = { readonly path: string; readonly tooLarge: string };

/** Takes a form. Whatever goes wrong with it, a browser reads on the form's own page, beside what was typed; a program as a problem. */
export async function takeForm(
  request: FastifyRequest,
  reply: FastifyReply,
  page: FormPage,
  take: () => Promise<FastifyReply>,
): Promise<FastifyReply> {
  try {
    return await take();
  } catch (fault) {
    const told = toldOf(fault);
    if (told.status >= 500) request.log.error({ err: fault }, 'a form could not be taken');
    const title = told.status < 500 && fault instanceof Error ? fault.message : told.title;
    return sendBack(request, reply, page, { ...told, title }, [codeOf(told.status, page.tooLarge)]);
  }
}

/** Answers a form that is not taken, with the codes of its problems; `more` is what else the page says of them. */
export function sendBack(
  request: FastifyRequest,
  reply: FastifyReply,
  { path }: FormPage,
  { status, kind, title, retryAfterSeconds }: Told,
  problems: readonly string[],
  more: Readonly<Record<string, string | number>> = {},
): FastifyReply {
  if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds));
  if (status === 413) reply.header('connection', 'close');
  const texts = Object.fromEntries(Object.entries(more).map(([name, value]) => [name, String(value)]));
  if (request.server.drawPage(request, reply, { path, status, problems, typed: { ...typedSoFar.get(request), ...texts } })) return reply;
  return sendProblem(reply, status, kind, title, { problems, ...more });
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
