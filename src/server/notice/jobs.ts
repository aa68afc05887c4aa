import { z } from 'zod';
import type { Database } from '../db/connect.ts';
import { transact } from '../db/transaction.ts';
import { insertAnswerNotices, insertNotices } from './store.ts';

const payloadSchema = z.object({ campaign: z.uuid(), from: z.number().int(), to: z.number().int() });

const answeredSchema = z.object({ request: z.uuid() });

/** Tells every parent of the children concerned: after a batch of arrivals is durable, and after a request is decided. Each is enqueued in the transaction of the act. */
export function noticeJobs(database: Database) {
  return {
    arrivals: async (payload: unknown): Promise<void> => {
      const { campaign, from, to } = payloadSchema.parse(payload);
      await transact(database, 'worker', (tx) => insertNotices(tx, campaign, from, to));
    },

    address_answered: async (payload: unknown): Promise<void> => {
      const { request } = answeredSchema.parse(payload);
      await transact(database, 'worker', (tx) => insertAnswerNotices(tx, request));
    },
  };
}
