import type { Moment } from '../core/day.ts';
import type { Policy } from '../policy/policy.ts';
import type { InLine, Line } from './line.ts';
import { type Decision, freeSeats, type Pool, type Standing } from './seat.ts';
import { outcome, type Seats, type Step } from './step.ts';

/** A seat given to a claim that stood in line. Nobody asked for it at that moment: the register did it, by its own rule. */
export type Advance = { readonly claim: InLine; readonly decision: Decision };

/** What each child has, as the acts before have left it. */
export type Standings = { of(child: string): Standing; set(child: string, after: Standing): void };

/**
 * Gives the seats that became free to those who stand in line for them, the first number first, until no seat is free or nobody may have one.
 * Given and not offered: a seat that waits for an answer is nobody's seat. KG25-21.13.
 */
export function advanceLine(
  policy: Policy,
  seats: Seats,
  line: Line,
  standings: Standings,
  freed: ReadonlySet<number>,
  at: Moment,
): readonly Advance[] {
  const advances: Advance[] = [];
  for (;;) {
    // A seat beyond the quota that was given back is gone, and free to nobody.
    const free = [...freed].filter((id) => freeSeats(seats.pool(id) as Pool) > 0);
    const next = line.first(free, at);
    if (next === undefined) return advances;
    const { claim, pool } = next;
    const { decision, after } = advance(policy, seats, standings.of(claim.child), claim, seats.pool(pool) as Pool);
    standings.set(claim.child, after);
    line.leave(claim.child);
    advances.push({ claim, decision });
  }
}

function advance(policy: Policy, seats: Seats, standing: Standing, claim: InLine, chosen: Pool): Step {
  seats.take(chosen, false);
  const { guaranteeLost } = standing;
  const enrolled = outcome({ ...claim, draft: draftOfAdvance(claim.draft) }, 'enrolled', policy.waitingList.clause, 'bring_documents');
  return {
    decision: { ...enrolled, pool: chosen.id, freeBefore: freeSeats(chosen), guaranteeLost },
    after: { ...standing, pool: chosen.id },
  };
}

/** The draft under which a claim is answered a second time: its own, marked as made by us (RFC 9562, version 8). A campaign decided again finds the same. */
export function draftOfAdvance(draft: string): string {
  return `${draft.slice(0, 14)}8${draft.slice(15)}`;
}
