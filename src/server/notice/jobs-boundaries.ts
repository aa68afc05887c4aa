import { z } from 'zod';
import type { BegunService } from '../catchment/service-begun.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { transact } from '../db/transaction.ts';
import { insertBoundaryNotices, insertReplacedNotices } from './store.ts';

const payloadSchema = z.object({ campaign: z.uuid(), versions: z.array(z.uuid()) });

/** Tells whom a change of boundaries concerns: the director whose list somebody else replaced, and families whose school is another, or none, from now on. */
export function boundaryNoticeJobs(database: Database, { begun, clock }: { readonly begun: BegunService; readonly clock: Clock }) {
  return {
    boundaries_replaced: (payload: unknown): Promise<void> => {
      const { versions } = payloadSchema.parse(payload);
      return transact(database, 'worker', (tx) => insertReplacedNotices(tx, versions));
    },

    boundaries_began: async (payload: unknown): Promise<void> => {
      const { campaign, versions } = payloadSchema.parse(payload);
      const touched = await begun.families(versions);
      const at = new Date(clock.now());
      await transact(database, 'worker', async (tx) => {
        for (const families of touched) await insertBoundaryNotices(tx, campaign, families, at);
      });
    },
  };
}
