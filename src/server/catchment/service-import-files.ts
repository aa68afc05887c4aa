import { headFor, type ImportHead } from '#domain/catchment/import-head.ts';
import { keptUntil } from '#domain/catchment/import-retention.ts';
import { type Day, dayOf, type Moment } from '#domain/core/day.ts';
import type { CampaignService } from '../campaign/service.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { openly, transact } from '../db/transaction.ts';
import { append } from '../journal/store.ts';
import type { TableRefusal, Tables } from '../ports.ts';
import type { SignedIn } from '../session/service.ts';
import { longWork } from './service-long-work.ts';
import { eraseFile, findByKey, findBytes, findHead, keepHead, noteOpened, noteRefused } from './store-import-files.ts';
import { findImport, insertImport, lockImport } from './store-imports.ts';

export type FileGiven = { readonly name: string; readonly bytes: Buffer; readonly isCut: boolean };

/** Why a file was not taken; `row` where the file says it. */
export type ImportSent =
  | { readonly kind: 'sent'; readonly id: string }
  | { readonly kind: 'refused'; readonly because: TableRefusal | 'missing'; readonly row?: number };

export type ImportFileService = {
  /** Waits for the turn of a person's file, then does `work`; `busy` when too many wait already. One person's files are taken one at a time. */
  inTurn<T>(
    who: SignedIn,
    until: AbortSignal,
    work: () => Promise<T>,
  ): Promise<{ readonly kind: 'done'; readonly value: T } | { readonly kind: 'busy' }>;
  /** Takes a file for a district; sent again by the same key it is the same file. What is refused is not kept. */
  send(who: SignedIn, district: number, file: FileGiven | null, key: string, until?: AbortSignal): Promise<ImportSent>;
  /** What was kept of a file when it was taken, with its columns: those confirmed, else those guessed. */
  head(id: string): Promise<ImportHead>;
  /** The file as it was sent; the journal learns who took it. `null` when its bytes were erased. */
  download(who: SignedIn, district: number, id: string): Promise<{ readonly format: 'csv' | 'xlsx'; readonly bytes: Buffer } | null>;
  /** Deletes a file: one that was not published whole, of another its bytes. */
  remove(who: SignedIn, id: string): Promise<void>;
  /** Until when the bytes of a file are kept. */
  keptUntil(file: { readonly sentAt: Moment; readonly publishedAt: Moment | null }): Day;
};

export type ImportFileParts = {
  readonly campaign: CampaignService;
  readonly tables: Tables;
  readonly clock: Clock;
  /** How many days the bytes of a file are kept after it was of use. */
  readonly keptDays: number;
};

const openedAtMost = 2;
const nothing: ImportHead = headFor([]);

/** What people do with files as files: send, look at their beginning, take back, delete. */
export function importFileService(database: Database, { campaign, tables, clock, keptDays }: ImportFileParts): ImportFileService {
  const reader = openly(database);
  const work = longWork({ atOnce: 2, waitingAtMost: 10 });
  const actorOf = ({ person }: SignedIn) => `person:${person}` as const;
  const entry = (who: SignedIn, act: string, subject: string, detail: Readonly<Record<string, unknown>>) => ({
    ...{ at: new Date(clock.now()), actor: actorOf(who), act, campaign: campaign.id, subject, detail },
  });

  /** The head of a file that was sent before heads were kept: made once, under the same limits, or the file is refused for good. */
  async function makeHead(id: string): Promise<ImportHead> {
    const opened = await transact(database, 'worker', (tx) => noteOpened(tx, id, 'head'));
    if (opened === null || opened === 'busy') return nothing;
    const bytes = opened > openedAtMost ? null : await findBytes(reader, id);
    const table = bytes === null ? null : await tables.head(bytes);
    if (table?.kind !== 'head') {
      await transact(database, 'worker', (tx) => noteRefused(tx, id, table?.because ?? 'ended', 'head'));
      return nothing;
    }
    const head = headFor(table.sheets);
    await transact(database, 'worker', (tx) => keepHead(tx, id, head));
    return head;
  }

  return {
    inTurn: (who, until, act) => work.inTurn(who.person, until, act),

    async send(who, district, file, key, until) {
      if (file === null) return { kind: 'refused', because: 'missing' };
      const known = await findByKey(reader, key);
      if (known !== null) return { kind: 'sent', id: known };
      if (file.isCut) return { kind: 'refused', because: 'too_large' };
      const table = await tables.head(file.bytes, until);
      if (table.kind === 'refused') return table;
      const head = headFor(table.sheets);
      const rows = table.sheets.reduce((sum, sheet) => sum + sheet.rows, 0);
      const at = new Date(clock.now());
      const { format, encoding } = table;
      const sent = { district, key, fileName: namedOf(file.name), format, encoding, content: file.bytes, rows };
      return transact(database, actorOf(who), async (tx) => {
        const { id, isNew } = await insertImport(tx, { ...sent, campaign: campaign.id, by: actorOf(who), at });
        if (isNew) {
          await keepHead(tx, id, head);
          await append(tx, [entry(who, 'boundaries.file_sent', id, { district, rows, bytes: file.bytes.length })]);
        }
        return { kind: 'sent', id };
      });
    },

    async head(id) {
      const [file, kept] = await Promise.all([findImport(reader, campaign.id, id), findHead(reader, id)]);
      const head = kept ?? (file?.state === 'columns' ? await makeHead(id) : nothing);
      return { ...head, columns: file?.columns ?? head.columns };
    },

    async download(who, district, id) {
      const file = await findImport(reader, campaign.id, id);
      if (file === undefined || file.district !== district || file.state === 'deleted') return null;
      const bytes = await findBytes(reader, id);
      if (bytes === null) return null;
      await transact(database, actorOf(who), (tx) => append(tx, [entry(who, 'boundaries.file_downloaded', id, { bytes: bytes.length })]));
      return { format: file.format, bytes };
    },

    async remove(who, id) {
      await transact(database, actorOf(who), async (tx) => {
        const { state, erasedAt } = await lockImport(tx, id);
        if (erasedAt !== null) return;
        const isWhole = state !== 'published' && state !== 'taken_back';
        await eraseFile(tx, id, isWhole, new Date(clock.now()));
        await append(tx, [entry(who, 'boundaries.file_deleted', id, { whole: isWhole })]);
      });
    },

    keptUntil: ({ sentAt, publishedAt }) =>
      keptUntil({ sentOn: dayOf(sentAt), publishedOn: publishedAt === null ? null : dayOf(publishedAt) }, keptDays),
  };
}

/** A file's own name for a list: its last part, without signs that cannot be seen. */
function namedOf(name: string): string {
  const own = name.toWellFormed().replace(/[\p{Cc}\p{Cf}\u2028\u2029\ufffd]/gu, '');
  return (
    own
      .slice(own.lastIndexOf('/') + 1)
      .trim()
      .slice(-200) || 'file'
  );
}
