import type { Pool } from '#domain/allocation/seat.ts';
import type { Policy } from '#domain/policy/policy.ts';
import { isClaim, type Waiting } from './service-claim.ts';
import { type Decided, decideActs } from './service-decide.ts';
import { lineFor } from './service-in-line.ts';
import { broughtUpToDate, type Memory, remember } from './service-memory.ts';
import { type Boundaries, readBoundaries } from './service-rights.ts';
import { askedBy, sortBatch } from './service-sort.ts';
import { findArrivals, findChanges, findPools, takeTurn } from './store.ts';
import { type DraftFound, findDrafts } from './store-drafts.ts';
import { homesCounted } from './store-homes.ts';
import type { Turn } from './store-turn.ts';
import { type Opening, writeBatch, writeJournal } from './store-write.ts';

/** The campaign whose seats are given, and under what name this process gives them. */
export type Seat = { readonly id: string; readonly policy: Policy; readonly writer: string };

/** A batch that was sent to be written; `kept` tells whether every guard held. The memory is true if it was. */
export type Sent = { readonly memory: Memory; readonly kept: Promise<boolean>; give(): void };

/** Takes the turn, reads under it what the acts rest on, decides and sends the batch to be written and committed. */
export async function decideUnderTurn(client: Turn, campaign: Seat, remembered: Memory | null, batch: readonly Waiting[]): Promise<Sent> {
  const { row, found } = await takeTurn(client, campaign.id, batch.filter(isClaim).map(askedBy), homesCounted(campaign.policy));
  const isMine = remembered !== null && remembered.batch === row.batch && row.writer === campaign.writer;
  const [alone, wrote] = isMine ? [remembered.alone + 1, remembered.wrote] : [0, []];
  const known = isMine ? remembered.pools : new Map<number, Pool>();
  const keys = batch.flatMap((one) => (isClaim(one) ? [] : [one.change.key]));
  const changed = keys.length === 0 ? [] : await findChanges(client, keys);
  const beside = { pools: known, force: remembered?.force ?? null };
  const { pools, stored, boundaries } = await readBeside(client, campaign, beside, batch, found);
  for (const pool of pools) known.set(pool.id, pool);
  const sorted = sortBatch(campaign.policy, batch, found, changed, { boundaries, pools: known });
  const line = await lineFor(client, campaign, sorted.fresh, known);
  const grounds = { batch: row.batch, lastSeq: row.last_seq, pools: known, stored, changed, line };
  const decided = decideActs(campaign, batch, sorted, grounds);
  return {
    kept: send(client, campaign.id, decided, { writer: campaign.writer, isBegun: true, expected: row.writer, waitAtMostMs: null }),
    memory: remember({ alone, pools: known, force: boundaries?.force ?? beside.force, wrote }, decided),
    give: decided.give,
  };
}

/** What the claims of a batch rest on, read before their turn and beside the writing of the batch before. */
export type Looked = { readonly batch: readonly Waiting[]; readonly atMs: number; readonly facts: Promise<Facts> };
type Facts = {
  readonly found: readonly DraftFound[];
  readonly pools: readonly Pool[];
  readonly stored: Awaited<ReturnType<typeof findArrivals>>;
  readonly boundaries: Boundaries | null;
};
type Beside = Pick<Memory, 'pools' | 'force'>;

/** Reads ahead of the turn. */
export function lookAhead(scout: Turn, campaign: Seat, memory: Memory, batch: readonly Waiting[]): Looked {
  const facts = readAhead(scout, campaign, memory, batch);
  // Seen by whoever goes on with the batch; until then it is nobody's fault.
  facts.catch(() => undefined);
  return { batch, atMs: performance.now(), facts };
}

async function readAhead(scout: Turn, campaign: Seat, known: Beside, batch: readonly Waiting[]): Promise<Facts> {
  const found = await findDrafts(scout, campaign.id, batch.filter(isClaim).map(askedBy), homesCounted(campaign.policy));
  return { found, ...(await readBeside(scout, campaign, known, batch, found)) };
}

/** The seats that a batch concerns and that are not known, what was answered of it before, and the boundaries its claims rest on. */
async function readBeside(
  client: Turn,
  campaign: Seat,
  { pools: known, force }: Beside,
  batch: readonly Waiting[],
  found: readonly DraftFound[],
): Promise<Omit<Facts, 'found'>> {
  const concerned = new Set<number | null>(batch.flatMap(poolsAsked));
  for (const { pool_id: held, waiting_pool_id: waiting } of found) concerned.add(held).add(waiting);
  const missing = [...concerned].filter((id) => id !== null && !known.has(id)) as readonly number[];
  const answered = found.flatMap(({ answered: seq, draft }) => (seq === null || draft === null ? [] : [draft]));
  const [pools, stored] = await Promise.all([
    missing.length > 0 ? findPools(client, campaign.id, missing) : [],
    answered.length > 0 ? findArrivals(client, answered) : [],
  ]);
  const read = new Map(pools.map((pool) => [pool.id, pool]));
  const boundaries = await readBoundaries(client, campaign, force, batch, found, (id) => known.get(id) ?? read.get(id));
  return { pools, stored, boundaries };
}

function poolsAsked(one: Waiting): readonly number[] {
  if (!isClaim(one)) return one.change.pools.map(({ pool }) => pool);
  return one.claim.act === 'enrol' ? one.claim.wishes : [];
}

/** How old what was read may be when it is decided on, and how long the turn may then be waited for: a session or a link may have ended since. */
const aheadAtMostMs = 500;

/**
 * Decides a batch on what was read ahead and on what this process has sent since, and sends it to be written: turn, writing and commit in one go,
 * behind the batches before it. If somebody else wrote in between, or the turn was long in coming, the guard does not hold and nothing is written.
 * `null` when the memory cannot tell what has changed since the reading.
 */
export async function decideAhead(
  client: Turn,
  campaign: Seat,
  memory: Memory,
  { batch, facts, atMs }: Looked,
  before: Promise<boolean>,
): Promise<Sent | null> {
  const { found: read, pools, stored, boundaries } = await facts;
  const current = performance.now() - atMs < aheadAtMostMs ? broughtUpToDate(memory, read) : null;
  if (current === null) return null;
  // What this process has not remembered has not changed since it was read: every batch since was its own.
  for (const pool of pools) if (!memory.pools.has(pool.id)) memory.pools.set(pool.id, pool);
  const sorted = sortBatch(campaign.policy, batch, current.found, [], { boundaries, pools: memory.pools });
  const grounds = { ...memory, stored: [...stored, ...current.answered], changed: [], line: [] };
  const decided = decideActs(campaign, batch, sorted, grounds);
  const { writer } = campaign;
  const kept = send(client, campaign.id, decided, { writer, isBegun: false, expected: writer, waitAtMostMs: aheadAtMostMs });
  // What was answered by a batch before this one is told only when that one is durable.
  const both = Promise.all([before, kept]).then((held) => held.every(Boolean));
  const force = boundaries?.force ?? memory.force;
  return { kept: both, memory: remember({ ...memory, force }, decided), give: decided.give };
}

function send(client: Turn, campaign: string, { writing, strangers }: Decided, opening: Opening): Promise<boolean> {
  return writing === null ? writeJournal(client, campaign, strangers, opening.isBegun) : writeBatch(client, writing, opening);
}
