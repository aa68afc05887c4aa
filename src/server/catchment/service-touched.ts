import { type InForce, isWatched, sequenceOf } from '#domain/catchment/boundary-sequence.ts';
import { serves } from '#domain/catchment/serves.ts';
import type { Moment } from '#domain/core/day.ts';
import type { CampaignService } from '../campaign/service.ts';
import { readerOf, type Tx } from '../db/transaction.ts';
import { type DecidedByAddress, findDecidedByAddress } from './store-additions.ts';
import { findHeads, findLinesAbout, type VersionHead } from './store-changes.ts';

/** A version as its time goes: published, and with its first day. */
export type DatedHead = VersionHead & { readonly publishedMs: number; readonly fromMs: number };

/** When a version was published and when its day begins. The first entry tells of the act, not of the day it was typed in. */
export function dated(campaign: Pick<CampaignService, 'epochOf'>, head: VersionHead): DatedHead {
  const fromMs = campaign.epochOf(`${head.fromDay}T00:00:00` as Moment);
  return { ...head, fromMs, publishedMs: head.source === 'seed' ? fromMs : head.publishedAt.getTime() };
}

/** The versions of schools in the order they came into force. */
export function sequences(
  campaign: Pick<CampaignService, 'epochOf'>,
  heads: readonly VersionHead[],
): ReadonlyMap<string, readonly InForce<DatedHead>[]> {
  const bySchool = Map.groupBy(heads, ({ school }) => school);
  return new Map([...bySchool].map(([school, own]) => [school, sequenceOf(own.map((head) => dated(campaign, head)))]));
}

/** A decision that would have been another by the version before. */
export type Touched = {
  readonly version: string;
  readonly school: string;
  readonly seq: number;
  readonly way: 'gave' | 'took';
};

/**
 * Which decisions a change of boundaries touched: those that would differ between a version and the one before it, where the claim came within the
 * watched days after the version began or ended. Whether it is still in force, when it was published and what came after makes no difference. KG22-9
 */
export async function touchedBy(
  tx: Tx,
  campaign: CampaignService,
  range: { readonly from: number; readonly to: number },
): Promise<readonly Touched[]> {
  const decided = await findDecidedByAddress(tx, campaign.id, range);
  const schools = [...new Set(decided.flatMap((one) => one.schools))];
  const ordered = sequences(campaign, await findHeads(readerOf(tx), campaign.id, schools));
  const { watchedDays } = campaign.policy.boundaryChanges;
  const asked = decided.flatMap((one) =>
    one.schools.flatMap((school) =>
      (ordered.get(school) ?? [])
        .filter((each) => each.version.source !== 'seed' && one.times.some((at) => isWatched(each, at.getTime(), watchedDays)))
        .map((each) => ({ one, each })),
    ),
  );
  const versions = [...new Set(asked.flatMap(({ each }) => [each.version.id, ...(each.before === null ? [] : [each.before.id])]))];
  const streets = [...new Set(asked.flatMap(({ one }) => one.homes.flatMap(({ streetId }) => streetId ?? [])))];
  const lines = await findLinesAbout(readerOf(tx), versions, streets);
  const isServed = (version: string | undefined, { homes, grades }: DecidedByAddress) =>
    serves(lines.get(version ?? '') ?? [], homes, grades);
  return asked.flatMap(({ one, each: { version, before } }) => {
    const [was, is] = [isServed(before?.id, one), isServed(version.id, one)];
    return was === is
      ? []
      : [{ version: version.id, school: version.school, seq: one.seq, way: is ? ('gave' as const) : ('took' as const) }];
  });
}
