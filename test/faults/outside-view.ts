import type { ClientBase } from 'pg';
import type { ArrivalSeen, ChangeSeen } from './ledger.ts';

/** What somebody outside reads of the database in one snapshot. */
export type OutsideView = {
  readonly arrivals: readonly ArrivalSeen[];
  readonly changes: readonly ChangeSeen[];
  readonly writers: ReadonlyMap<number, string>;
  readonly pools: readonly {
    readonly id: number;
    readonly capacity: number;
    readonly over_quota: number;
    readonly taken: number;
    readonly placed: number;
  }[];
  readonly places: readonly { readonly child_id: string; readonly pool_id: number }[];
  /** A sum over what stood before the number that was seen last, and before the last one now: it must go on standing there. */
  readonly sumBefore: string;
  readonly sumNow: string;
  readonly last: number;
};

/** Reads everything after the numbers and batches seen so far, in plain SQL and on one snapshot. */
export async function lookFromOutside(client: ClientBase, seen: { readonly last: number; readonly batch: number }): Promise<OutsideView> {
  await client.query('begin isolation level repeatable read read only');
  const rows = async <Row extends object>(text: string, values: readonly unknown[] = []) =>
    (await client.query<Row>(text, [...values])).rows;
  const arrivals = await rows<ArrivalSeen>(
    `select seq::float8 as seq, batch::float8 as batch, draft, child_id, act, stage, wishes, outcome, pool_id, released_id, free_before, refusal ->> 'kind' as refused, received_at
     from arrival where seq > $1 order by seq`,
    [seen.last],
  );
  const changes = await rows<ChangeSeen>(
    'select seq::float8 as seq, key, pool_id, before, after from capacity_change where seq > $1 order by seq',
    [seen.last],
  );
  const writers = await rows<{ batch: number; process: string }>(
    'select batch::float8 as batch, process from storm_turn where batch > $1',
    [seen.batch],
  );
  const pools = await rows<OutsideView['pools'][number]>(
    'select id, capacity, over_quota, taken, (select count(*)::int from place where pool_id = pool.id) as placed from pool order by id',
  );
  const places = await rows<OutsideView['places'][number]>('select child_id, pool_id from place where pool_id is not null');
  const last = Math.max(seen.last, arrivals.at(-1)?.seq ?? 0, changes.at(-1)?.seq ?? 0);
  const sum = async (upTo: number) => (await rows<{ sum: string }>(sumSql, [upTo - lookedBack, upTo]))[0]?.sum ?? '';
  const view = { arrivals, changes, pools, places, last, sumBefore: await sum(seen.last), sumNow: await sum(last) };
  await client.query('commit');
  return { ...view, writers: new Map(writers.map(({ batch, process }) => [batch, process.replace(/^mektep-/, '')])) };
}

/** What a crash can take is what came last; the whole is gone through by the replay. */
const lookedBack = 5_000;

const sumSql = `
select (select count(*) || ' ' || coalesce(sum(hashtextextended(concat_ws(' ', seq, draft, outcome, pool_id, released_id), 0)), 0) from arrival where seq > $1 and seq <= $2)
    || ' ' || (select count(*) || ' ' || coalesce(sum(hashtextextended(concat_ws(' ', seq, key, pool_id, after), 0)), 0) from capacity_change where seq > $1 and seq <= $2) as sum`;

/** The guards without which only the turn itself would hold. Answers which of them are not there. */
export async function guardsMissing(client: ClientBase): Promise<readonly string[]> {
  const { rows } = await client.query<{ guard: string; there: boolean }>(`
    select guard, exists (select 1 from pg_constraint where conrelid = of::regclass and contype = kind::"char" and pg_get_constraintdef(oid) like definition) as there
    from (values ('a draft is answered once', 'arrival', 'u', 'UNIQUE (draft)'),
                 ('a number is given once', 'arrival', 'p', 'PRIMARY KEY (campaign_id, seq)'),
                 ('a child has one place', 'place', 'p', 'PRIMARY KEY (campaign_id, child_id)'),
                 ('a change of seats is made once', 'capacity_change', 'u', 'UNIQUE (key, pool_id)'),
                 ('no more seats are taken than there are', 'pool', 'c', '%taken%capacity%over_quota%')) as g(guard, of, kind, definition)`);
  return rows.filter(({ there }) => !there).map(({ guard }) => guard);
}
