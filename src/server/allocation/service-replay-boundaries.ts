import { draftOfAdvance } from '#domain/allocation/advance.ts';
import type { Difference } from '#domain/allocation/replay.ts';
import { type Pool, seatConcerned } from '#domain/allocation/seat.ts';
import { type DrawnLine, drawLine, type Home, homesKey, inForceOn, serves } from '#domain/catchment/in-force.ts';
import { dayOf } from '#domain/core/day.ts';
import type { Policy } from '#domain/policy/policy.ts';
import { momentAt } from '../clock.ts';
import type { Reader } from '../db/transaction.ts';
import type { ArrivalKept } from './store-replay.ts';
import { findAllVersions, findLinesOfStreet } from './store-replay-boundaries.ts';

/** Judges again, arrival by arrival, whether the boundaries in force at its number served the homes it was decided by. */
export type BoundariesAgain = {
  /** The first arrival that rested on something else than it says. */
  next(arrivals: readonly ArrivalKept[]): Promise<Difference | null>;
};

const streetsAtMost = 5_000;

/** Opens the boundaries of a campaign as they were published, one after the other. */
export async function boundariesAgain(
  reader: Reader,
  campaign: { readonly id: string; readonly policy: Policy },
  pools: readonly Pool[],
): Promise<BoundariesAgain> {
  const poolOf = new Map(pools.map((pool) => [pool.id, pool]));
  const versionsOf = Map.groupBy(await findAllVersions(reader, campaign.id), ({ school }) => school);
  const streets = new Map<number, Promise<ReadonlyMap<string, readonly DrawnLine[]>>>();
  /** Of each claim that stood in line what it was given its number on, by the draft under which it is served. */
  const inLine = new Map<string, { readonly homes: string; readonly versions: ReadonlyMap<number, string> }>();

  function linesOf(street: number): Promise<ReadonlyMap<string, readonly DrawnLine[]>> {
    const known = streets.get(street);
    if (known !== undefined) return known;
    if (streets.size >= streetsAtMost) streets.clear();
    const read = findLinesOfStreet(reader, campaign.id, street).then(
      (rows) => new Map([...Map.groupBy(rows, ({ version }) => version)].map(([version, own]) => [version, own.map(drawLine)])),
    );
    streets.set(street, read);
    return read;
  }

  async function versionServing({ school, grade }: Pool, homes: readonly Home[], { seq, receivedAt }: ArrivalKept): Promise<string | null> {
    const before = (versionsOf.get(school) ?? []).filter((version) => version.seq === null || version.seq < seq);
    const version = inForceOn(before, dayOf(momentAt(receivedAt.getTime(), campaign.policy.timeZone)));
    if (version === undefined) return null;
    const own = await Promise.all(homes.flatMap(({ streetId }) => (streetId === null ? [] : [linesOf(streetId)])));
    return serves(
      own.flatMap((lines) => lines.get(version.id) ?? []),
      homes,
      grade,
    )
      ? version.id
      : null;
  }

  async function claimDiffers(arrival: ArrivalKept, homes: readonly Home[]): Promise<Difference | null> {
    const { seq, wishes, decision, basis, version } = arrival;
    const versions = new Map<number, string>();
    for (const pool of new Set(wishes)) {
      const known = poolOf.get(pool);
      const serving = known === undefined ? null : await versionServing(known, homes, arrival);
      if (serving !== null) versions.set(pool, serving);
    }
    if (decision.outcome === 'queued') inLine.set(draftOfAdvance(decision.draft), { homes: homesKey(homes), versions });
    const offered = [...versions.keys()];
    if (basis.offered?.join() !== offered.join()) return { seq, what: 'offered', recorded: basis.offered, decidedAgain: offered };
    return versionDiffers(seq, version, versions.get(seatConcerned(decision, wishes) ?? 0) ?? null);
  }

  /** Who is served in line is served on what the claim got its number on. */
  function advanceDiffers({ seq, decision, version }: ArrivalKept, homes: readonly Home[]): Difference | null {
    const claim = inLine.get(decision.draft);
    if (claim?.homes !== homesKey(homes)) return { seq, what: 'homes', recorded: homes, decidedAgain: claim?.homes ?? null };
    return versionDiffers(seq, version, claim.versions.get(decision.pool ?? 0) ?? null);
  }

  return {
    async next(arrivals) {
      for (const arrival of arrivals) {
        if (arrival.homes === null) continue;
        const { homes } = arrival;
        const differs = arrival.act === 'advance' ? advanceDiffers(arrival, homes) : await claimDiffers(arrival, homes);
        if (differs !== null) return differs;
      }
      return null;
    },
  };
}

function versionDiffers(seq: number, recorded: string | null, decidedAgain: string | null): Difference | null {
  return recorded === decidedAgain ? null : { seq, what: 'version', recorded, decidedAgain };
}
