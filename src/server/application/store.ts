import type { Basis, SeatAct } from '#domain/allocation/seat.ts';
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
      'a.outcome',
      'a.reason',
      'a.free_before as freeBefore',
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

/** The child's open draft of an act, made when there is none open: the one both parents and every device share. */
export async function openDraft(tx: Tx, campaign: string, child: string, act: SeatAct): Promise<string> {
  const open = await findOpenDraft(tx, campaign, child, act);
  if (open.id !== null) return open.id;
  await tx
    .insertInto('draft')
    .values({ campaign_id: campaign, child_id: child, act, generation: open.lastGeneration + 1 })
    // Two devices that prepare at once end with one draft: the second finds the first one's.
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const made = await findOpenDraft(tx, campaign, child, act);
  if (made.id === null) throw new Error(`draft of ${act} vanished while it was made`);
  return made.id;
}

async function findOpenDraft(
  tx: Tx,
  campaign: string,
  child: string,
  act: string,
): Promise<{ readonly id: string | null; readonly lastGeneration: number }> {
  const latest = await tx
    .selectFrom('draft as d')
    .leftJoin('arrival as a', 'a.draft', 'd.id')
    .select(['d.id', 'd.generation', 'a.seq'])
    .where('d.campaign_id', '=', campaign)
    .where('d.child_id', '=', child)
    .where('d.act', '=', act as SeatAct)
    .orderBy('d.generation', 'desc')
    .limit(1)
    .executeTakeFirst();
  return { id: latest?.seq === null ? latest.id : null, lastGeneration: latest?.generation ?? 0 };
}

/** What one applicant is offered under a draft, brought up to date whenever the page is drawn. */
export async function upsertOffer(tx: Tx, draft: string, person: string, basis: Basis, at: Date): Promise<void> {
  const values = {
    stage: basis.stage,
    route: basis.route,
    offered: basis.offered === null ? null : [...basis.offered],
    grades: [...basis.grades],
    prepared_at: at,
  };
  await tx
    .insertInto('offer')
    .values({ ...values, draft, person_id: person })
    .onConflict((conflict) => conflict.columns(['draft', 'person_id']).doUpdateSet(values))
    .execute();
}
