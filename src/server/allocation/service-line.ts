import type { CampaignService } from '../campaign/service.ts';
import { type Ages, usualAges } from '../ages.ts';
import { aged } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { read } from '../db/transaction.ts';
import { type BeforeRow, countBefore, countInLine } from './store-line.ts';

/** The waiting list as families see it: how long it is and how many stand before a child, never who. */
export type LineService = {
  /** How many stand in line for each pool, at most a second old; nobody where no list is switched on. */
  lengths(): Promise<ReadonlyMap<number, number>>;
  /** How many stand before these children at this moment, in each pool they stand in line for. */
  before(children: readonly string[]): Promise<readonly BeforeRow[]>;
};

/** Counts those who stand in line. Asked by the office: a family may see its own place in line alone. */
export function lineService(
  database: Database,
  campaign: Pick<CampaignService, 'id' | 'policy' | 'now'>,
  ages: Pick<Ages, 'linesMs'> = usualAges,
): LineService {
  const { active } = campaign.policy.waitingList;
  // Of a stage that has closed nobody is served any more, nor counted.
  const served = () => campaign.policy.stages.filter(({ closes }) => campaign.now() < closes).map(({ code }) => code);
  const counted = aged(ages.linesMs, async () => {
    const stages = served();
    const rows = stages.length === 0 ? [] : await read(database, 'system', (reader) => countInLine(reader, campaign.id, stages));
    return new Map(rows.map(({ pool, count }) => [pool, count]));
  });
  return {
    lengths: () => (active ? counted() : Promise.resolve(new Map())),
    async before(children) {
      const stages = served();
      if (!active || children.length === 0 || stages.length === 0) return [];
      return read(database, 'system', (reader) => countBefore(reader, campaign.id, stages, children));
    },
  };
}
