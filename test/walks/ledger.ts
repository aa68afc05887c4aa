import assert from 'node:assert/strict';
import { Client } from 'pg';
import type { Town } from '#test/support/town.ts';

/** Somebody whose rows may change: the person and the person's children. */
export type Owner = { readonly id: string; readonly children: ReadonlySet<string> };

/** Reads the database as its owner, before and after somebody has walked. */
export type Ledger = {
  /** Where the next change begins. */
  now(): Promise<string>;
  /** Nothing since `mark` was written about anybody but this person and the person's children. Throws with what was. */
  onlyOf(mark: string, person: Owner | null): Promise<void>;
  /** I2: taken = places ≤ capacity. I3: one place of a child. I6: every act on a seat is in the journal. Throws with what is broken. */
  holds(): Promise<void>;
  childrenOf(person: string): Promise<ReadonlySet<string>>;
  count(text: string, values?: readonly unknown[]): Promise<number>;
  close(): Promise<void>;
};

/** Opens the ledger on a connection of its own. */
export async function openLedger(town: Town): Promise<Ledger> {
  const client = new Client({ connectionString: town.test.ownerUrl });
  await client.connect();
  const rows = async (text: string, values: readonly unknown[] = []) =>
    (await client.query<Record<string, unknown>>(text, [...values])).rows;
  return {
    async now() {
      const [row] = await rows('select pg_snapshot_xmax(pg_current_snapshot())::text as at');
      return String(row?.['at']);
    },
    async onlyOf(mark, person) {
      const found = await rows(changesOfOthers, [mark, person?.id ?? nobody, [...(person?.children ?? [])]]);
      assert.deepEqual(found, [], `nothing of anybody but ${person?.id ?? 'nobody'} was changed`);
    },
    async holds() {
      assert.deepEqual(await rows(brokenInvariants), [], 'the invariants of the seats hold');
    },
    async childrenOf(person) {
      const found = await rows('select child_id from family_link where person_id = $1 and ended_at is null', [person]);
      return new Set(found.map(({ child_id }) => String(child_id)));
    },
    async count(text, values = []) {
      const [row] = await rows(text, values);
      return Number(row?.['count']);
    },
    close: () => client.end(),
  };
}

const nobody = '00000000-0000-0000-0000-000000000000';

/** Notices and links are written by jobs and by the registers' answers, about everybody of a family: they are judged by their family. */
const changesOfOthers = `
with own as (select unnest($3::uuid[]) as child)
select 'place' as of, child_id as whose from place where xmin::text::bigint >= $1::bigint and child_id not in (select child from own)
union all select 'arrival', child_id from arrival where xmin::text::bigint >= $1::bigint and (person_id <> $2 or child_id not in (select child from own))
union all select 'draft', child_id from draft where xmin::text::bigint >= $1::bigint and child_id not in (select child from own)
union all select 'offer', person_id from offer where xmin::text::bigint >= $1::bigint and person_id <> $2
union all select 'address_request', child_id from address_request where xmin::text::bigint >= $1::bigint and (person_id <> $2 or child_id not in (select child from own))
union all select 'guardianship', person_id from guardianship where xmin::text::bigint >= $1::bigint and person_id <> $2
union all select 'document', person_id from document where xmin::text::bigint >= $1::bigint and person_id <> $2
union all select 'person', id from person where xmin::text::bigint >= $1::bigint and id <> $2
union all select 'session', person_id from session where xmin::text::bigint >= $1::bigint and person_id <> $2
union all select 'family_link', person_id from family_link where xmin::text::bigint >= $1::bigint and person_id <> $2`;

const brokenInvariants = `
select 'I2' as invariant, p.id::text as what from pool p
where p.taken > p.capacity + p.over_quota or p.taken <> (select count(*) from place where pool_id = p.id)
union all select 'I3', child_id::text from place where pool_id is not null group by child_id having count(*) > 1
union all select 'I6', 'arrivals without an entry' from (select 1) one
where (select count(*) from arrival) + (select count(*) from capacity_change) <>
  (select coalesce(sum((detail ->> 'to')::bigint - (detail ->> 'from')::bigint + 1), 0) from journal where act = 'seats.decided')`;
