import type { AddressFacts } from '#domain/application/offer.ts';
import type { RegisteredView } from '#domain/application/view.ts';
import type { Match } from '#domain/catchment/resolve.ts';
import type { NamedAddress } from '#domain/core/address.ts';
import type { CampaignService } from '../campaign/service.ts';
import type { CatchmentService } from '../catchment/service.ts';
import type { ChildRecord, FamilyKnown } from '../person/service.ts';
import { gradeAsked } from './service-offer.ts';

/** Where the family lives and which schools the acts give it. */
export type Located = {
  readonly facts: AddressFacts;
  readonly place: NamedAddress | null;
  readonly registered: RegisteredView;
  readonly matches: readonly Match[];
};

export type Locate = (known: Pick<FamilyKnown, 'registered'>) => Promise<(record: ChildRecord, grade?: number) => Located>;

/** Finds the schools of a family's address, for each child by its grade: an act may give houses to some grades only. */
export function locator(campaign: CampaignService, catchment: CatchmentService): Locate {
  return async ({ registered }) => {
    if (registered.kind === 'unknown') return () => ({ facts: { kind: 'unknown' }, place: null, registered, matches: [] });
    const at = campaign.momentOf(registered.at);
    if (registered.kind === 'none')
      return () => ({ facts: { kind: 'no_address' }, place: null, registered: { kind: 'none', at }, matches: [] });
    if (registered.kind === 'unusable') {
      const given = await Promise.all(registered.given.map((one) => catchment.name(one)));
      return () => ({ facts: { kind: 'unusable' }, place: null, registered: { kind: 'unusable', at, given }, matches: [] });
    }
    const { place, resolve } = await catchment.judge(registered.address);
    const view = { kind: 'address', at, isOld: registered.isOld } as const;
    return (record, grade) => {
      const resolution = resolve(gradeAsked(campaign, record, grade));
      // A house that no list can hold is an answer of the bureau, and none that can be judged by.
      if (resolution.kind === 'house_unreadable')
        return { facts: { kind: 'unusable' }, place: null, registered: { kind: 'unusable', at, given: [place] }, matches: [] };
      const matches = resolution.kind === 'found' ? resolution.matches : [];
      return { facts: { kind: 'address', schools: matches.length }, place, registered: view, matches };
    };
  };
}
