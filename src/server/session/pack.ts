import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** A longer text than any form of ours sends is none of ours. */
const unpackedAtMost = 1_000_000;

/** A text in fewer signs, for a place that holds few: base64 of raw deflate. */
export function packed(text: string): string {
  return deflateRawSync(text).toString('base64');
}

/** The text again. Throws at what `packed` did not write. */
export function unpacked(text: string): string {
  return inflateRawSync(Buffer.from(text, 'base64'), { maxOutputLength: unpackedAtMost }).toString('utf8');
}
