import type { CapacityChanged } from '#domain/allocation/capacity.ts';
import { sound } from '#domain/allocation/decide.ts';
import type { NextStep, Outcome, Pool } from '#domain/allocation/seat.ts';
import type { Language } from '#domain/core/language.ts';
import type { Refusal } from '#domain/core/refusal.ts';
import { wordsText } from '../db/array-text.ts';
import { type Asked, type DraftFound, findDrafts } from './store-drafts.ts';
import type { HomesOf } from './store-homes.ts';
import { inOnePacket, type Turn } from './store-turn.ts';

export type RegisterRow = {
  readonly batch: number;
  readonly last_seq: number;
  readonly writer: string | null;
  /** How often boundaries were published. */
  readonly boundaries: number;
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

/**
 * Begins a transaction, takes the turn and finds what the claims of a batch rest on: three statements sent in one packet. The lock is its own
 * statement, so what is found after it is found after every earlier batch.
 */
export async function takeTurn(
  turn: Turn,
  campaign: string,
  asked: readonly Asked[],
  homesOf: HomesOf,
): Promise<{ readonly row: RegisterRow; readonly found: readonly DraftFound[] }> {
  const [, { rows }, found] = await inOnePacket(turn, () => [
    turn.query('begin'),
    turn.query<RegisterRow>({
      name: 'take-turn',
      text: 'select batch, last_seq, writer, boundaries from register where campaign_id = $1 for update',
      values: [campaign],
    }),
    findDrafts(turn, campaign, asked, homesOf),
  ]);
  const [row] = rows;
  if (row === undefined) throw new Error(`campaign ${campaign} has no register`);
  return { row, found };
}

/** Pools of this campaign by id; those that are not of it are simply not there. */
export async function findPools(turn: Turn, campaign: string, ids: readonly number[]): Promise<readonly Pool[]> {
  const { rows } = await turn.query<PoolRow>({
    name: 'find-pools',
    text: 'select id, school_id, grade, language, kind, capacity, over_quota, taken from pool where campaign_id = $1 and id = any($2::int[])',
    values: [campaign, ids],
  });
  return rows.map(({ school_id, over_quota, ...pool }) => sound({ ...pool, school: school_id, overQuota: over_quota }));
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
