import type { FastifyRequest } from 'fastify';
import { guardianshipInput } from '#domain/guardianship/input.ts';
import { readUpload } from '../http/upload.ts';
import type { GuardianshipGiven } from './service.ts';

/** Reads the form, the file no further than its limit. Throws with `statusCode` 4xx when the body is no such form. */
export function readGuardianshipForm(request: FastifyRequest): Promise<GuardianshipGiven> {
  return readUpload(request, ['pin', 'relation', 'key'], (texts, file) => {
    const { pin, relation, key } = guardianshipInput.parse(texts);
    return { nationalId: pin, relation, key, file };
  });
}
