import { z } from 'zod';
import type { CampaignService } from '../campaign/service.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { transact } from '../db/transaction.ts';
import { append } from '../journal/store.ts';
import { touchedBy } from './service-touched.ts';
import { insertFlag } from './store-additions.ts';

const payloadSchema = z.object({ campaign: z.uuid(), from: z.number().int(), to: z.number().int() });

/** After a batch of arrivals is durable: points out the decisions that a change of boundaries touched, in the journal and for those who watch. */
export function additionJobs(database: Database, { campaign, clock }: { readonly campaign: CampaignService; readonly clock: Clock }) {
  return {
    arrivals: (payload: unknown): Promise<void> => {
      const { campaign: id, from, to } = payloadSchema.parse(payload);
      if (id !== campaign.id) return Promise.resolve();
      return transact(database, 'worker', async (tx) => {
        const at = new Date(clock.now());
        for (const { version, school, seq, way } of await touchedBy(tx, campaign, { from, to })) {
          if (!(await insertFlag(tx, id, { version, seq, way, at }))) continue;
          const detail = { version, arrival: seq, way };
          await append(tx, [{ at, actor: 'worker', act: 'boundaries.decision_touched', campaign: id, subject: school, detail }]);
        }
      });
    },
  };
}
