import type { FastifyRequest } from 'fastify';
import { guardianshipInput } from '#domain/guardianship/input.ts';
import type { GuardianshipGiven } from './service.ts';

type Part = { readonly name: string; readonly bytes: Uint8Array; readonly isCut: boolean };

/** Reads the form part by part, the file no further than its limit. Throws with `statusCode` 4xx when the body is no such form. */
export async function readGuardianshipForm(request: FastifyRequest): Promise<GuardianshipGiven> {
  const texts: Record<string, unknown> = {};
  let file: Part | null = null;
  for await (const part of request.parts()) {
    if (part.type === 'field') {
      if (!part.valueTruncated) texts[part.fieldname] = part.value;
      continue;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of part.file) chunks.push(chunk as Buffer);
    if (part.fieldname === 'file') file = { name: part.filename ?? '', bytes: Buffer.concat(chunks), isCut: part.file.truncated };
  }
  const { pin, relation, key } = guardianshipInput.parse(texts);
  return { nationalId: pin, relation, key, file };
}
