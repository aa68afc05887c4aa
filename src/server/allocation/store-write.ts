import type { LineChanges } from '#domain/allocation/line.ts';
import type { Basis, Decision, Pool, SeatAct, Standing } from '#domain/allocation/seat.ts';
import { flagsText, numbersText, textsText, wordsText } from '../db/array-text.ts';
import { canonical, type Entry, hashOf } from '../journal/entry.ts';
import { leafOf, rootOf } from '../journal/tree.ts';
import type { ArrivalRow, ChangeFound } from './store.ts';
import { writeLine } from './store-in-line.ts';
import { inOnePacket, type Turn } from './store-turn.ts';

/** What one batch changes. `believed` is the `taken` the decision rested on. */
export type Writing = {
  readonly campaign: string;
  readonly batch: number;
  readonly lastSeq: number;
  readonly arrivals: readonly ArrivalWritten[];
  readonly changes: readonly ChangeWritten[];
  readonly line: LineChanges;
  readonly places: readonly (Standing & { readonly child: string; readonly seq: number })[];
  readonly pools: readonly (Pool & { readonly believed: number })[];
  /** What else is written down with the batch. */
  readonly journal: readonly Entry[];
};

export type ArrivalWritten = {
  readonly seq: number;
  readonly person: string;
  readonly act: SeatAct;
  readonly basis: Basis;
  readonly wishes: readonly number[];
  readonly reason: string | null;
  readonly receivedAt: Date;
  readonly decision: Decision;
};

/** A change of a pool's seats that was let through. */
export type ChangeWritten = ChangeFound;

/**
 * How a batch goes to the database: inside the transaction that holds its turn, or as one that takes the turn itself. `expected` wrote the batch
 * before; if it was somebody else, or the turn is waited for longer than `waitAtMostMs`, nothing is written.
 */
export type Opening = {
  readonly writer: string;
  readonly isBegun: boolean;
  readonly expected: string | null;
  readonly waitAtMostMs: number | null;
};

/**
 * Writes a batch and commits: turn, arrivals, net changes of places and the pools guarded by the `taken` that was believed are sent first; while
 * the database writes them the tree of hashes is built, and journal and job follow. Answers whether every guard held; when not, nothing is
 * written and the caller decides again.
 */
export async function writeBatch(client: Turn, writing: Writing, { writer, isBegun, expected, waitAtMostMs }: Opening): Promise<boolean> {
  const { campaign, batch, lastSeq, arrivals, changes, journal } = writing;
  const first = inOnePacket(client, () => [
    ...(isBegun ? [] : [client.query('begin')]),
    client.query({ name: 'pass-turn', text: passTurnSql, values: [campaign, batch, lastSeq, writer, expected, waitAtMostMs] }),
    ...(changes.length > 0 ? [writeChanges(client, writing)] : []),
    ...(writing.line.size > 0 ? [writeLine(client, writing)] : []),
    client.query({ name: 'write-batch', text: writeBatchSql, values: valuesOf(writing) }),
  ]);
  const entries = [batchEntry(campaign, batch, arrivals, changes), ...journal];
  const from = arrivals[0]?.seq ?? lastSeq;
  const second = inOnePacket(client, () => [
    client.query({ name: 'close-batch', text: closeBatchSql, values: [campaign, from, lastSeq, ...journalValues(entries)] }),
    client.query('commit'),
  ]);
  const [wrote, closed] = await Promise.allSettled([first, second]);
  // Behind a statement that failed every other one is refused: the first fault is the cause.
  const failed = [wrote, closed].find((one) => one.status === 'rejected');
  if (failed === undefined) return true;
  const fault = failed.reason as Error & { readonly code?: unknown };
  if (fault.code === guardCode) return false;
  throw fault;
}

const guardCode = 'MK001';

/** Writes down what stands for itself where a batch decided nothing; ends the transaction if one is begun. */
export async function writeJournal(client: Turn, campaign: string, entries: readonly Entry[], isBegun: boolean): Promise<true> {
  await inOnePacket(client, () => [
    ...(entries.length > 0
      ? [client.query({ name: 'write-journal', text: `${journalSql('$1', 2)}`, values: [campaign, ...journalValues(entries)] })]
      : []),
    ...(isBegun ? [client.query('commit')] : []),
  ]);
  return true;
}

/** An arrival just written, in the shape in which it will be found. */
export function arrivalRow({ seq, wishes, reason, receivedAt, decision }: ArrivalWritten): ArrivalRow {
  return {
    seq,
    draft: decision.draft,
    child_id: decision.child,
    wishes,
    reason,
    outcome: decision.outcome,
    pool_id: decision.pool,
    applied_pool_id: decision.applied,
    released_id: decision.released,
    free_before: decision.freeBefore,
    over_quota: decision.overQuota,
    guarantee_lost: decision.guaranteeLost,
    refusal: decision.refusal,
    clause: decision.clause,
    next_step: decision.next,
    received_at: receivedAt,
  };
}

/** The line of an arrival in its batch's tree of hashes: everything it is, in a fixed order. */
export function lineOf({ seq, person, act, basis, wishes, reason, receivedAt, decision }: ArrivalWritten): string {
  const { draft, child, outcome, pool, applied, released, freeBefore, overQuota, guaranteeLost, refusal, clause, next } = decision;
  const asked = [seq, draft, child, person, act, basis.stage, basis.route, basis.offered, basis.grades, wishes, reason];
  const decided = [outcome, pool, applied, released, freeBefore, overQuota, guaranteeLost, refusal?.kind ?? null, refusal?.remedy ?? null];
  return JSON.stringify([...asked, ...decided, clause, next, receivedAt.getTime()]);
}

/** The line of a change of capacity. */
export function changeLineOf({ seq, key, actor, ground, receivedAt, changed }: ChangeWritten): string {
  return JSON.stringify([seq, key, changed.pool, changed.before, changed.after, changed.taken, actor, ground, receivedAt.getTime()]);
}

/** The journal's entry of a batch: which numbers it gave, and the root under which each of them can be shown to stand. */
export function batchEntry(campaign: string, batch: number, arrivals: readonly ArrivalWritten[], changes: readonly ChangeWritten[]): Entry {
  const lines = [
    ...arrivals.map((arrival) => [arrival.seq, lineOf(arrival)] as const),
    ...changes.map((change) => [change.seq, changeLineOf(change)] as const),
  ].toSorted(([a], [b]) => a - b);
  const [from, to] = [lines[0]?.[0] ?? 0, lines.at(-1)?.[0] ?? 0];
  const root = rootOf(lines.map(([, line]) => leafOf(line))).toString('hex');
  const at = new Date(
    Math.max(...arrivals.map(({ receivedAt }) => receivedAt.getTime()), ...changes.map(({ receivedAt }) => receivedAt.getTime())),
  );
  return { at, actor: 'register', act: 'seats.decided', campaign, subject: null, detail: { batch, from, to, root } };
}

function writeChanges(client: Turn, { campaign, batch, changes }: Writing): Promise<unknown> {
  return client.query({
    name: 'write-changes',
    text: `insert into capacity_change (campaign_id, seq, batch, key, pool_id, before, after, taken, actor, ground, received_at)
           select $1, c.* from unnest($2::bigint[], array_fill($3::bigint, array[$4::int]), $5::uuid[], $6::int[], $7::int[], $8::int[], $9::int[], $10::text[], $11::text[], $12::timestamptz[]) as c`,
    values: [
      campaign,
      numbersText(changes.map(({ seq }) => seq)),
      batch,
      changes.length,
      wordsText(changes.map(({ key }) => key)),
      ...(['pool', 'before', 'after', 'taken'] as const).map((name) => numbersText(changes.map(({ changed }) => changed[name]))),
      textsText(changes.map(({ actor }) => actor)),
      textsText(changes.map(({ ground }) => ground)),
      wordsText(changes.map(({ receivedAt }) => receivedAt.toISOString())),
    ],
  });
}

function valuesOf(writing: Writing): unknown[] {
  const { campaign, batch, arrivals, places, pools } = writing;
  const decided = arrivals.map((arrival) => arrival.decision);
  return [
    campaign,
    batch,
    numbersText(arrivals.map((arrival) => arrival.seq)),
    wordsText(decided.map((decision) => decision.draft)),
    wordsText(decided.map((decision) => decision.child)),
    wordsText(arrivals.map((arrival) => arrival.person)),
    wordsText(arrivals.map((arrival) => arrival.act)),
    wordsText(arrivals.map(({ basis }) => basis.stage)),
    wordsText(arrivals.map(({ basis }) => basis.route)),
    textsText(arrivals.map(({ basis }) => (basis.offered === null ? null : numbersText(basis.offered)))),
    textsText(arrivals.map(({ basis }) => numbersText(basis.grades))),
    textsText(arrivals.map((arrival) => numbersText(arrival.wishes))),
    textsText(arrivals.map((arrival) => arrival.reason)),
    wordsText(decided.map((decision) => decision.outcome)),
    numbersText(decided.map((decision) => decision.pool)),
    numbersText(decided.map((decision) => decision.released)),
    numbersText(decided.map((decision) => decision.freeBefore)),
    flagsText(decided.map((decision) => decision.overQuota)),
    flagsText(decided.map((decision) => decision.guaranteeLost)),
    textsText(decided.map((decision) => (decision.refusal === null ? null : JSON.stringify(decision.refusal)))),
    textsText(decided.map((decision) => decision.clause)),
    wordsText(decided.map((decision) => decision.next)),
    wordsText(arrivals.map((arrival) => arrival.receivedAt.toISOString())),
    numbersText(decided.map((decision) => decision.applied)),
    wordsText(places.map((place) => place.child)),
    numbersText(places.map((place) => place.pool)),
    numbersText(places.map((place) => place.waiting)),
    flagsText(places.map((place) => place.guaranteeLost)),
    numbersText(places.map((place) => place.cancellations)),
    numbersText(places.map((place) => place.seq)),
    numbersText(pools.map((pool) => pool.id)),
    numbersText(pools.map((pool) => pool.believed)),
    numbersText(pools.map((pool) => pool.taken)),
    numbersText(pools.map((pool) => pool.overQuota)),
    numbersText(pools.map((pool) => pool.capacity)),
    pools.length,
  ];
}

function journalValues(entries: readonly Entry[]): string[] {
  return [
    wordsText(entries.map((entry) => entry.at.toISOString())),
    textsText(entries.map((entry) => entry.actor)),
    textsText(entries.map((entry) => entry.act)),
    wordsText(entries.map((entry) => entry.subject)),
    textsText(entries.map((entry) => canonical(entry.detail))),
    textsText(entries.map((entry) => `\\x${hashOf(entry).toString('hex')}`)),
  ];
}

function journalSql(campaign: string, first: number): string {
  const types = ['timestamptz', 'text', 'text', 'uuid', 'text', 'bytea'].map((type, place) => `$${first + place}::${type}[]`);
  return `insert into journal (at, actor, act, campaign_id, subject, detail, hash)
  select j.at, j.actor, j.act, ${campaign}, j.subject, j.detail::jsonb, j.hash
  from unnest(${types.join(', ')}) as j(at, actor, act, subject, detail, hash)`;
}

const writeBatchSql = `
with arrived as (
  insert into arrival (campaign_id, seq, batch, draft, child_id, person_id, act, stage, route, offered, grades, wishes, reason, outcome, pool_id, released_id,
                       free_before, over_quota, guarantee_lost, refusal, clause, next_step, received_at, applied_pool_id)
  select $1, a.seq, $2, a.draft, a.child, a.person, a.act, a.stage, a.route, a.offered::int[], a.grades::smallint[], a.wishes::int[], a.reason, a.outcome, a.pool, a.released,
         a.free_before, a.over_quota, a.guarantee_lost, a.refusal::jsonb, a.clause, a.next_step, a.received_at, a.applied
  from unnest($3::bigint[], $4::uuid[], $5::uuid[], $6::uuid[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::int[],
              $16::int[], $17::int[], $18::boolean[], $19::boolean[], $20::text[], $21::text[], $22::text[], $23::timestamptz[], $24::int[])
    as a(seq, draft, child, person, act, stage, route, offered, grades, wishes, reason, outcome, pool, released, free_before, over_quota, guarantee_lost, refusal,
         clause, next_step, received_at, applied)
), placed as (
  insert into place (campaign_id, child_id, pool_id, waiting_pool_id, guarantee_lost, cancellations, seq)
  select $1, p.child, p.pool, p.waiting, p.guarantee_lost, p.cancellations, p.seq
  from unnest($25::uuid[], $26::int[], $27::int[], $28::boolean[], $29::int[], $30::bigint[]) as p(child, pool, waiting, guarantee_lost, cancellations, seq)
  on conflict (campaign_id, child_id) do update
    set pool_id = excluded.pool_id, waiting_pool_id = excluded.waiting_pool_id, guarantee_lost = excluded.guarantee_lost, cancellations = excluded.cancellations, seq = excluded.seq
), counted as (
  update pool set taken = c.taken, over_quota = c.over_quota, capacity = c.capacity
  from unnest($31::int[], $32::int[], $33::int[], $34::int[], $35::int[]) as c(id, believed, taken, over_quota, capacity)
  where pool.id = c.id and pool.campaign_id = $1 and pool.taken = c.believed
  returning pool.id
)
select abort_unless((select count(*) from counted) = $36::int) as held`;

const passTurnSql = `
with turned as (
  update register set batch = $2, last_seq = $3, writer = $4 where campaign_id = $1 and batch = $2 - 1 and writer is not distinct from $5
  returning 1
)
select abort_unless((select count(*) from turned) = 1 and ($6::int is null or clock_timestamp() < now() + $6 * interval '1 millisecond')) as held`;

const closeBatchSql = `
with journaled as (
  ${journalSql('$1', 4)}
)
select (graphile_worker.add_job('arrivals', json_build_object('campaign', $1::uuid, 'from', $2::bigint, 'to', $3::bigint))).id as job`;
