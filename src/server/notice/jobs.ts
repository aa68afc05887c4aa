import { z } from 'zod';
import type { Database } from '../db/connect.ts';
import { transact } from '../db/transaction.ts';
import { insertNotices } from './store.ts';

const payloadSchema = z.object({ campaign: z.uuid(), from: z.number().int(), to: z.number().int() });

/** After a batch of arrivals is durable: tells every parent of the children concerned. The register enqueues it in its own transaction. */
export function noticeJobs(database: Database) {
  return {
    arrivals: async (payload: unknown): Promise<void> => {
      const { campaign, from, to } = payloadSchema.parse(payload);
      await transact(database, 'worker', (tx) => insertNotices(tx, campaign, from, to));
    },
  };
}
