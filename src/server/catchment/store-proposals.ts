import { sql } from 'kysely';
import type { Need } from '#domain/access/two-persons.ts';
import type { ProposalState, ProposedAct } from '#domain/addition/proposal.ts';
import type { BoundaryLine, BoundarySource } from '#domain/catchment/boundary-version.ts';
import type { Day } from '#domain/core/day.ts';
import type { Named } from '#domain/core/language.ts';
import type { Reader, Tx } from '../db/transaction.ts';

export type ProposalRow = {
  readonly id: string;
  readonly district: number;
  readonly act: ProposedAct;
  readonly importId: string | null;
  readonly requestId: string | null;
  readonly fromDay: Day;
  readonly ground: string;
  readonly askedBy: string;
  readonly askedAt: Date;
  readonly state: ProposalState;
};

export type AskRow = Need & {
  readonly proposal: string;
  readonly name: Named;
  readonly answer: 'yes' | 'no' | null;
  readonly words: string | null;
  readonly answeredBy: string | null;
  readonly answeredAt: Date | null;
};

export type ListRow = {
  readonly proposal: string;
  readonly school: string;
  readonly over: number;
  readonly source: BoundarySource;
  readonly key: string;
};

const proposalColumns = [
  'id',
  'district_id as district',
  'act',
  'import_id as importId',
  'request_id as requestId',
  'from_day as fromDay',
  'ground',
  'asked_by as askedBy',
  'asked_at as askedAt',
  'state',
] as const;

/** Where proposals are looked for: among those of a district or asked of it, of a school, of a file, of a request, or one. */
export type ProposalsOf =
  | { readonly district: number }
  | { readonly school: string }
  | { readonly file: string }
  | { readonly request: string }
  | { readonly id: string };

/** Proposals, those that wait first, then the newest. */
export function findProposals(reader: Reader, campaign: string, of: ProposalsOf, limit: number): Promise<readonly ProposalRow[]> {
  const all = reader.selectFrom('boundary_proposal as p').select(proposalColumns).where('campaign_id', '=', campaign);
  const found =
    'id' in of
      ? all.where('id', '=', of.id)
      : 'file' in of
        ? all.where('import_id', '=', of.file)
        : 'request' in of
          ? all.where('request_id', '=', of.request)
          : 'school' in of
            ? all.where('id', 'in', (query) =>
                query.selectFrom('boundary_proposal_list').select('proposal_id').where('school_id', '=', of.school),
              )
            : all.where((where) =>
                where.or([
                  where('district_id', '=', of.district),
                  where('id', 'in', (query) =>
                    query.selectFrom('boundary_proposal_ask').select('proposal_id').where('district_id', '=', of.district),
                  ),
                ]),
              );
  return found
    .orderBy(sql`state = 'waiting'`, 'desc')
    .orderBy('asked_at', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute();
}

/** The newest proposal of a key. */
export function findProposalByKey(
  reader: Reader,
  key: string,
): Promise<{ readonly id: string; readonly state: ProposalState } | undefined> {
  return reader
    .selectFrom('boundary_proposal')
    .select(['id', 'state'])
    .where('key', '=', key)
    .orderBy('asked_at', 'desc')
    .orderBy('id', 'desc')
    .executeTakeFirst();
}

/** How many proposals wait for each district's yes. */
export async function countWaiting(reader: Reader, campaign: string): Promise<ReadonlyMap<number, number>> {
  const rows = await reader
    .selectFrom('boundary_proposal_ask as a')
    .innerJoin('boundary_proposal as p', 'p.id', 'a.proposal_id')
    .select(({ fn }) => ['a.district_id as district', fn.countAll<number>().as('count')])
    .where('p.campaign_id', '=', campaign)
    .where('p.state', '=', 'waiting')
    .where('a.answer', 'is', null)
    .groupBy('a.district_id')
    .execute();
  return new Map(rows.map(({ district, count }) => [district, Number(count)]));
}

export async function findAsks(reader: Reader, proposals: readonly string[]): Promise<readonly AskRow[]> {
  if (proposals.length === 0) return [];
  return reader
    .selectFrom('boundary_proposal_ask as a')
    .innerJoin('district as d', 'd.id', 'a.district_id')
    .select(['a.proposal_id as proposal', 'a.need', 'a.district_id as district', 'd.name', 'a.answer', 'a.words'])
    .select(['a.answered_by as answeredBy', 'a.answered_at as answeredAt'])
    .where('a.proposal_id', 'in', [...proposals])
    .orderBy('a.need', 'desc')
    .orderBy('a.district_id')
    .execute();
}

/** The schools of proposals, without their lines. */
export async function findListsOf(reader: Reader, proposals: readonly string[]): Promise<readonly ListRow[]> {
  if (proposals.length === 0) return [];
  return reader
    .selectFrom('boundary_proposal_list')
    .select(['proposal_id as proposal', 'school_id as school', 'over_number as over', 'source', 'key'])
    .where('proposal_id', 'in', [...proposals])
    .orderBy('school_id')
    .execute();
}

/** What one proposal would publish. */
export function findProposed(
  reader: Reader,
  proposal: string,
): Promise<readonly (ListRow & { readonly lines: readonly BoundaryLine[] })[]> {
  return reader
    .selectFrom('boundary_proposal_list')
    .select(['proposal_id as proposal', 'school_id as school', 'over_number as over', 'source', 'key', 'lines'])
    .where('proposal_id', '=', proposal)
    .orderBy('school_id')
    .execute();
}

/** Takes a proposal for this transaction. */
export function lockProposal(tx: Tx, campaign: string, id: string): Promise<ProposalRow | undefined> {
  return tx
    .selectFrom('boundary_proposal')
    .select(proposalColumns)
    .where('campaign_id', '=', campaign)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

export type ProposalWritten = Omit<ProposalRow, 'id' | 'state'> & {
  readonly campaign: string;
  readonly key: string;
  readonly lists: readonly (Omit<ListRow, 'proposal'> & { readonly lines: readonly BoundaryLine[] })[];
  readonly needs: readonly Need[];
};

/** Keeps a proposal; `null` when the key has one that waits, or was agreed to, already. */
export async function insertProposal(tx: Tx, written: ProposalWritten): Promise<string | null> {
  const { campaign, district, act, importId, requestId, fromDay, ground, key, askedBy, askedAt, lists, needs } = written;
  const row = await tx
    .insertInto('boundary_proposal')
    .values({
      ...{ campaign_id: campaign, district_id: district, act, import_id: importId, request_id: requestId },
      ...{ from_day: fromDay, ground, key, asked_by: askedBy, asked_at: askedAt },
    })
    .onConflict((conflict) =>
      conflict
        .column('key')
        .where(sql<boolean>`state in ('waiting', 'agreed')`)
        .doNothing(),
    )
    .returning('id')
    .executeTakeFirst();
  if (row === undefined) return null;
  for (const { school, over, source, key: own, lines } of lists)
    await tx
      .insertInto('boundary_proposal_list')
      .values({ proposal_id: row.id, school_id: school, over_number: over, source, key: own, lines: JSON.stringify(lines) })
      .execute();
  await insertAsks(tx, row.id, needs);
  return row.id;
}

/** Asks for further yeses; those that are asked for already stay as they are. */
export async function insertAsks(tx: Tx, proposal: string, needs: readonly Need[]): Promise<void> {
  if (needs.length === 0) return;
  await tx
    .insertInto('boundary_proposal_ask')
    .values(needs.map(({ need, district }) => ({ proposal_id: proposal, need, district_id: district })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function writeAnswer(
  tx: Tx,
  { proposal, need, district }: Need & { readonly proposal: string },
  answered: { readonly answer: 'yes' | 'no'; readonly words: string | null; readonly by: string; readonly at: Date },
): Promise<void> {
  const { answer, words, by, at } = answered;
  await tx
    .updateTable('boundary_proposal_ask')
    .set({ answer, words, answered_by: by, answered_at: at })
    .where('proposal_id', '=', proposal)
    .where('need', '=', need)
    .where('district_id', '=', district)
    .where('answer', 'is', null)
    .execute();
}

export async function decideProposal(tx: Tx, id: string, state: Exclude<ProposalState, 'waiting'>, at: Date): Promise<void> {
  await tx.updateTable('boundary_proposal').set({ state, decided_at: at }).where('id', '=', id).where('state', '=', 'waiting').execute();
}

/** In which district each of these schools lies. */
export async function findDistrictsOfSchools(reader: Reader, schools: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (schools.length === 0) return new Map();
  const rows = await reader
    .selectFrom('school')
    .select(['id', 'district_id as district'])
    .where('id', 'in', [...schools])
    .execute();
  return new Map(rows.map(({ id, district }) => [id, district]));
}

/** In which district each of these streets lies. */
export async function findDistrictsOfStreets(reader: Reader, streets: readonly number[]): Promise<ReadonlyMap<number, number>> {
  if (streets.length === 0) return new Map();
  const rows = await reader
    .selectFrom('street')
    .select(['id', 'district_id as district'])
    .where('id', '=', ({ fn, val }) => fn.any(val([...streets])))
    .execute();
  return new Map(rows.map(({ id, district }) => [id, district]));
}
