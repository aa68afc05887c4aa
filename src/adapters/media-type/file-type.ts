import { fileTypeFromBuffer } from 'file-type';
import type { MediaTypes } from '#server/ports.ts';

/** Reads the media type of a file from its first bytes; what it does not know has none. */
export function createMediaTypes(): MediaTypes {
  return { of: async (bytes) => (await fileTypeFromBuffer(bytes))?.mime ?? null };
}
