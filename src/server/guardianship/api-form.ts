import type { FastifyRequest } from 'fastify';
import { guardianshipInput } from '#domain/guardianship/input.ts';
import type { GuardianshipGiven } from './service.ts';

/** Reads the form part by part, the file no further than its limit. Throws with `statusCode` 4xx when the body is no such form. */
export async function readGuardianshipForm(request: FastifyRequest): Promise<GuardianshipGiven> {
  try {
    return await readParts(request);
  } catch (fault) {
    // The reader of multipart bodies throws plain errors at a body that is broken: the sender's fault, not ours.
    if (fault instanceof Error && !('statusCode' in fault)) throw Object.assign(fault, { statusCode: 400 });
    throw fault;
  }
}

async function readParts(request: FastifyRequest): Promise<GuardianshipGiven> {
  const texts = new Map<string, unknown>();
  let file: GuardianshipGiven['file'] = null;
  for await (const part of request.parts()) {
    if (part.type === 'field') {
      if (!part.valueTruncated) texts.set(part.fieldname, part.value);
      continue;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of part.file) chunks.push(chunk as Buffer);
    if (part.fieldname === 'file') file = { name: part.filename ?? '', bytes: Buffer.concat(chunks), isCut: part.file.truncated };
  }
  const { pin, relation, key } = guardianshipInput.parse(Object.fromEntries(texts));
  return { nationalId: pin, relation, key, file };
}
