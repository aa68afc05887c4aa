import { windowAt } from '#domain/application/windows.ts';
import { dayOf } from '#domain/core/day.ts';
import type { CampaignService } from '../campaign/service.ts';
import type { Database } from '../db/connect.ts';
import { openly, read } from '../db/transaction.ts';
import type { EffectService } from './service-effect.ts';
import { sequences } from './service-touched.ts';
import { findChildrenAdded } from './store-answers.ts';
import { findLines } from './store-boundaries.ts';
import { findHeads, findSchoolsOfVersions } from './store-changes.ts';

/** Children whose proposal a version changed, or took away. */
export type FamiliesTouched = {
  readonly version: string;
  readonly kind: 'school_changed' | 'school_gone';
  readonly children: readonly string[];
};

export type BegunService = {
  /** Whom versions that have just begun touch, while a stage is open; nobody otherwise. Whose request was answered by a version is told that. */
  families(versions: readonly string[]): Promise<readonly FamiliesTouched[]>;
};

/** What versions of boundaries do to families on the day they begin. KG25-18.4, KG25-21.4. */
export function begunService(
  database: Database,
  { campaign, effect }: { readonly campaign: CampaignService; readonly effect: EffectService },
): BegunService {
  const reader = openly(database);

  return {
    async families(versions) {
      if (windowAt(campaign.policy, campaign.now()).kind !== 'open') return [];
      const schools = await findSchoolsOfVersions(reader, versions);
      const ordered = sequences(campaign, await findHeads(reader, campaign.id, schools));
      const begun = [...ordered.values()].flat().filter(({ version: { id } }) => versions.includes(id));
      const lines = await findLines(
        reader,
        begun.flatMap(({ version, before }) => [version.id, ...(before === null ? [] : [before.id])]),
      );
      const linesOf = (id: string | undefined) => lines.get(id ?? '') ?? [];
      const changes = new Map(
        begun.map(({ version, before }) => [version.school, { before: linesOf(before?.id), after: linesOf(version.id) }] as const),
      );
      const streets = [
        ...new Set([...changes.values()].flatMap(({ before, after }) => [...before, ...after].map(({ streetId }) => streetId))),
      ];
      if (streets.length === 0) return [];
      const { moves } = await effect.ofChange({ on: dayOf(campaign.now()), schools: changes }, { streets });
      const answered = new Set(await read(database, 'system', (asSystem) => findChildrenAdded(asSystem, versions)));
      const versionOf = new Map(begun.map(({ version }) => [version.school, version.id]));
      return moves.flatMap(({ before, after, children }) => {
        const moved = [...before, ...after].find((school) => versionOf.has(school) && before.includes(school) !== after.includes(school));
        const version = versionOf.get(moved ?? '');
        const told = children.filter((child) => !answered.has(child));
        if (version === undefined || told.length === 0) return [];
        return [{ version, kind: after.length === 0 ? ('school_gone' as const) : ('school_changed' as const), children: told }];
      });
    },
  };
}
