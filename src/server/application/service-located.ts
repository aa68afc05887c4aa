import type { AddressFacts } from '#domain/application/offer.ts';
import type { RegisteredView } from '#domain/application/view.ts';
import { type Home, homesKey } from '#domain/catchment/in-force.ts';
import type { Match, Resolution } from '#domain/catchment/resolve.ts';
import type { NamedAddress } from '#domain/core/address.ts';
import type { CampaignService } from '../campaign/service.ts';
import type { CatchmentService } from '../catchment/service.ts';
import type { ChildRecord, FamilyKnown } from '../person/service.ts';
import { gradeAsked } from './service-offer.ts';
import type { PoolRow, Served } from './store.ts';

/** Where the family lives and which schools the acts give it. */
export type Located = {
  readonly facts: AddressFacts;
  readonly place: NamedAddress | null;
  readonly registered: RegisteredView;
  readonly matches: readonly Match[];
  /** The addresses the register will decide by. */
  readonly homes: readonly Home[];
  /** Of each school that has the homes for a grade, the version that says so. */
  readonly servedFor: (grade: number) => ReadonlyMap<string, string>;
};

const nowhere = { place: null, matches: [], homes: [], servedFor: () => new Map<string, string>() } as const;

export type Locate = (known: Pick<FamilyKnown, 'registered'>) => Promise<(record: ChildRecord, grade?: number) => Located>;

/** Finds the schools of a family's address, for each child by its grade: an act may give houses to some grades only. */
export function locator(campaign: CampaignService, catchment: CatchmentService): Locate {
  return async ({ registered }) => {
    if (registered.kind === 'unknown') return () => ({ ...nowhere, facts: { kind: 'unknown' }, registered });
    const at = campaign.momentOf(registered.at);
    if (registered.kind === 'none') return () => ({ ...nowhere, facts: { kind: 'no_address' }, registered: { kind: 'none', at } });
    if (registered.kind === 'unusable') {
      const given = await Promise.all(registered.given.map((one) => catchment.name(one)));
      return () => ({ ...nowhere, facts: { kind: 'unusable' }, registered: { kind: 'unusable', at, given } });
    }
    const { place, resolve, versionOf } = await catchment.judge(registered.address);
    const homes = [registered.address];
    const view = { kind: 'address', at, isOld: registered.isOld } as const;
    return (record, grade) => {
      const resolution = resolve(gradeAsked(campaign, record, grade));
      // A house that no list can hold is an answer of the bureau, and none that can be judged by.
      if (resolution.kind === 'house_unreadable')
        return { ...nowhere, facts: { kind: 'unusable' }, registered: { kind: 'unusable', at, given: [place] } };
      const matches = resolution.kind === 'found' ? resolution.matches : [];
      const servedFor = (of: number) => versionsOf(resolve(of), versionOf);
      return { facts: { kind: 'address', schools: matches.length }, place, registered: view, matches, homes, servedFor };
    };
  };
}

/** Of the schools found for a home the version by which each serves it. */
export function versionsOf(found: Resolution, versionOf: (school: string) => string | undefined): ReadonlyMap<string, string> {
  const schools = found.kind === 'found' ? found.matches.map(({ schoolId }) => schoolId) : [];
  return new Map(
    schools.flatMap((school) => [[school, versionOf(school)] as const]).filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
}

/** Which version serves which pool. */
export function servedBy({ homes, servedFor }: Located, pools: readonly PoolRow[]): Served {
  const served = pools.flatMap(({ id, school_id: school, grade }) => {
    const version = servedFor(grade).get(school);
    return version === undefined ? [] : [{ id, version }];
  });
  return { homes: homesKey(homes), pools: served.map(({ id }) => id), versions: served.map(({ version }) => version) };
}
