import { type Difference, type Recorded, type Replay, replayFrom } from '#domain/allocation/replay.ts';
import type { Pool } from '#domain/allocation/seat.ts';
import type { Policy } from '#domain/policy/policy.ts';
import { momentAt } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { read, type Reader } from '../db/transaction.ts';
import { canonical } from '../journal/entry.ts';
import { publicationLineOf } from '../journal/decided.ts';
import { leafOf, rootOf } from '../journal/tree.ts';
import { boundariesAgain } from './service-replay-boundaries.ts';
import {
  type ArrivalKept,
  findAllChanges,
  findAllInLine,
  findAllPlaces,
  findAllPools,
  findArrivalsAfter,
  findRoots,
  type InLineKept,
} from './store-replay.ts';
import { changeLineOf, lineOf } from './store-lines.ts';
import { findAllPublications, type PublicationKept } from './store-replay-boundaries.ts';

/** What replaying a campaign showed: how much was decided again, and the first thing that is not as it should be. */
export type Replayed = {
  readonly arrivals: number;
  readonly changes: number;
  readonly publications: number;
  readonly batches: number;
  readonly difference: Difference | null;
};

const placesAtOnce = 5_000;

/**
 * Decides a campaign again from its arrivals, its changes of capacity, its published boundaries and its policy, and compares: every decision and the
 * version it rested on, the seats, places and line as they are kept, the numbers without a gap, each arrival's draft, every batch's root in the journal.
 */
export function replayCampaign(
  database: Database,
  campaign: { readonly id: string; readonly policy: Policy },
  arrivalsAtOnce = 5_000,
): Promise<Replayed> {
  return read(database, 'system', async (reader) => {
    const changes = await findAllChanges(reader, campaign.id);
    const publications = await findAllPublications(reader, campaign.id);
    const pools = await findAllPools(reader, campaign.id);
    const boundaries = await boundariesAgain(reader, campaign, pools);
    const replay = replayFrom(campaign.policy, beforeTheFirstAct(pools, changes));
    const tree = rootsAlong(await findRoots(reader, campaign.id));
    const queued = new Map<string, number>();
    let [last, arrivals, changed, published] = [0, 0, 0, 0];
    /** Acts that were read and not decided yet: what belongs to the last of them may still be to come. */
    let carried: readonly SeatsAct[] = [];
    const ended = (difference: Difference | null): Replayed => ({
      ...{ arrivals, changes: changed, publications: published, batches: tree.batches(), difference },
    });
    for (;;) {
      const kept = await findArrivalsAfter(reader, campaign.id, last, arrivalsAtOnce);
      const upTo = kept.length < arrivalsAtOnce ? Infinity : (kept.at(-1)?.seq as number);
      const isBetween = ({ seq }: { readonly seq: number }) => seq > last && seq <= upTo;
      const [between, lists] = [changes.filter(isBetween), publications.filter(isBetween)];
      const acts: readonly Act[] = [...kept, ...between, ...lists].toSorted((a, b) => a.seq - b.seq);
      for (const [place, { seq }] of acts.entries())
        if (seq !== last + 1 + place) return ended({ seq, what: 'number', recorded: seq, decidedAgain: last + 1 + place });
      for (const { seq, decision } of kept) if (decision.outcome === 'queued') queued.set(decision.draft, seq);
      const read = [...carried, ...acts.flatMap((act) => (isPublication(act) ? [] : [act]))];
      const whole = upTo === Infinity ? read.length : read.findLastIndex((act, place) => isBeginning(act, read[place - 1]));
      const wrong =
        orphanOf(kept) ??
        replay.next(recordedFrom(read.slice(0, whole), campaign.policy.timeZone)) ??
        (await boundaries.next(kept)) ??
        tree.next(acts.map(withLine));
      if (wrong !== null) return ended(wrong);
      carried = read.slice(whole);
      [arrivals, changed, published] = [arrivals + kept.length, changed + between.length, published + lists.length];
      last = acts.at(-1)?.seq ?? last;
      if (upTo === Infinity) break;
    }
    const differs = tree.end() ?? seatsDiffer(pools, replay) ?? (await placesDiffer(reader, campaign.id, replay));
    return ended(differs ?? lineDiffers(await findAllInLine(reader, campaign.id), replay, queued));
  });
}

type SeatsAct = ArrivalKept | Awaited<ReturnType<typeof findAllChanges>>[number];
type Act = SeatsAct | PublicationKept;

/** A publication decides no seat; it has its number among those that do. */
function isPublication(act: Act): act is PublicationKept {
  return 'publishedAt' in act;
}

function isArrival(act: SeatsAct): act is ArrivalKept {
  return 'basis' in act;
}

function beforeTheFirstAct(pools: readonly Pool[], changes: Awaited<ReturnType<typeof findAllChanges>>): readonly Pool[] {
  return pools.map((pool) => {
    const first = changes.find(({ changed }) => changed.pool === pool.id);
    return { ...pool, capacity: first?.changed.before ?? pool.capacity, taken: 0, overQuota: 0 };
  });
}

/** Whether an act stands for itself: what the line was given belongs to the act before it, changes of one decision to each other. */
function isBeginning(act: SeatsAct, before: SeatsAct | undefined): boolean {
  if (before === undefined) return true;
  if (isArrival(act)) return act.act !== 'advance';
  return isArrival(before) || before.key !== act.key;
}

function recordedFrom(acts: readonly SeatsAct[], zone: string): readonly Recorded[] {
  const together: [SeatsAct, ...SeatsAct[]][] = [];
  for (const [place, act] of acts.entries()) {
    const open = together.at(-1);
    if (open === undefined || isBeginning(act, acts[place - 1])) together.push([act]);
    else open.push(act);
  }
  return together.map((all) => {
    const [first, ...rest] = all;
    const advances = rest.filter(isArrival).map(({ seq, decision }) => ({ seq, decision }));
    return { ...(isArrival(first) ? claimRecorded(first, zone) : changeRecorded(all, zone)), advances };
  });
}

function changeRecorded([first, ...rest]: readonly [SeatsAct, ...SeatsAct[]], zone: string): Recorded {
  const changes = [first, ...rest].flatMap((act) => (isArrival(act) ? [] : [act.changed]));
  const pools = changes.map(({ pool, after }) => ({ pool, capacity: after }));
  return {
    seq: first.seq,
    request: { act: 'capacity', at: momentAt(first.receivedAt.getTime(), zone), pools },
    decision: { outcome: 'changed', changes },
  };
}

function claimRecorded({ seq, act, basis, wishes, reason, receivedAt, decision }: ArrivalKept, zone: string): Recorded {
  const common = { draft: decision.draft, child: decision.child, at: momentAt(receivedAt.getTime(), zone), basis };
  switch (act) {
    case 'enrol':
      return { seq, decision, request: { ...common, act, wishes } };
    case 'decline':
      return { seq, decision, request: { ...common, act, reason: reason ?? '' } };
    case 'reject':
      return { seq, decision, request: { ...common, act, ground: reason ?? '' } };
    case 'confirm':
      return { seq, decision, request: { ...common, act } };
    default:
      // An advance that follows no act gives nobody anything: decided as what it may be it comes out otherwise.
      return { seq, decision, request: { ...common, act: 'withdraw' } };
  }
}

function withLine(act: Act) {
  const { seq, batch } = act;
  if (isPublication(act)) return { seq, batch, line: publicationLineOf(act) };
  return { seq, batch, line: isArrival(act) ? lineOf(act) : changeLineOf(act) };
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
    const places = await findAllPlaces(reader, campaign, last, placesAtOnce);
    for (const { child, ...standing } of places) {
      const again = replay.standings.get(child);
      if (canonical(standing) !== canonical(again))
        return { seq: 0, what: `place of child ${child}`, recorded: standing, decidedAgain: again ?? null };
    }
    count += places.length;
    last = places.at(-1)?.child ?? last;
    if (places.length < placesAtOnce) break;
  }
  return count === replay.standings.size ? null : { seq: 0, what: 'places', recorded: count, decidedAgain: replay.standings.size };
}

function lineDiffers(rows: readonly InLineKept[], replay: Replay, seqOf: ReadonlyMap<string, number>): Difference | null {
  const again = replay.line().flatMap(({ draft, child, basis, wishes }): readonly InLineKept[] => {
    const seq = seqOf.get(draft) ?? 0;
    return [...new Set(wishes)].map((pool) => ({ pool, stage: basis.stage, seq, child }));
  });
  const words = ({ pool, stage, seq, child }: InLineKept) => `${seq} ${pool} ${stage} ${child}`;
  const [kept, due] = [new Set(rows.map(words)), new Set(again.map(words))];
  const [wrong] = [...kept.symmetricDifference(due)];
  if (wrong === undefined) return null;
  return {
    seq: Number(wrong.split(' ')[0]),
    what: 'line',
    recorded: kept.has(wrong) ? wrong : null,
    decidedAgain: due.has(wrong) ? wrong : null,
  };
}
