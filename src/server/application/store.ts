import type { SeatAct } from '#domain/allocation/seat.ts';
import type { ActKept, PlaceHeld } from '#domain/application/seats.ts';
import type { Language } from '#domain/core/language.ts';
import type { Reader, Tx } from '../db/transaction.ts';

export type PoolRow = {
  readonly id: number;
  readonly school_id: string;
  readonly grade: number;
  readonly language: Language;
  readonly capacity: number;
  readonly over_quota: number;
  readonly taken: number;
};

const poolColumns = ['id', 'school_id', 'grade', 'language', 'capacity', 'over_quota', 'taken'] as const;

/** The general seats of some schools in some grades. */
export async function findOffered(
  reader: Reader,
  campaign: string,
  schools: readonly string[],
  grades: readonly number[],
): Promise<readonly PoolRow[]> {
  if (schools.length === 0 || grades.length === 0) return [];
  return reader
    .selectFrom('pool')
    .select(poolColumns)
    .where('campaign_id', '=', campaign)
    .where('school_id', 'in', [...schools])
    .where('grade', 'in', [...grades])
    .where('kind', '=', 'general')
    .orderBy('language')
    .execute();
}

/** What each child holds; a child that never acted is not in the answer. */
export async function findPlaces(reader: Reader, campaign: string, children: readonly string[]): Promise<readonly PlaceHeld[]> {
  if (children.length === 0) return [];
  return reader
    .selectFrom('place as p')
    .leftJoin('pool as s', (join) => join.on((eb) => eb('s.id', '=', eb.fn.coalesce('p.pool_id', 'p.waiting_pool_id'))))
    .select([
      'p.child_id as child',
      'p.pool_id as pool',
      'p.waiting_pool_id as waiting',
      'p.guarantee_lost as guaranteeLost',
      'p.cancellations',
      's.school_id as school',
      's.grade',
      's.language',
    ])
    .where('p.campaign_id', '=', campaign)
    .where('p.child_id', 'in', [...children])
    .execute();
}

/** The latest arrivals of each child, newest first: the last enrolment and the last act are among them. */
export async function findLatestArrivals(
  reader: Reader,
  campaign: string,
  children: readonly string[],
): Promise<readonly (Omit<ActKept, 'at'> & { readonly received_at: Date })[]> {
  if (children.length === 0) return [];
  const rows = await reader
    .selectFrom('arrival as a')
    .leftJoin('pool as r', 'r.id', 'a.released_id')
    .select([
      'a.seq as number',
      'a.child_id as child',
      'a.act',
      'a.stage',
      'a.wishes',
      'a.outcome',
      'a.reason',
      'a.free_before as freeBefore',
      'a.over_quota as overQuota',
      'a.guarantee_lost as guaranteeLost',
      'a.refusal',
      'a.clause',
      'a.received_at',
    ])
    .select(['r.school_id as school', 'r.grade', 'r.language'])
    .where('a.campaign_id', '=', campaign)
    .where('a.child_id', 'in', [...children])
    .orderBy('a.seq', 'desc')
    .limit(200)
    .execute();
  return rows.map(({ school, grade, language, ...act }) => ({
    ...act,
    released: school === null || grade === null || language === null ? null : { school, grade, language },
  }));
}

/** Which version of a school's boundaries serves which pool, found for homes as one text. */
export type Served = { readonly homes: string; readonly pools: readonly number[]; readonly versions: readonly string[] };

/** A child's latest draft of an act: its number among them, whether it is still open, and what was found for this person under it. */
export type DraftFound = {
  readonly id: string;
  readonly generation: number;
  readonly isOpen: boolean;
  readonly offer: Served | null;
};

export type DraftsFound = Partial<Readonly<Record<SeatAct, DraftFound>>>;

/** The latest drafts of a child, by act. */
export async function findLatestDrafts(reader: Reader, campaign: string, child: string, person: string): Promise<DraftsFound> {
  const rows = await reader
    .selectFrom('draft as d')
    .leftJoin('arrival as a', 'a.draft', 'd.id')
    .leftJoin('offer as o', (join) => join.onRef('o.draft', '=', 'd.id').on('o.person_id', '=', person))
    .distinctOn('d.act')
    .select(['d.act', 'd.id', 'd.generation', 'a.seq', 'o.homes', 'o.pools', 'o.versions'])
    .where('d.campaign_id', '=', campaign)
    .where('d.child_id', '=', child)
    .orderBy('d.act')
    .orderBy('d.generation', 'desc')
    .execute();
  return Object.fromEntries(
    rows.map(({ act, id, generation, seq, homes, pools, versions }) => [
      act,
      {
        id,
        generation,
        isOpen: seq === null,
        offer: homes === null || pools === null || versions === null ? null : { homes, pools, versions },
      },
    ]),
  );
}

/** Opens a child's next draft of an act, which both parents and every device share: two that open at once end with one. */
export async function openDraft(tx: Tx, campaign: string, child: string, act: SeatAct, generation: number): Promise<string> {
  const key = { campaign_id: campaign, child_id: child, act, generation };
  await tx
    .insertInto('draft')
    .values(key)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { id } = await tx
    .selectFrom('draft')
    .select('id')
    .where('campaign_id', '=', campaign)
    .where('child_id', '=', child)
    .where('act', '=', act)
    .where('generation', '=', generation)
    .executeTakeFirstOrThrow();
  return id;
}

/** What was found for one applicant under a draft, brought up to date when it has changed since. */
export async function upsertOffer(tx: Tx, draft: string, person: string, { homes, pools, versions }: Served, at: Date): Promise<void> {
  const values = { homes, pools: [...pools], versions: [...versions], prepared_at: at };
  await tx
    .insertInto('offer')
    .values({ ...values, draft, person_id: person })
    .onConflict((conflict) => conflict.columns(['draft', 'person_id']).doUpdateSet(values))
    .execute();
}
