import { createHash } from 'node:crypto';
import type { Told } from '#domain/addition/grave.ts';
import { type BoundaryLine, differenceOf, type StreetDifference } from '#domain/catchment/boundary-version.ts';
import { isSameList, takenBack } from '#domain/catchment/taken-back.ts';
import { type Day, dayOf } from '#domain/core/day.ts';
import type { CampaignService } from '../campaign/service.ts';
import type { Database } from '../db/connect.ts';
import { openly, read } from '../db/transaction.ts';
import type { BoundariesService } from './service-boundaries.ts';
import type { ConsequenceService } from './service-consequences.ts';
import { countDecidedOn, findVersionsByKeys } from './store-boundaries.ts';

/** What taking one publication back would do at a school. */
export type SchoolTakenBack = {
  readonly school: string;
  /** The newest version of the school: the list is made from what is in force beside it. */
  readonly over: number;
  readonly lines: readonly BoundaryLine[];
  readonly difference: readonly StreetDifference[];
  /** Streets of the publication that somebody has changed since: they stay as they are. */
  readonly left: readonly number[];
  /** Lists that are published already for a later day: they begin as they are. */
  readonly later: readonly Day[];
  readonly changesNothing: boolean;
};

/** All of it, with whom it would touch. */
export type TakingBack = Told & {
  readonly fromDay: Day;
  readonly schools: readonly SchoolTakenBack[];
  /** Decisions that rested on the lists that are taken back: they stand. */
  readonly decisions: number;
};

/** What taking the versions of these keys back would do, and to whom: what came with them goes, what went returns, what was changed since stays. */
export async function takingBack(
  database: Database,
  { campaign, boundaries, consequences }: { campaign: CampaignService; boundaries: BoundariesService; consequences: ConsequenceService },
  { keys, fromDay }: { readonly keys: readonly string[]; readonly fromDay: Day | null },
): Promise<TakingBack> {
  const today = dayOf(campaign.now());
  const on = fromDay !== null && fromDay > today ? fromDay : today;
  const made = await findVersionsByKeys(openly(database), keys);
  const now = await boundaries.currentOf(
    made.map(({ school }) => school),
    on,
  );
  const schools = await Promise.all(
    made.map(async ({ school, number, follows }): Promise<SchoolTakenBack & { readonly now: readonly BoundaryLine[] }> => {
      const [before, published, versions] = await Promise.all([
        follows === 0 ? null : boundaries.version(school, follows),
        boundaries.version(school, number),
        boundaries.versions(school),
      ]);
      const inForce = now.get(school)?.lines ?? [];
      const back = takenBack(before?.lines ?? [], published?.lines ?? [], inForce);
      const later = versions.filter((one) => one.fromDay > on && (one.toDay === null || one.toDay > one.fromDay)).map((one) => one.fromDay);
      return {
        ...{ school, over: versions[0]?.number ?? 0, lines: back.lines, left: back.left, later, now: inForce },
        difference: differenceOf(inForce, back.lines),
        changesNothing: isSameList(inForce, back.lines),
      };
    }),
  );
  const told = await consequences.told(
    on,
    schools.map((one) => ({ school: one.school, before: one.now, after: one.lines })),
  );
  const versions = made.map(({ id }) => id);
  return {
    ...told,
    fromDay: on,
    schools: schools.map(({ now: _now, ...rest }) => rest),
    decisions: await read(database, 'system', (asSystem) => countDecidedOn(asSystem, versions)),
  };
}

/** One key for a school of a file and an act: done twice, it is done once. */
export function keyOfImport(id: string, school: string, act: 'publish' | 'back'): string {
  const hex = createHash('sha256').update(`${id}:${school}:${act}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
