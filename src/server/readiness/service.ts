import { isReady, type PartStanding, type ReadinessPart, standingOf } from '#domain/readiness/readiness.ts';
import type { CampaignService } from '../campaign/service.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { openly, transact } from '../db/transaction.ts';
import { append } from '../journal/store.ts';
import type { SignedIn } from '../session/service.ts';
import { countReady, findChecks, findPrints, insertCheck, type Where } from './store.ts';

/** How ready a district is. */
export type DistrictReady = { readonly district: number; readonly schools: number; readonly ready: number };

export type ReadinessService = {
  /** Where the three parts of a school stand. */
  ofSchool(school: string): Promise<readonly PartStanding[]>;
  /** Where the parts of each school of a district stand, by school. */
  ofDistrict(district: number): Promise<ReadonlyMap<string, { readonly isReady: boolean; readonly parts: readonly PartStanding[] }>>;
  /** Counts by district. */
  counts(): Promise<readonly DistrictReady[]>;
  /**
   * Checks a part off as it was shown (`print`); journaled. `false` when it is not the same any more: the director must look again. KG25-18.8.
   */
  confirm(who: SignedIn, school: string, part: ReadinessPart, print: string): Promise<boolean>;
};

/** Readiness of schools before a campaign. */
export function readinessService(
  database: Database,
  { campaign, clock }: { readonly campaign: CampaignService; readonly clock: Clock },
): ReadinessService {
  const reader = openly(database);

  async function standings(where: Where): Promise<ReadonlyMap<string, readonly PartStanding[]>> {
    const [prints, checks] = await Promise.all([findPrints(reader, campaign.id, where), findChecks(reader, campaign.id, where)]);
    const checked = Map.groupBy(checks, ({ school_id: id }) => id);
    return new Map(
      [...Map.groupBy(prints, ({ school_id: id }) => id)].map(([school, own]) => {
        const kept = (checked.get(school) ?? []).map(({ part, print, at }) => ({ part, print, at: campaign.momentOf(at) }));
        return [school, standingOf(own, kept)];
      }),
    );
  }

  const ofSchool = async (school: string) => (await standings({ school })).get(school) ?? [];

  return {
    ofSchool,
    counts: () => countReady(reader, campaign.id),

    async ofDistrict(district) {
      const found = await standings({ district });
      return new Map([...found].map(([school, parts]) => [school, { parts, isReady: isReady(parts) }]));
    },

    async confirm(who, school, part, print) {
      const now = (await ofSchool(school)).find((one) => one.part === part);
      if (now?.print !== print) return false;
      const at = new Date(clock.now());
      const actor = `person:${who.person}` as const;
      await transact(database, actor, async (tx) => {
        await insertCheck(tx, { campaign: campaign.id, school, part, print, at, by: actor });
        await append(tx, [{ at, actor, act: 'readiness.confirmed', campaign: campaign.id, subject: school, detail: { part, print } }]);
      });
      return true;
    },
  };
}
