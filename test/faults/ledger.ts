import { isOpen, stageOf } from '#domain/application/windows.ts';
import { momentAt } from '#server/clock.ts';
import type { Wrong } from './acknowledgements.ts';
import { policy } from './country.ts';

/** An arrival as it stands in the database. */
export type ArrivalSeen = {
  readonly seq: number;
  readonly batch: number;
  readonly draft: string;
  readonly child_id: string;
  readonly act: string;
  readonly stage: string;
  readonly wishes: readonly number[];
  readonly outcome: string;
  readonly pool_id: number | null;
  readonly released_id: number | null;
  readonly free_before: number | null;
  readonly refused: string | null;
  readonly received_at: Date;
};

/** A change of seats as it stands in the database. */
export type ChangeSeen = {
  readonly seq: number;
  readonly key: string;
  readonly pool_id: number;
  readonly before: number;
  readonly after: number;
};

/** A second book of the seats, kept by somebody who knows nothing of the register but what it wrote down. */
export type Ledger = {
  /** Enters what came next, in the order of the numbers. */
  enter(act: ArrivalSeen | ChangeSeen): void;
  readonly seats: ReadonlyMap<number, { readonly capacity: number; readonly taken: number }>;
  /** Where each child is, of those who are somewhere. */
  readonly held: ReadonlyMap<string, number>;
  readonly wrong: Wrong[];
};

/** Opens the book with so many seats in each pool. */
export function openLedger(pools: readonly number[], capacity: number): Ledger {
  const seats = new Map(pools.map((id) => [id, { capacity, taken: 0 }]));
  const held = new Map<string, number>();
  const keys = new Set<string>();
  const wrong: Wrong[] = [];
  let last = 0;
  const say = (kind: Wrong['kind'], seq: number, what: string) => void wrong.push({ kind, what: `number ${seq}: ${what}` });
  const free = (id: number) => {
    const pool = seats.get(id);
    return pool === undefined ? 0 : pool.capacity - pool.taken;
  };
  const move = (id: number, by: number) => {
    const pool = seats.get(id);
    if (pool !== undefined) seats.set(id, { ...pool, taken: pool.taken + by });
  };

  function enter(act: ArrivalSeen | ChangeSeen): void {
    if (act.seq !== last + 1) say(act.seq <= last ? 'doubled' : 'lost', act.seq, `follows number ${last}`);
    last = act.seq;
    const key = 'draft' in act ? act.draft : `${act.key} ${act.pool_id}`;
    if (keys.has(key)) say('doubled', act.seq, `I5 key ${key} has an effect for the second time`);
    keys.add(key);
    if ('draft' in act) arrive(act);
    else change(act);
  }

  function change({ seq, pool_id, before, after }: ChangeSeen): void {
    const pool = seats.get(pool_id);
    if (pool === undefined || pool.capacity !== before)
      return say('lost', seq, `I2 changed ${before} seats where there were ${pool?.capacity}`);
    if (after < pool.taken && after < before) say('oversold', seq, `I2 pool ${pool_id} was left ${after} seats, ${pool.taken} are taken`);
    seats.set(pool_id, { ...pool, capacity: after });
  }

  function arrive(one: ArrivalSeen): void {
    const before = held.get(one.child_id) ?? null;
    if (one.outcome !== 'refused' && !isOpen(stageOf(policy, one.stage), momentAt(one.received_at.getTime(), policy.timeZone)))
      say('outOfOrder', one.seq, `was served outside its stage, at ${one.received_at.toISOString()}`);
    if (one.outcome === 'enrolled') return enrol(one, before);
    if (one.outcome === 'declined') {
      if (one.released_id !== before) say('doubled', one.seq, `I3 gave back ${one.released_id}, held ${before}`);
      if (before !== null) move(before, -1);
      held.delete(one.child_id);
      return;
    }
    if (one.released_id !== null || one.pool_id !== before) say('doubled', one.seq, `I3 was refused and has ${one.pool_id}, had ${before}`);
    const seat = one.wishes.find((wish) => free(wish) > 0 || wish === before);
    if (one.refused === 'no_places' && seat !== undefined)
      say('outOfOrder', one.seq, `I4 was refused as full while pool ${seat} had ${free(seat)} free`);
  }

  function enrol(one: ArrivalSeen, before: number | null): void {
    const pool = one.pool_id as number;
    if (one.released_id !== before) say('doubled', one.seq, `I3 gave back ${one.released_id}, held ${before}`);
    if (free(pool) <= 0) say('oversold', one.seq, `I2 got a seat of pool ${pool}, which had ${free(pool)} free`);
    else if (one.free_before !== free(pool)) say('other', one.seq, `was told of ${one.free_before} free, there were ${free(pool)}`);
    const first = one.wishes.find((wish) => free(wish) > 0 || wish === before);
    if (first !== pool) say('outOfOrder', one.seq, `I4 got pool ${pool}, its first free wish was ${first}`);
    move(pool, 1);
    if (before !== null) move(before, -1);
    held.set(one.child_id, pool);
  }

  return { enter, seats, held, wrong };
}
