import type { Policy } from '../policy/policy.ts';
import type { Advance } from './advance.ts';
import type { CapacityDecision, CapacityRequest } from './capacity.ts';
import { decideInOrder } from './decide.ts';
import { type InLine, lineAfter } from './line.ts';
import type { Decision, Pool, SeatRequest, Standing } from './seat.ts';

/** An act as it was recorded: what was asked, and what was decided then, with what the line was given right after it. */
export type Recorded = {
  readonly seq: number;
  readonly request: SeatRequest | CapacityRequest;
  readonly decision: Decision | CapacityDecision;
  readonly advances?: readonly { readonly seq: number; readonly decision: Decision }[];
};

/** The first place where deciding again gives something else. */
export type Difference = { readonly seq: number; readonly what: string; readonly recorded: unknown; readonly decidedAgain: unknown };

export type Replay = {
  /** Decides the next acts again, in their order; `null` as long as everything comes out as it was recorded. */
  next(recorded: readonly Recorded[]): Difference | null;
  /** The seats and the children's standings after everything that was replayed. */
  readonly pools: ReadonlyMap<number, Pool>;
  readonly standings: ReadonlyMap<string, Standing>;
  /** The claims that stand in line after it, in their order. */
  line(): readonly InLine[];
};

/** Decides a campaign again from its beginning, by the very function that decided it. `pools` are the seats before the first act. */
export function replayFrom(policy: Policy, pools: readonly Pool[]): Replay {
  const known = new Map(pools.map((pool) => [pool.id, pool]));
  const standings = new Map<string, Standing>();
  let line: readonly InLine[] = [];
  return {
    pools: known,
    standings,
    line: () => line,
    next(recorded) {
      const again = decideInOrder(
        policy,
        { pools: known, standings, line },
        recorded.map(({ request }) => request),
      );
      for (const [id, pool] of again.pools) known.set(id, pool);
      for (const [child, standing] of again.standings) standings.set(child, standing);
      line = lineAfter(line, again.line);
      for (const [place, one] of recorded.entries()) {
        const decision = again.decisions[place] as Decision | CapacityDecision;
        const difference = differenceOf(one, decision) ?? advancesDiffer(one, again.advances.get(place) ?? []);
        if (difference !== null) return difference;
      }
      return null;
    },
  };
}

function advancesDiffer({ seq, advances: recorded = [] }: Recorded, again: readonly Advance[]): Difference | null {
  const places = Math.max(recorded.length, again.length);
  for (let place = 0; place < places; place += 1) {
    const [then, now] = [recorded[place], again[place]];
    const difference =
      then === undefined || now === undefined
        ? { seq: then?.seq ?? seq, what: 'advance', recorded: then?.decision ?? null, decidedAgain: now?.decision ?? null }
        : differenceOf(then, now.decision);
    if (difference !== null) return difference;
  }
  return null;
}

function differenceOf(
  { seq, decision: recorded }: Pick<Recorded, 'seq' | 'decision'>,
  again: Decision | CapacityDecision,
): Difference | null {
  const [then, now] = [recorded, again] as unknown as readonly [Record<string, unknown>, Record<string, unknown>];
  const what = Object.keys(now).find((name) => textOf(then[name]) !== textOf(now[name]));
  return what === undefined ? null : { seq, what, recorded: then[what] ?? null, decidedAgain: now[what] };
}

// Members in order, nothing where there is nothing: a refusal comes back from a database with its members shuffled.
function textOf(value: unknown): string {
  return JSON.stringify(value ?? null, (_key, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
