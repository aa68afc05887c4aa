import type { Proposal } from '#domain/application/view.ts';
import type { LineService } from '../allocation/service-line.ts';
import type { CampaignService } from '../campaign/service.ts';
import type { SchoolService } from '../school/service.ts';
import type { Located } from './service-located.ts';
import { clauseOfProposal } from './service-offer.ts';
import type { PoolRow } from './store.ts';

/** The schools of an address with the words of the act that say so and their seats. KG25-21.4. */
export async function proposalsOf(
  { campaign, school, line }: { readonly campaign: CampaignService; readonly school: SchoolService; readonly line: LineService },
  address: Located,
  pools: readonly PoolRow[],
): Promise<readonly Proposal[]> {
  const [views, lengths] = await Promise.all([school.views(address.matches.map((match) => match.schoolId)), line.lengths()]);
  return address.matches.flatMap((match) => {
    const view = views.get(match.schoolId);
    if (view === undefined) return [];
    const own = pools.filter((pool) => pool.school_id === match.schoolId);
    const offered = own.map(({ id, language, capacity, over_quota, taken }) => ({
      id,
      language,
      capacity,
      free: capacity + over_quota - taken,
      inLine: lengths.get(id) ?? 0,
    }));
    const { houses, act } = match.boundary;
    return [
      {
        school: view,
        street: address.place?.street ?? null,
        why: match.reason,
        houses,
        act,
        clause: clauseOfProposal(campaign),
        pools: offered,
      },
    ];
  });
}
