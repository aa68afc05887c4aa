import pg from 'pg';
import { flagsText, numbersText, textsText, wordsText } from '#server/db/array-text.ts';
import type { Country, Wish } from './country.ts';

const rowsAtOnce = 512;

/**
 * The most a database gives: the same rows, arrivals and places, inserted in batches into the same tables with all their indexes, each batch
 * durable, the next one sent while the one before commits. Nothing is looked up, locked, counted or decided.
 */
export async function durableInsert(ownerUrl: string, { campaign, wishes }: Country, seats: ReadonlySet<number>): Promise<number> {
  const client = new pg.Client({ connectionString: ownerUrl, pipeline: true });
  await client.connect();
  const began = performance.now();
  let before: Promise<unknown> = Promise.resolve();
  for (let from = 0; from < wishes.length; from += rowsAtOnce) {
    const rows = wishes
      .slice(from, from + rowsAtOnce)
      .map((wish, place) => ({ ...wish, seq: from + place + 1, enrolled: seats.has(from + place) }));
    const sent = insert(client, campaign, rows);
    await before;
    before = sent;
  }
  await before;
  const seconds = (performance.now() - began) / 1000;
  await client.end();
  return Math.round(wishes.length / seconds);
}

type Row = Wish & { readonly seq: number; readonly enrolled: boolean };

function insert(client: pg.Client, campaign: string, rows: readonly Row[]): Promise<unknown> {
  const enrolled = rows.filter((row) => row.enrolled);
  const at = new Date().toISOString();
  const values = [
    campaign,
    numbersText(rows.map(({ seq }) => seq)),
    wordsText(rows.map(({ draft }) => draft)),
    wordsText(rows.map(({ child }) => child)),
    wordsText(rows.map(({ person }) => person)),
    textsText(rows.map(({ pool }) => `{${pool}}`)),
    wordsText(rows.map((row) => (row.enrolled ? 'enrolled' : 'refused'))),
    numbersText(rows.map((row) => (row.enrolled ? row.pool : null))),
    flagsText(rows.map(() => false)),
    textsText(
      rows.map((row) =>
        row.enrolled ? null : '{"kind":"no_places","clause":"21","remedy":"other_school","opensAt":"2025-06-02T09:00:00"}',
      ),
    ),
    wordsText(rows.map(() => at)),
    wordsText(enrolled.map(({ child }) => child)),
    numbersText(enrolled.map(({ pool }) => pool)),
    numbersText(enrolled.map(({ seq }) => seq)),
  ];
  client.query('begin').catch(() => undefined);
  client.query({ name: 'insert', text: sql, values }).catch((fault: Error) => process.stderr.write(`${fault.message}\n`));
  return client.query('commit');
}

const sql = `
with arrived as (
  insert into arrival (campaign_id, seq, batch, draft, child_id, person_id, act, stage, route, grades, wishes, outcome, pool_id, free_before,
                       over_quota, guarantee_lost, refusal, clause, next_step, received_at)
  select $1, a.seq, 1, a.draft, a.child, a.person, 'enrol', 'guaranteed', 'registered_address', '{1}', a.wishes::int[], a.outcome, a.pool, 0,
         a.no, a.no, a.refusal::jsonb, '21', 'bring_documents', a.at
  from unnest($2::bigint[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::int[], $9::boolean[], $10::text[], $11::timestamptz[])
    as a(seq, draft, child, person, wishes, outcome, pool, no, refusal, at)
)
insert into place (campaign_id, child_id, pool_id, guarantee_lost, cancellations, seq)
select $1, p.child, p.pool, false, 0, p.seq from unnest($12::uuid[], $13::int[], $14::bigint[]) as p(child, pool, seq)`;
