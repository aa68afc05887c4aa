import { decidedEntry } from '../journal/decided.ts';
import type { Entry } from '../journal/entry.ts';
import type { ArrivalWritten, ChangeWritten } from './store-writing.ts';

/** The line of an arrival in its batch's tree of hashes: everything it is, in a fixed order. */
export function lineOf({ seq, person, act, basis, wishes, reason, receivedAt, decision, homes, version }: ArrivalWritten): string {
  const { draft, child, outcome, pool, applied, released, freeBefore, overQuota, guaranteeLost, refusal, clause, next } = decision;
  const asked = [seq, draft, child, person, act, basis.stage, basis.route, basis.offered, basis.grades, wishes, reason];
  const decided = [outcome, pool, applied, released, freeBefore, overQuota, guaranteeLost, refusal?.kind ?? null, refusal?.remedy ?? null];
  // Arrivals that no boundaries decided, and those from before they were kept, stand as they always stood.
  const rested = homes === null ? [] : [homes.map(({ streetId, house }) => [streetId, house]), version];
  return JSON.stringify([...asked, ...decided, clause, next, receivedAt.getTime(), ...rested]);
}

/** The line of a change of capacity. */
export function changeLineOf({ seq, key, actor, ground, receivedAt, changed }: ChangeWritten): string {
  return JSON.stringify([seq, key, changed.pool, changed.before, changed.after, changed.taken, actor, ground, receivedAt.getTime()]);
}

/** The journal's entry of a batch: which numbers it gave, and the root under which each of them can be shown to stand. */
export function batchEntry(campaign: string, batch: number, arrivals: readonly ArrivalWritten[], changes: readonly ChangeWritten[]): Entry {
  const lines = [
    ...arrivals.map((arrival) => ({ seq: arrival.seq, line: lineOf(arrival) })),
    ...changes.map((change) => ({ seq: change.seq, line: changeLineOf(change) })),
  ];
  const at = new Date(
    Math.max(...arrivals.map(({ receivedAt }) => receivedAt.getTime()), ...changes.map(({ receivedAt }) => receivedAt.getTime())),
  );
  return decidedEntry(campaign, batch, at, lines);
}
