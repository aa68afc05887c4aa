import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { type FileJudged, type FileKind, type FileProblem, type GivenFile, judgeFile, tidyName } from '#domain/document/acceptance.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import type { KeyRing } from '../db/keys.ts';
import { read, type Reader, readerOf, type Tx } from '../db/transaction.ts';
import type { FileInspector, MediaTypes, Scanner, Storage } from '../ports.ts';
import { countFilesSince, findDocument, insertDocument, lockFilesOf, type NewDocument } from './store.ts';

/** A file that was taken, not yet kept. */
export type AcceptedFile = {
  readonly kind: 'accepted';
  readonly name: string;
  readonly fileKind: FileKind;
  /** As they are kept: a picture is drawn anew. */
  readonly bytes: Uint8Array;
  readonly sha256: Buffer;
  readonly isScanned: boolean;
};
/** A file that lies in the storage, not yet entered in the database. */
export type StoredFile = { readonly kind: 'stored'; readonly document: NewDocument };
export type TooManyFiles = { readonly kind: 'too_many_files' };
/** A document opened again: shown under its media type as an attachment, never run. */
export type OpenedDocument = { readonly name: string; readonly fileKind: FileKind; readonly bytes: Buffer };

/**
 * Files people attach. First `judge`, then `store`, then `enter` in the transaction of whatever the file belongs to. A file whose transaction
 * did not take it is given to `discard`.
 */
export type DocumentService = {
  judge(file: GivenFile | null): Promise<AcceptedFile | { readonly kind: 'refused'; readonly problem: FileProblem }>;
  store(person: string, file: AcceptedFile): Promise<StoredFile | TooManyFiles>;
  enter(tx: Tx, stored: StoredFile): Promise<{ readonly kind: 'entered'; readonly id: string } | TooManyFiles>;
  discard(stored: StoredFile): Promise<void>;
  /** A person's own document; `null` when there is none of this id that the person may see. */
  open(person: string, id: string): Promise<OpenedDocument | null>;
};

export type DocumentOptions = {
  readonly keys: KeyRing;
  readonly storage: Storage;
  readonly mediaTypes: MediaTypes;
  readonly inspector: FileInspector;
  /** `null` where the installation has none. */
  readonly scanner: Scanner | null;
  readonly filesPerDay: number;
  readonly clock: Clock;
};

const problems = { broken: 'file_broken', too_many_pixels: 'file_picture_too_large', not_inspected: 'file_not_checked' } as const;
const dayMs = 24 * 60 * 60 * 1000;

/** Keeps the files people attach: encrypted before they leave this process, under a key that tells nothing. */
export function documentService(
  database: Database,
  { keys, storage, mediaTypes, inspector, scanner, filesPerDay, clock }: DocumentOptions,
): DocumentService {
  const now = () => new Date(clock.now());
  const isDayFull = async (reader: Reader, person: string) =>
    (await countFilesSince(reader, person, new Date(clock.now() - dayMs))) >= filesPerDay;

  return {
    async judge(file) {
      const detected = file === null || file.bytes.length === 0 ? null : await mediaTypes.of(file.bytes);
      const judged: FileJudged = judgeFile(file, detected);
      if (judged.kind === 'refused' || file === null) return judged as Extract<FileJudged, { kind: 'refused' }>;
      const scanned = scanner === null ? 'no_scanner' : await scanner.scan(file.bytes);
      if (scanned === 'infected') return { kind: 'refused', problem: 'file_infected' };
      if (scanned === 'not_scanned') return { kind: 'refused', problem: 'file_not_checked' };
      const opened = await inspector.inspect(judged.fileKind, file.bytes);
      if (opened.kind !== 'opens') return { kind: 'refused', problem: problems[opened.kind] };
      return {
        kind: 'accepted',
        name: tidyName(file.name, judged.fileKind),
        fileKind: judged.fileKind,
        bytes: opened.bytes,
        isScanned: scanned === 'clean',
        // Of the file as it was sent: the same one sent again is known by it.
        sha256: createHash('sha256').update(file.bytes).digest(),
      };
    },

    async store(person, { name, fileKind, bytes, sha256, isScanned }) {
      // Asked here so that nothing is written in vain, and again in `enter`, where it counts.
      if (await read(database, `person:${person}`, (reader) => isDayFull(reader, person))) return { kind: 'too_many_files' };
      const id = randomUUID();
      const storageKey = randomBytes(16).toString('hex');
      await storage.put(storageKey, keys.sealBytes(bytes, contentContext(id)));
      return { kind: 'stored', document: { id, person, fileKind, bytes: bytes.length, sha256, storageKey, name, isScanned } };
    },

    async enter(tx, { document }) {
      await lockFilesOf(tx, document.person);
      if (await isDayFull(readerOf(tx), document.person)) return { kind: 'too_many_files' };
      await insertDocument(tx, keys, document, now());
      return { kind: 'entered', id: document.id };
    },

    discard: ({ document }) => storage.remove(document.storageKey),

    async open(person, id) {
      const document = await read(database, `person:${person}`, (reader) => findDocument(reader, keys, id));
      if (document === null) return null;
      const sealed = await storage.get(document.storageKey);
      if (sealed === null) throw new Error(`the storage has lost the file of document ${id}`);
      return { name: document.name, fileKind: document.fileKind, bytes: keys.openBytes(sealed, contentContext(id)) };
    },
  };
}

/** Binds a file to its document: put under another one's key, it does not open. */
function contentContext(id: string): string {
  return `document.content ${id}`;
}
