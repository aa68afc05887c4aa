import { crc32 } from 'node:zlib';
import { promisify } from 'node:util';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { type Count, type TableLimits, Unreadable } from './limits.ts';

/** The parts of an archive by name: however it writes capitals, slashes and a slash in front. */
export type Parts = {
  has(name: string): boolean;
  /** A part piece by piece; each piece is counted before anybody sees it. */
  pieces(name: string): AsyncIterable<Buffer>;
};

/** Opens an archive. Throws {@link Unreadable} for one that is broken, locked, has a name twice, or too many entries. */
export async function openParts(bytes: Uint8Array, limits: TableLimits, count: Count): Promise<Parts> {
  const zip = await opened(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  if (zip.entryCount > limits.entries) throw new Unreadable('too_large');
  const entries = new Map<string, Entry>();
  for await (const entry of entriesOf(zip)) {
    // Which of two parts of one name is meant, nobody can say.
    const name = partName(entry.fileName as unknown as Buffer);
    if (entries.has(name)) throw new Unreadable('broken');
    entries.set(name, entry);
  }
  return {
    has: (name) => entries.has(keyOf(name)),
    async *pieces(name) {
      const entry = entries.get(keyOf(name));
      if (entry === undefined) throw new Unreadable('broken');
      yield* unpacked(zip, entry, count);
    },
  };
}

function partName(name: Buffer): string {
  return keyOf(name.toString('utf8'));
}

function keyOf(name: string): string {
  return name.replaceAll('\\', '/').replace(/^\/+/, '').toLowerCase();
}

const fromBuffer = promisify<Buffer, object, ZipFile>(
  yauzl.fromBuffer as (bytes: Buffer, options: object, done: (fault: Error | null, zip: ZipFile) => void) => void,
);

/** Names are read by ourselves: the library refuses a leading slash, which some exporters write. Sizes are counted, not believed. */
async function opened(bytes: Buffer): Promise<ZipFile> {
  try {
    return await fromBuffer(bytes, { lazyEntries: true, decodeStrings: false, validateEntrySize: false });
  } catch {
    throw new Unreadable('broken');
  }
}

async function* entriesOf(zip: ZipFile): AsyncGenerator<Entry> {
  for (;;) {
    const next = await new Promise<Entry | null>((resolve, reject) => {
      const listen = { entry: resolve, end: () => resolve(null), error: () => reject(new Unreadable('broken')) };
      zip.removeAllListeners();
      for (const [event, act] of Object.entries(listen)) zip.once(event, act as () => void);
      zip.readEntry();
    });
    if (next === null) return;
    yield next;
  }
}

async function* unpacked(zip: ZipFile, entry: Entry, count: Count): AsyncGenerator<Buffer> {
  if (entry.isEncrypted()) throw new Unreadable('old_or_locked');
  let sum = 0;
  try {
    const stream = await new Promise<AsyncIterable<Buffer> & { on(event: 'error', act: () => void): void }>((resolve, reject) =>
      zip.openReadStream(entry, (fault, found) => (fault ? reject(fault) : resolve(found))),
    );
    // A stream may fail once more while it is being closed.
    stream.on('error', () => undefined);
    for await (const piece of stream) {
      count.add('unpackedBytes', piece.length);
      sum = crc32(piece, sum);
      yield piece;
    }
  } catch (fault) {
    throw fault instanceof Unreadable ? fault : new Unreadable('broken');
  }
  // Some programs leave the sum out.
  if (entry.crc32 !== 0 && entry.crc32 !== sum) throw new Unreadable('broken');
}
