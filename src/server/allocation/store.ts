import type pg from 'pg';
import type { CapacityChanged } from '#domain/allocation/capacity.ts';
import type { NextStep, Outcome, Pool, SeatAct } from '#domain/allocation/seat.ts';
import type { Language } from '#domain/core/language.ts';
import type { Refusal } from '#domain/core/refusal.ts';
import type { Route } from '#domain/policy/stages.ts';
import { bytesText, wordsText } from '../db/array-text.ts';

/** The register's own connection inside one transaction: every round trip counts here, so it speaks `pg` without a query builder. */
export type Turn = pg.Client;

/**
 * How the register's connection plans its few statements: once, and by index. Arrivals grow from none to hundreds of thousands within seconds; a
 * plan made while the table was empty would read all of them for each claim.
 */
export const registerSettings = { plan_cache_mode: 'force_generic_plan', enable_seqscan: 'off' } as const;

/**
 * How long the turn may lie with a process that says nothing. One whose machine or wire is gone cannot give it back; all the others wait for it.
 */
const turnIdleAtMostMs = 2_000;

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

/** One claim of a batch: its draft, and who asks, by session or by person. */
export type Asked = { readonly draft: string; readonly token: Buffer | null; readonly person: string | null };

/**
 * Begins a transaction, takes the turn and finds what the claims of a batch rest on: three statements sent in one packet. The lock is its own
 * statement, so what is found after it is found after every earlier batch.
 */
export async function takeTurn(
  turn: Turn,
  campaign: string,
  asked: readonly Asked[],
): Promise<{ readonly row: RegisterRow; readonly found: readonly DraftFound[] }> {
  const [, { rows }, { rows: found }] = await inOnePacket(turn, () => [
    turn.query(
      `begin; select set_config('mektep.actor', 'register', true), set_config('idle_in_transaction_session_timeout', '${turnIdleAtMostMs}', true)`,
    ),
    turn.query<RegisterRow>({
      name: 'take-turn',
      text: 'select batch, last_seq, writer from register where campaign_id = $1 for update',
      values: [campaign],
    }),
    turn.query<FoundRow>({
      name: 'find-drafts',
      text: findDraftsSql,
      values: [
        campaign,
        wordsText(asked.map(({ draft }) => draft)),
        bytesText(asked.map(({ token }) => token)),
        wordsText(asked.map(({ person }) => person)),
      ],
    }),
  ]);
  const [row] = rows;
  if (row === undefined) throw new Error(`campaign ${campaign} has no register`);
  return {
    row,
    found: found.map(({ offered, grades, ...rest }) => ({ ...rest, offered: numbersOf(offered), grades: numbersOf(grades) ?? [] })),
  };
}

/** Sends statements without waiting in between; throws the first fault after all of them are answered. */
export async function inOnePacket<const Answers extends readonly Promise<unknown>[]>(
  turn: Turn,
  send: () => Answers,
): Promise<{ -readonly [Place in keyof Answers]: Awaited<Answers[Place]> }> {
  const { stream } = (turn as unknown as { readonly connection: { readonly stream: { cork(): void; uncork(): void } } }).connection;
  stream.cork();
  const sent = send();
  stream.uncork();
  const settled = await Promise.allSettled(sent);
  const failed = settled.find((one) => one.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return settled.map((one) => (one as PromiseFulfilledResult<unknown>).value) as {
    -readonly [Place in keyof Answers]: Awaited<Answers[Place]>;
  };
}

type FoundRow = Omit<DraftFound, 'offered' | 'grades'> & { readonly offered: string | null; readonly grades: string | null };

// Families of one street are offered the same pools: the same few texts come by the thousand.
const lists = new Map<string, readonly number[]>();
const listsAtMost = 20_000;

function numbersOf(text: string | null): readonly number[] | null {
  if (text === null) return null;
  const known = lists.get(text);
  if (known !== undefined) return known;
  if (lists.size >= listsAtMost) lists.clear();
  const numbers = text === '{}' ? [] : text.slice(1, -1).split(',').map(Number);
  lists.set(text, numbers);
  return numbers;
}

// Each row is looked up by its key and by nothing else: `offset 0` keeps the planner from joining whole tables that were empty a moment ago.
const findDraftsSql = `
select o.draft, d.child_id, d.act, o.stage, o.route, o.offered::text as offered, o.grades::text as grades,
       asked.by as person_id,
       l.linked is not null as linked,
       a.seq as answered,
       p.pool_id, p.waiting_pool_id,
       coalesce(p.guarantee_lost, false) as guarantee_lost, coalesce(p.cancellations, 0) as cancellations
from (
  select asked.draft, asked.place, coalesce(s.person_id, asked.person) as by
  from unnest($2::uuid[], $3::bytea[], $4::uuid[]) with ordinality as asked(draft, token, person, place)
  left join lateral (select person_id from session where token_hash = asked.token and ended_at is null and expires_at > now() offset 0) s on true
  offset 0
) asked
left join lateral (select id, child_id, act from draft where id = asked.draft and campaign_id = $1 offset 0) d on true
left join lateral (select draft, stage, route, offered, grades from offer where draft = d.id and person_id = asked.by offset 0) o on true
left join lateral (select true as linked from family_link where child_id = d.child_id and person_id = asked.by and ended_at is null offset 0) l on true
left join lateral (select seq from arrival where draft = d.id offset 0) a on true
left join lateral (select pool_id, waiting_pool_id, guarantee_lost, cancellations from place where campaign_id = $1 and child_id = d.child_id offset 0) p on true
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

/** Changes of capacity that were let through before, by key. */
export async function findChanges(turn: Turn, keys: readonly string[]): Promise<readonly ChangeFound[]> {
  const { rows } = await turn.query<ChangeRow>({
    name: 'find-changes',
    text: 'select seq, key, pool_id, before, after, taken, actor, ground, received_at from capacity_change where key = any($1::uuid[]) order by seq',
    values: [wordsText(keys)],
  });
  return rows.map(changeFound);
}

/** A change of capacity as it is kept. */
export type ChangeFound = {
  readonly seq: number;
  readonly key: string;
  readonly actor: string;
  readonly ground: string;
  readonly receivedAt: Date;
  readonly changed: CapacityChanged;
};

/** A change of capacity out of its row. */
export function changeFound<Row extends ChangeRow>({ pool_id: pool, before, after, taken, received_at: receivedAt, ...row }: Row) {
  return { ...row, receivedAt, changed: { pool, before, after, taken } };
}

type ChangeRow = {
  readonly seq: number;
  readonly key: string;
  readonly pool_id: number;
  readonly before: number;
  readonly after: number;
  readonly taken: number;
  readonly actor: string;
  readonly ground: string;
  readonly received_at: Date;
};
