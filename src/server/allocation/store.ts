import type pg from 'pg';
import type { Basis, Decision, NextStep, Outcome, Pool, SeatAct, Standing } from '#domain/allocation/seat.ts';
import type { Language } from '#domain/core/language.ts';
import type { Refusal } from '#domain/core/refusal.ts';
import type { Route } from '#domain/policy/stages.ts';
import { canonical, type Entry, hashOf } from '../journal/entry.ts';

/** The register's own connection inside one transaction: every round trip counts here, so it speaks `pg` without a query builder. */
export type Turn = pg.ClientBase;

export type RegisterRow = { readonly batch: number; readonly last_seq: number; readonly writer: string | null };

/** A draft as it is found for one claim, with everything the answer depends on; `draft` null when there is none that was offered to this person. */
export type DraftFound = {
  readonly draft: string | null;
  readonly child_id: string;
  readonly act: SeatAct;
  readonly stage: string;
  readonly route: Route;
  readonly offered: readonly number[] | null;
  readonly grades: readonly number[];
  readonly person_id: string | null;
  readonly linked: boolean;
  readonly answered: number | null;
  readonly pool_id: number | null;
  readonly waiting_pool_id: number | null;
  readonly guarantee_lost: boolean;
  readonly cancellations: number;
};

/** An arrival as it was stored: the answer to whoever asks again. */
export type ArrivalRow = {
  readonly seq: number;
  readonly draft: string;
  readonly child_id: string;
  readonly wishes: readonly number[];
  readonly reason: string | null;
  readonly outcome: Outcome;
  readonly pool_id: number | null;
  readonly applied_pool_id: number | null;
  readonly released_id: number | null;
  readonly free_before: number | null;
  readonly over_quota: boolean;
  readonly guarantee_lost: boolean;
  readonly refusal: Refusal | null;
  readonly clause: string;
  readonly next_step: NextStep;
  readonly received_at: Date;
};

/** Begins a transaction and takes the turn. The lock is its own statement: what is read after it is read after every earlier batch. */
export async function takeTurn(turn: Turn, campaign: string): Promise<RegisterRow> {
  await turn.query("begin; select set_config('mektep.actor', 'register', true)");
  const { rows } = await turn.query<RegisterRow>({
    name: 'take-turn',
    text: 'select batch, last_seq, writer from register where campaign_id = $1 for update',
    values: [campaign],
  });
  if (rows[0] === undefined) throw new Error(`campaign ${campaign} has no register`);
  return rows[0];
}

/** The drafts of a batch in order, who asks (by session or by person), and what each child holds. */
export async function findDrafts(
  turn: Turn,
  campaign: string,
  drafts: readonly string[],
  tokens: readonly (Buffer | null)[],
  persons: readonly (string | null)[],
): Promise<readonly DraftFound[]> {
  const { rows } = await turn.query<DraftFound>({ name: 'find-drafts', text: findDraftsSql, values: [campaign, drafts, tokens, persons] });
  return rows;
}

const findDraftsSql = `
select o.draft, d.child_id, d.act, o.stage, o.route, o.offered, o.grades,
       coalesce(s.person_id, asked.person) as person_id,
       l.person_id is not null as linked,
       a.seq as answered,
       p.pool_id, p.waiting_pool_id,
       coalesce(p.guarantee_lost, false) as guarantee_lost, coalesce(p.cancellations, 0) as cancellations
from unnest($2::uuid[], $3::bytea[], $4::uuid[]) with ordinality as asked(draft, token, person, place)
left join draft d on d.id = asked.draft and d.campaign_id = $1
left join session s on s.token_hash = asked.token and s.ended_at is null and s.expires_at > now()
left join offer o on o.draft = d.id and o.person_id = coalesce(s.person_id, asked.person)
left join family_link l on l.child_id = d.child_id and l.person_id = coalesce(s.person_id, asked.person) and l.ended_at is null
left join arrival a on a.draft = d.id
left join place p on p.campaign_id = d.campaign_id and p.child_id = d.child_id
order by asked.place`;

/** Pools of this campaign by id; those that are not of it are simply not there. */
export async function findPools(turn: Turn, campaign: string, ids: readonly number[]): Promise<readonly Pool[]> {
  const { rows } = await turn.query<PoolRow>({
    name: 'find-pools',
    text: 'select id, school_id, grade, language, kind, capacity, over_quota, taken from pool where campaign_id = $1 and id = any($2::int[])',
    values: [campaign, ids],
  });
  return rows.map(({ school_id, over_quota, ...pool }) => ({ ...pool, school: school_id, overQuota: over_quota }));
}

type PoolRow = {
  readonly id: number;
  readonly school_id: string;
  readonly grade: number;
  readonly language: Language;
  readonly kind: Pool['kind'];
  readonly capacity: number;
  readonly over_quota: number;
  readonly taken: number;
};

/** Answers given before, by draft. */
export async function findArrivals(turn: Turn, drafts: readonly string[]): Promise<readonly ArrivalRow[]> {
  const { rows } = await turn.query<ArrivalRow>({
    name: 'find-arrivals',
    text: `select seq, draft, child_id, wishes, reason, outcome, pool_id, applied_pool_id, released_id, free_before, over_quota, guarantee_lost, refusal, clause, next_step, received_at
           from arrival where draft = any($1::uuid[])`,
    values: [drafts],
  });
  return rows;
}

/**
 * Writes a batch in one statement: arrivals, net changes of places, pools guarded by the `taken` that was believed, journal, one job, the turn.
 * Answers whether every guard held; when not, the caller rolls back and decides again.
 */
export async function writeBatch(turn: Turn, writing: Writing): Promise<boolean> {
  const { rows } = await turn.query<{ pools: number; turns: number }>({
    name: 'write-batch',
    text: writeBatchSql,
    values: valuesOf(writing),
  });
  return rows[0]?.pools === writing.pools.length && rows[0]?.turns === 1;
}

/** What one batch changes. `believed` is the `taken` the decision rested on. */
export type Writing = {
  readonly campaign: string;
  readonly batch: number;
  readonly lastSeq: number;
  readonly writer: string;
  readonly arrivals: readonly ArrivalWritten[];
  readonly places: readonly (Standing & { readonly child: string; readonly seq: number })[];
  readonly pools: readonly (Pool & { readonly believed: number })[];
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

function valuesOf(writing: Writing): unknown[] {
  const { arrivals, places, pools, journal } = writing;
  const decided = arrivals.map((arrival) => arrival.decision);
  return [
    writing.campaign,
    writing.batch,
    writing.lastSeq,
    writing.writer,
    arrivals.map((arrival) => arrival.seq),
    decided.map((decision) => decision.draft),
    decided.map((decision) => decision.child),
    arrivals.map((arrival) => arrival.person),
    arrivals.map((arrival) => arrival.act),
    arrivals.map(({ basis }) => basis.stage),
    arrivals.map(({ basis }) => basis.route),
    arrivals.map(({ basis }) => (basis.offered === null ? null : arrayText(basis.offered))),
    arrivals.map(({ basis }) => arrayText(basis.grades)),
    arrivals.map((arrival) => arrayText(arrival.wishes)),
    arrivals.map((arrival) => arrival.reason),
    decided.map((decision) => decision.outcome),
    decided.map((decision) => decision.pool),
    decided.map((decision) => decision.released),
    decided.map((decision) => decision.freeBefore),
    decided.map((decision) => decision.overQuota),
    decided.map((decision) => decision.guaranteeLost),
    decided.map((decision) => (decision.refusal === null ? null : JSON.stringify(decision.refusal))),
    decided.map((decision) => decision.clause),
    decided.map((decision) => decision.next),
    arrivals.map((arrival) => arrival.receivedAt),
    decided.map((decision) => decision.applied),
    places.map((place) => place.child),
    places.map((place) => place.pool),
    places.map((place) => place.waiting),
    places.map((place) => place.guaranteeLost),
    places.map((place) => place.cancellations),
    places.map((place) => place.seq),
    pools.map((pool) => pool.id),
    pools.map((pool) => pool.believed),
    pools.map((pool) => pool.taken),
    pools.map((pool) => pool.overQuota),
    journal.map((entry) => entry.at),
    journal.map((entry) => entry.actor),
    journal.map((entry) => entry.act),
    journal.map((entry) => entry.subject),
    journal.map((entry) => canonical(entry.detail)),
    journal.map(hashOf),
  ];
}

const writeBatchSql = `
with arrived as (
  insert into arrival (campaign_id, seq, batch, draft, child_id, person_id, act, stage, route, offered, grades, wishes, reason, outcome, pool_id, released_id,
                       free_before, over_quota, guarantee_lost, refusal, clause, next_step, received_at, applied_pool_id)
  select $1, a.seq, $2, a.draft, a.child, a.person, a.act, a.stage, a.route, a.offered::int[], a.grades::smallint[], a.wishes::int[], a.reason, a.outcome, a.pool, a.released,
         a.free_before, a.over_quota, a.guarantee_lost, a.refusal::jsonb, a.clause, a.next_step, a.received_at, a.applied
  from unnest($5::bigint[], $6::uuid[], $7::uuid[], $8::uuid[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[], $16::text[], $17::int[],
              $18::int[], $19::int[], $20::boolean[], $21::boolean[], $22::text[], $23::text[], $24::text[], $25::timestamptz[], $26::int[])
    as a(seq, draft, child, person, act, stage, route, offered, grades, wishes, reason, outcome, pool, released, free_before, over_quota, guarantee_lost, refusal,
         clause, next_step, received_at, applied)
), placed as (
  insert into place (campaign_id, child_id, pool_id, waiting_pool_id, guarantee_lost, cancellations, seq)
  select $1, p.child, p.pool, p.waiting, p.guarantee_lost, p.cancellations, p.seq
  from unnest($27::uuid[], $28::int[], $29::int[], $30::boolean[], $31::int[], $32::bigint[]) as p(child, pool, waiting, guarantee_lost, cancellations, seq)
  on conflict (campaign_id, child_id) do update
    set pool_id = excluded.pool_id, waiting_pool_id = excluded.waiting_pool_id, guarantee_lost = excluded.guarantee_lost, cancellations = excluded.cancellations, seq = excluded.seq
), counted as (
  update pool set taken = c.taken, over_quota = c.over_quota
  from unnest($33::int[], $34::int[], $35::int[], $36::int[]) as c(id, believed, taken, over_quota)
  where pool.id = c.id and pool.campaign_id = $1 and pool.taken = c.believed
  returning pool.id
), journaled as (
  insert into journal (at, actor, act, campaign_id, subject, detail, hash)
  select j.at, j.actor, j.act, $1, j.subject, j.detail::jsonb, j.hash
  from unnest($37::timestamptz[], $38::text[], $39::text[], $40::uuid[], $41::text[], $42::bytea[]) as j(at, actor, act, subject, detail, hash)
), turned as (
  update register set batch = $2, last_seq = $3, writer = $4 where campaign_id = $1 and batch = $2 - 1
  returning 1
)
select (select count(*)::int from counted) as pools, (select count(*)::int from turned) as turns,
       (graphile_worker.add_job('arrivals', json_build_object('campaign', $1::uuid, 'from', ($5::bigint[])[1], 'to', $3::bigint))).id as job`;

/** Adds entries that stand for themselves, beside those of a batch's arrivals. */
export async function writeJournal(turn: Turn, campaign: string, entries: readonly Entry[]): Promise<void> {
  if (entries.length === 0) return;
  await turn.query({
    name: 'write-journal',
    text: `insert into journal (at, actor, act, campaign_id, subject, detail, hash)
           select j.at, j.actor, j.act, $1, j.subject, j.detail::jsonb, j.hash
           from unnest($2::timestamptz[], $3::text[], $4::text[], $5::uuid[], $6::text[], $7::bytea[]) as j(at, actor, act, subject, detail, hash)`,
    values: [
      campaign,
      entries.map((entry) => entry.at),
      entries.map((entry) => entry.actor),
      entries.map((entry) => entry.act),
      entries.map((entry) => entry.subject),
      entries.map((entry) => canonical(entry.detail)),
      entries.map(hashOf),
    ],
  });
}

// Arrays of different lengths cannot travel as one array of arrays: each goes as its text.
function arrayText(numbers: readonly number[]): string {
  return `{${numbers.join(',')}}`;
}
