import type { Pool, Standing } from '#domain/allocation/seat.ts';
import type { Decided } from './service-decide.ts';
import type { Force } from './service-rights.ts';
import type { ArrivalRow } from './store.ts';
import type { DraftFound } from './store-drafts.ts';

/** What this process knows of the register without asking. True as long as nobody else writes, which the register's row tells under the turn. */
export type Memory = {
  /** Where the register stands after the batch this process sent last. */
  readonly batch: number;
  readonly lastSeq: number;
  /** How many batches in a row were found to be this process's own. */
  readonly alone: number;
  readonly pools: Map<number, Pool>;
  /** The boundaries in force when they were last asked for. */
  readonly force: Force | null;
  /** What the last batches changed, oldest first, up to `batch`. */
  readonly wrote: readonly Wrote[];
};

type Wrote = { readonly standings: ReadonlyMap<string, Standing>; readonly byDraft: ReadonlyMap<string, ArrivalRow> };

const batchesKept = 6;

/** Remembers what a batch changes, from the moment it is sent; whoever finds that it was not kept forgets everything. */
export function remember(before: Pick<Memory, 'alone' | 'pools' | 'force' | 'wrote'>, decided: Decided): Memory {
  const { batch, lastSeq, standings, byDraft } = decided;
  for (const [id, pool] of decided.pools) before.pools.set(id, pool);
  const wrote = decided.writing === null ? before.wrote : [...before.wrote.slice(1 - batchesKept), { standings, byDraft }];
  return { batch, lastSeq, alone: before.alone, pools: before.pools, force: before.force, wrote };
}

/**
 * What was read before its turn, as it is now by what this process wrote since; with the answers it gave since. `null` when the memory does not
 * reach back to that reading: somebody else may have written in between.
 */
export function broughtUpToDate(
  { batch, wrote }: Memory,
  found: readonly DraftFound[],
): { readonly found: readonly DraftFound[]; readonly answered: readonly ArrivalRow[] } | null {
  const since = wrote.slice(Math.max(0, wrote.length - (batch - asOf(found))));
  if (since.length !== batch - asOf(found)) return null;
  if (since.length === 0) return { found, answered: [] };
  const answered: ArrivalRow[] = [];
  const now = found.map((one) => {
    let current = one;
    for (const { standings, byDraft } of since) {
      const standing = standings.get(one.child_id);
      const arrival = one.draft === null ? undefined : byDraft.get(one.draft);
      if (standing !== undefined) current = { ...current, ...columnsOf(standing) };
      if (arrival === undefined) continue;
      answered.push(arrival);
      current = { ...current, answered: arrival.seq };
    }
    return current;
  });
  return { found: now, answered };
}

function asOf(found: readonly DraftFound[]): number {
  return found[0]?.as_of ?? 0;
}

function columnsOf({ pool, waiting, guaranteeLost, cancellations }: Standing) {
  return { placed: true, pool_id: pool, waiting_pool_id: waiting, guarantee_lost: guaranteeLost, cancellations };
}
