import { isFoundBefore, rightAt, type Right } from '#domain/application/right.ts';
import { type DrawnLine, drawLine, serves } from '#domain/catchment/in-force.ts';
import type { Pool } from '#domain/allocation/seat.ts';
import { isOpen } from '#domain/application/windows.ts';
import { type Day, dayOf, type Moment } from '#domain/core/day.ts';
import type { Policy } from '#domain/policy/policy.ts';
import { isClaim, type Waiting, type WaitingClaim } from './service-claim.ts';
import type { DraftFound } from './store-drafts.ts';
import { findLines, findVersionsInForce, type LineAsked, type LineRow, type VersionRow } from './store-force.ts';
import type { Turn } from './store-turn.ts';

/** Which version of each school's boundaries is in force on a day. True as long as nothing was published since: `asOf` counts publications. */
export type Force = { readonly asOf: number; on(school: string, day: Day): string | null };

/** What is known of boundaries when a batch is sorted; `null` where none of its claims is decided by them. */
export type Boundaries = { readonly force: Force; readonly lines: ReadonlyMap<string, readonly DrawnLine[]> };

type Known = (pool: number) => Pool | undefined;
type Campaign = { readonly id: string; readonly policy: Policy };

/**
 * What the claims of a batch need to know of boundaries, beside what is known. Of a family whose page found that the version in force serves it,
 * nothing but that version: lists do not change once they are published. Of others what the list in force says of their street.
 */
export async function readBoundaries(
  client: Turn,
  campaign: Campaign,
  known: Force | null,
  batch: readonly Waiting[],
  found: readonly DraftFound[],
  pools: Known,
): Promise<Boundaries | null> {
  const claims = batch.filter(isClaim);
  const asOf = found[0]?.boundaries;
  if (asOf === undefined || !claims.some(({ claim, at }) => claim.act === 'enrol' && isByBoundaries(campaign.policy, at))) return null;
  const force = known?.asOf === asOf ? known : forceOf(asOf, await findVersionsInForce(client, campaign.id));
  const asked = new Map<string, LineAsked>();
  claims.forEach((one, place) => {
    for (const each of linesNeeded(campaign.policy, force, one, found[place] as DraftFound, pools)) asked.set(keyOf(each), each);
  });
  return { force, lines: linesByKey(asked.size === 0 ? [] : await findLines(client, campaign.id, [...asked.values()])) };
}

function isByBoundaries({ stages }: Policy, at: Moment): boolean {
  return stages.some((stage) => stage.shows === 'catchment' && isOpen(stage, at));
}

function forceOf(asOf: number, rows: readonly VersionRow[]): Force {
  const bySchool = Map.groupBy(rows, ({ school_id: school }) => school);
  return {
    asOf,
    on: (school, day) =>
      bySchool.get(school)?.find(({ from_day: from, to_day: to }) => from <= day && (to === null || day < to))?.id ?? null,
  };
}

function linesNeeded(policy: Policy, force: Force, { claim, at }: WaitingClaim, found: DraftFound, pools: Known): readonly LineAsked[] {
  if (claim.act !== 'enrol' || !isByBoundaries(policy, at)) return [];
  return claim.wishes.flatMap((wish) => {
    const pool = pools(wish);
    const version = pool === undefined ? null : force.on(pool.school, dayOf(at));
    if (pool === undefined || version === null || isFoundBefore(found.offer, found.homes.key, pool.id, version)) return [];
    return found.homes.list.flatMap(({ streetId: street }) => (street === null ? [] : [{ version, street }]));
  });
}

/** What a claim rests on at its turn. */
export function rightOf(
  policy: Policy,
  { claim, at }: WaitingClaim,
  found: DraftFound,
  boundaries: Boundaries | null,
  pools: Known,
): Right {
  const child = { birthDate: found.born, preparedAtPreschool: found.prepared, hasIdentityDocuments: found.certified };
  const wished = claim.act === 'enrol' ? [...new Set(claim.wishes)].flatMap((wish) => pools(wish) ?? []) : [];
  const held = found.pool_id === null ? null : (pools(found.pool_id) ?? null);
  return rightAt(policy, { act: claim.act, at, child, wished, held }, (pool) => {
    if (boundaries === null) return null;
    const version = boundaries.force.on(pool.school, dayOf(at));
    const { list, key } = found.homes;
    if (version === null || isFoundBefore(found.offer, key, pool.id, version)) return version;
    const lines = list.flatMap(({ streetId: street }) => (street === null ? [] : (boundaries.lines.get(keyOf({ version, street })) ?? [])));
    return serves(lines, list, pool.grade) ? version : null;
  });
}

function keyOf({ version, street }: LineAsked): string {
  return `${version} ${street}`;
}

function linesByKey(rows: readonly LineRow[]): ReadonlyMap<string, readonly DrawnLine[]> {
  const byKey = Map.groupBy(rows, (row) => keyOf({ version: row.version_id, street: row.street_id }));
  return new Map([...byKey].map(([key, own]) => [key, own.map(drawn)]));
}

/** Reading a list costs more than deciding a claim, and neighbours come with the same few lists. */
function drawn({ street_id: streetId, houses, range_habit: habit, act }: LineRow): DrawnLine {
  const key = `${streetId} ${habit} ${houses}`;
  const known = lists.get(key);
  if (known !== undefined) return known;
  if (lists.size >= listsAtMost) lists.clear();
  const line = drawLine({ streetId, houses, habit, act });
  lists.set(key, line);
  return line;
}

const lists = new Map<string, DrawnLine>();
const listsAtMost = 5_000;
