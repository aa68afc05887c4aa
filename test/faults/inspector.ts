import { replayCampaign } from '#server/allocation/service-replay.ts';
import { connect } from '#server/db/connect.ts';
import type { Acknowledgements, Wrong } from './acknowledgements.ts';
import { type Country, policy } from './country.ts';
import type { Slot } from './fleet.ts';
import { type ArrivalSeen, openLedger } from './ledger.ts';
import { guardsMissing, lookFromOutside, type OutsideView } from './outside-view.ts';
import { type Overtaken, watchOvertaking } from './overtaking.ts';
import type { Postgres } from './postgres.ts';
import type { Quotas } from './quotas.ts';

/** Proves after every fault, while the storm goes on, what must hold: I1–I5 on one snapshot; the replay and the notices now and then. */
export type Inspector = {
  /** Looks once. */
  look(): Promise<void>;
  /** Decides the whole campaign again. I4, I6. */
  replay(): Promise<void>;
  /** Every parent of every child has exactly one notice of every arrival. I7. Answers how many are missing. */
  noticesMissing(): Promise<number>;
  overtaken(): Overtaken;
  readonly wrong: Wrong[];
  counts(): { readonly arrivals: number; readonly changes: number };
};

export type InspectorPlan = {
  readonly postgres: Postgres;
  readonly country: Country;
  readonly seats: number;
  readonly acknowledgements: Acknowledgements;
  readonly quotas: Quotas;
  readonly slots: readonly Slot[];
};

type Known = { readonly number: number; readonly outcome: string; readonly pool: number | null };

/** Opens the inspector's books. */
export function openInspector(plan: InspectorPlan): Inspector {
  const ledger = openLedger(plan.country.pools, plan.seats);
  const overtaking = watchOvertaking();
  const arrived = new Map<string, Known>();
  const changed = new Map<string, { readonly number: number; readonly pool: number; readonly after: number }>();
  const wrong = ledger.wrong;
  let [last, batch, sum] = [0, 0, '0 0 0 0'];
  const say = (kind: Wrong['kind'], what: string) => void wrong.push({ kind, what });

  async function look(): Promise<void> {
    // What was acknowledged before the snapshot is begun must be in it.
    const answers = plan.acknowledgements.fresh();
    const quotas = plan.quotas.fresh();
    const view = await plan.postgres.ask((client) => lookFromOutside(client, { last, batch }));
    for (const slot of plan.slots) for (const { life, lines } of slot.stamps()) overtaking.read(life, lines);
    if (view.sumBefore !== sum) say('lost', `I1 what stood up to number ${last} does not stand there any more`);
    enterAll(view);
    for (const { key, ...told } of answers) compare(key, told, arrived.get(key));
    for (const { key, ...told } of quotas) compare(key, told, changed.get(`${key} ${told.pool}`));
    compareSeats(view);
    [last, sum] = [view.last, view.sumNow];
  }

  function compare(key: string, told: object, kept: object | undefined): void {
    if (kept === undefined) say('lost', `I1 key ${key} was answered ${JSON.stringify(told)} and is not there`);
    else if (JSON.stringify(kept) !== JSON.stringify(told))
      say('lost', `I1 key ${key} was answered ${JSON.stringify(told)}, ${JSON.stringify(kept)} is there`);
  }

  function enterAll({ arrivals, changes, writers }: OutsideView): void {
    for (const act of [...arrivals, ...changes].toSorted((a, b) => a.seq - b.seq)) {
      ledger.enter(act);
      if ('draft' in act) arrive(act, writers);
      else changed.set(`${act.key} ${act.pool_id}`, { number: act.seq, pool: act.pool_id, after: act.after });
    }
    batch = Math.max(batch, ...writers.keys());
  }

  function arrive(one: ArrivalSeen, writers: ReadonlyMap<number, string>): void {
    const pool = one.outcome === 'declined' ? null : one.pool_id;
    if (!arrived.has(one.draft)) arrived.set(one.draft, { number: one.seq, outcome: one.outcome, pool });
    const life = writers.get(one.batch);
    if (life === undefined) say('other', `nobody wrote batch ${one.batch}`);
    else overtaking.decided(one, life);
  }

  /** The live state against the book. I2, I3. */
  function compareSeats({ pools, places }: OutsideView): void {
    for (const pool of pools) {
      const booked = ledger.seats.get(pool.id);
      if (pool.taken > pool.capacity + pool.over_quota || pool.over_quota > 0) say('oversold', `I2 pool ${JSON.stringify(pool)}`);
      if (pool.taken !== pool.placed || pool.taken !== booked?.taken || pool.capacity !== booked.capacity)
        say(pool.placed > pool.taken ? 'oversold' : 'lost', `I2 pool ${JSON.stringify(pool)}, by the arrivals ${JSON.stringify(booked)}`);
    }
    const elsewhere = places.filter(({ child_id, pool_id }) => ledger.held.get(child_id) !== pool_id);
    if (elsewhere.length > 0 || places.length !== ledger.held.size)
      say('doubled', `I3 ${places.length} children have places, by the arrivals ${ledger.held.size}; ${elsewhere.length} stand elsewhere`);
  }

  return {
    look,
    wrong,
    async replay() {
      const database = connect(plan.postgres.appUrl(), { connections: 2, onLost: () => undefined });
      try {
        const { difference } = await replayCampaign(database, { id: plan.country.campaign, policy });
        if (difference !== null) say('other', `the replay differs: ${JSON.stringify(difference)}`);
      } finally {
        await database.close();
      }
      const missing = await plan.postgres.ask(guardsMissing);
      for (const guard of missing) say('doubled', `a guard is not there: ${guard}`);
    },
    noticesMissing: () =>
      plan.postgres.ask(async (client) => {
        const { rows } = await client.query<{ missing: number }>(
          `select count(*)::int as missing from arrival a join family_link l on l.child_id = a.child_id
           left join notice n on n.campaign_id = a.campaign_id and n.arrival_seq = a.seq and n.person_id = l.person_id
           where n.id is null or n.kind <> a.outcome`,
        );
        return rows[0]?.missing ?? -1;
      }),
    overtaken: () => overtaking.result(),
    counts: () => ({ arrivals: arrived.size, changes: changed.size }),
  };
}
