import { isToBeErased } from '#domain/catchment/import-retention.ts';
import { dayOf } from '#domain/core/day.ts';
import type { Database } from '../db/connect.ts';
import { openly, transact } from '../db/transaction.ts';
import { append } from '../journal/store.ts';
import type { ImportFileParts } from './service-import-files.ts';
import { eraseFile, findKept } from './store-import-files.ts';
import { lockImport } from './store-imports.ts';

const erasedAtOnce = 200;

/** Erases the bytes of files that nobody has had a use for so many days: what the clock asks for. */
export function importErasure(database: Database, { campaign, clock, keptDays }: Pick<ImportFileParts, 'campaign' | 'clock' | 'keptDays'>) {
  return async (): Promise<void> => {
    const today = dayOf(campaign.now());
    const before = new Date(clock.now() - keptDays * 86_400_000);
    for (const { id, campaign: own, sentAt, publishedAt } of await findKept(openly(database), before, erasedAtOnce)) {
      const publishedOn = publishedAt === null ? null : dayOf(campaign.momentOf(publishedAt));
      if (!isToBeErased({ sentOn: dayOf(campaign.momentOf(sentAt)), publishedOn }, today, keptDays)) continue;
      await transact(database, 'worker', async (tx) => {
        const { state, erasedAt } = await lockImport(tx, id);
        if (erasedAt !== null) return;
        const isWhole = state !== 'published' && state !== 'taken_back';
        const at = new Date(clock.now());
        await eraseFile(tx, id, isWhole, at);
        await append(tx, [
          { at, actor: 'worker', act: 'boundaries.file_erased', campaign: own, subject: id, detail: { whole: isWhole, keptDays } },
        ]);
      });
    }
  };
}
