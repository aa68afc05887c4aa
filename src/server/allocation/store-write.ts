import { numbersText, textsText, wordsText } from '../db/array-text.ts';
import { canonical, type Entry, hashOf } from '../journal/entry.ts';
import { batchEntry } from './store-lines.ts';
import { rowsSql, rowsValues } from './store-rows.ts';
import { writeLine } from './store-in-line.ts';
import { inOnePacket, type Turn } from './store-turn.ts';
import type { Writing } from './store-writing.ts';

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
    client.query({ name: 'write-batch', text: rowsSql, values: rowsValues(writing) }),
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
