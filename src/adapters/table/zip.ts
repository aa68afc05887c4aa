import { inflateRawSync } from 'node:zlib';

/** Bytes that are no archive we are ready to read. */
export class NotZip extends Error {
  override readonly name = 'NotZip';
}

/** The files of an archive by name; each is unpacked when asked for, no further than `bytesAtMost`. */
export type Zip = { readonly names: readonly string[]; text(name: string, bytesAtMost: number): string | null };

/** Opens an archive by its central directory. Throws {@link NotZip} for a broken, encrypted or 64-bit one. */
export function openZip(given: Uint8Array): Zip {
  const bytes = Buffer.from(given.buffer, given.byteOffset, given.byteLength);
  const end = endOf(bytes);
  const count = bytes.readUInt16LE(end + 10);
  const entries = new Map<string, Entry>();
  let at = bytes.readUInt32LE(end + 16);
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== DIRECTORY) throw new NotZip('the directory is broken');
    const [nameLength, extraLength, noteLength] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset)) as [number, number, number];
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    entries.set(name, {
      flags: bytes.readUInt16LE(at + 8),
      method: bytes.readUInt16LE(at + 10),
      packed: bytes.readUInt32LE(at + 20),
      offset: bytes.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + extraLength + noteLength;
  }
  return {
    names: [...entries.keys()],
    text: (name, bytesAtMost) => {
      const entry = entries.get(name);
      return entry === undefined ? null : unpack(bytes, entry, bytesAtMost).toString('utf8');
    },
  };
}

type Entry = { readonly flags: number; readonly method: number; readonly packed: number; readonly offset: number };

const END = 0x06054b50;
const DIRECTORY = 0x02014b50;
const LOCAL = 0x04034b50;
const COMMENT_AT_MOST = 0xffff;

function endOf(bytes: Buffer): number {
  for (let at = bytes.length - 22; at >= Math.max(0, bytes.length - 22 - COMMENT_AT_MOST); at -= 1)
    if (bytes.readUInt32LE(at) === END) return at;
  throw new NotZip('the end of the archive is missing');
}

function unpack(bytes: Buffer, { flags, method, packed, offset }: Entry, bytesAtMost: number): Buffer {
  if (offset + 30 > bytes.length || bytes.readUInt32LE(offset) !== LOCAL) throw new NotZip('a file of the archive is missing');
  if ((flags & 1) === 1) throw new NotZip('the archive is encrypted');
  const from = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
  const body = bytes.subarray(from, from + packed);
  if (body.length !== packed) throw new NotZip('the archive breaks off');
  if (method === 0) {
    if (body.length > bytesAtMost) throw new NotZip('a file of the archive is too large');
    return body;
  }
  if (method !== 8) throw new NotZip('the archive is packed in an unusual way');
  try {
    return inflateRawSync(body, { maxOutputLength: bytesAtMost });
  } catch (fault) {
    throw new NotZip(fault instanceof Error ? fault.message : 'the archive is broken');
  }
}
