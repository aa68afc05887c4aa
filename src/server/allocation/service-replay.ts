import { type Difference, type Recorded, type Replay, replayFrom } from '#domain/allocation/replay.ts';
import type { Pool } from '#domain/allocation/seat.ts';
import type { Policy } from '#domain/policy/policy.ts';
import { momentAt } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { read, type Reader } from '../db/transaction.ts';
import { canonical } from '../journal/entry.ts';
import { leafOf, rootOf } from '../journal/tree.ts';
import { type ArrivalKept, findAllChanges, findAllPlaces, findAllPools, findArrivalsAfter, findRoots } from './store-replay.ts';
import { changeLineOf, lineOf } from './store-lines.ts';

/** What replaying a campaign showed: how much was decided again, and the first thing that is not as it should be. */
export type Replayed = {
  readonly arrivals: number;
  readonly changes: number;
  readonly batches: number;
  readonly difference: Difference | null;
};

const arrivalsAtOnce = 5_000;

/**
 * Decides a campaign again from its arrivals, its changes of capacity and its policy, and compares: every decision, the seats and places as they
 * are kept, the numbers without a gap, each arrival's draft, and every batch's root in the journal.
 */
export function replayCampaign(database: Database, campaign: { readonly id: string; readonly policy: Policy }): Promise<Replayed> {
  return read(database, 'system', async (reader) => {
    const changes = await findAllChanges(reader, campaign.id);
    const pools = await findAllPools(reader, campaign.id);
    const replay = replayFrom(campaign.policy, beforeTheFirstAct(pools, changes));
    const tree = rootsAlong(await findRoots(reader, campaign.id));
    let [last, arrivals, changed] = [0, 0, 0];
    const ended = (difference: Difference | null): Replayed => ({ arrivals, changes: changed, batches: tree.batches(), difference });
    for (;;) {
      const kept = await findArrivalsAfter(reader, campaign.id, last, arrivalsAtOnce);
      const upTo = kept.length < arrivalsAtOnce ? Infinity : (kept.at(-1)?.seq as number);
      const between = changes.filter(({ seq }) => seq > last && seq <= upTo);
      const acts = [...kept, ...between].toSorted((a, b) => a.seq - b.seq);
      for (const [place, { seq }] of acts.entries())
        if (seq !== last + 1 + place) return ended({ seq, what: 'number', recorded: seq, decidedAgain: last + 1 + place });
      const wrong =
        orphanOf(kept) ?? replay.next(acts.map((act) => recordedOf(act, campaign.policy.timeZone))) ?? tree.next(acts.map(withLine));
      if (wrong !== null) return ended(wrong);
      [arrivals, changed, last] = [arrivals + kept.length, changed + between.length, acts.at(-1)?.seq ?? last];
      if (upTo === Infinity) break;
    }
    return ended(tree.end() ?? seatsDiffer(pools, replay) ?? (await placesDiffer(reader, campaign.id, replay)));
  });
}

type Act = ArrivalKept | Awaited<ReturnType<typeof findAllChanges>>[number];

function isArrival(act: Act): act is ArrivalKept {
  return 'basis' in act;
}

function beforeTheFirstAct(pools: readonly Pool[], changes: Awaited<ReturnType<typeof findAllChanges>>): readonly Pool[] {
  return pools.map((pool) => {
    const first = changes.find(({ changed }) => changed.pool === pool.id);
    return { ...pool, capacity: first?.changed.before ?? pool.capacity, taken: 0, overQuota: 0 };
  });
}

function recordedOf(act: Act, zone: string): Recorded {
  if (!isArrival(act)) {
    const { pool, after } = act.changed;
    const request = { act: 'capacity', pools: [{ pool, capacity: after }] } as const;
    return { seq: act.seq, request, decision: { outcome: 'changed', changes: [act.changed] } };
  }
  const { seq, basis, wishes, reason, decision } = act;
  const common = { draft: decision.draft, child: decision.child, at: momentAt(act.receivedAt.getTime(), zone), basis };
  switch (act.act) {
    case 'enrol':
      return { seq, decision, request: { ...common, act: act.act, wishes } };
    case 'decline':
      return { seq, decision, request: { ...common, act: act.act, reason: reason ?? '' } };
    case 'reject':
      return { seq, decision, request: { ...common, act: act.act, ground: reason ?? '' } };
    default:
      return { seq, decision, request: { ...common, act: act.act } };
  }
}

function withLine(act: Act) {
  return { seq: act.seq, batch: act.batch, line: isArrival(act) ? lineOf(act) : changeLineOf(act) };
}

function orphanOf(arrivals: readonly ArrivalKept[]): Difference | null {
  const orphan = arrivals.find(({ hasDraft }) => !hasDraft);
  return orphan === undefined ? null : { seq: orphan.seq, what: 'draft', recorded: orphan.decision.draft, decidedAgain: null };
}

/** Follows the batches along the arrivals and holds each one's root against the journal's. */
function rootsAlong(roots: ReadonlyMap<number, readonly string[]>) {
  let open: { readonly batch: number; readonly seq: number; readonly leaves: Buffer[] } | null = null;
  let seen = 0;
  const close = (): Difference | null => {
    if (open === null) return null;
    seen += 1;
    const [written, more] = roots.get(open.batch) ?? [];
    const root = rootOf(open.leaves).toString('hex');
    return written === root && more === undefined
      ? null
      : { seq: open.seq, what: `root of batch ${open.batch}`, recorded: written ?? null, decidedAgain: root };
  };
  return {
    batches: () => seen,
    next(acts: readonly { readonly seq: number; readonly batch: number; readonly line: string }[]): Difference | null {
      for (const { seq, batch, line } of acts) {
        if (open?.batch !== batch) {
          const wrong = close();
          if (wrong !== null) return wrong;
          open = { batch, seq, leaves: [] };
        }
        open.leaves.push(leafOf(line));
      }
      return null;
    },
    end(): Difference | null {
      const wrong = close();
      if (wrong !== null || seen === roots.size) return wrong;
      return { seq: 0, what: 'batches in the journal', recorded: roots.size, decidedAgain: seen };
    },
  };
}

function seatsDiffer(pools: readonly Pool[], replay: Replay): Difference | null {
  for (const pool of pools) {
    const again = replay.pools.get(pool.id);
    if (canonical(pool) !== canonical(again)) return { seq: 0, what: `seats of pool ${pool.id}`, recorded: pool, decidedAgain: again };
  }
  return null;
}

async function placesDiffer(reader: Reader, campaign: string, replay: Replay): Promise<Difference | null> {
  let last: string | null = null;
  let count = 0;
  for (;;) {
    const places = await findAllPlaces(reader, campaign, last, arrivalsAtOnce);
    for (const { child, ...standing } of places) {
      const again = replay.standings.get(child);
      if (canonical(standing) !== canonical(again))
        return { seq: 0, what: `place of child ${child}`, recorded: standing, decidedAgain: again ?? null };
    }
    count += places.length;
    last = places.at(-1)?.child ?? last;
    if (places.length < arrivalsAtOnce) break;
  }
  return count === replay.standings.size ? null : { seq: 0, what: 'places', recorded: count, decidedAgain: replay.standings.size };
}
