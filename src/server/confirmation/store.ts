import type { Language } from '#domain/core/language.ts';
import type { Day } from '#domain/core/day.ts';
import type { Reader } from '../db/transaction.ts';

/** An arrival that gave a place, with the place it gave. */
export type PlaceGiven = {
  readonly seq: number;
  readonly received_at: Date;
  readonly free_before: number | null;
  readonly over_quota: boolean;
  readonly clause: string;
  readonly child_id: string;
  readonly school_id: string;
  readonly grade: number;
  readonly language: Language;
  /** The version of the school's boundaries it rested on. */
  readonly number: number | null;
  readonly from_day: Day | null;
};

/** The arrival to which a child owes the place it holds now. */
export function findHeld(reader: Reader, campaign: string, child: string): Promise<PlaceGiven | undefined> {
  return placesGiven(reader, campaign)
    .innerJoin('place as h', (join) =>
      join.onRef('h.campaign_id', '=', 'a.campaign_id').onRef('h.child_id', '=', 'a.child_id').onRef('h.pool_id', '=', 'a.pool_id'),
    )
    .where('a.child_id', '=', child)
    .orderBy('a.seq', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** An arrival that gave a place, by its number. */
export function findGiven(reader: Reader, campaign: string, number: number): Promise<PlaceGiven | undefined> {
  return placesGiven(reader, campaign).where('a.seq', '=', number).executeTakeFirst();
}

function placesGiven(reader: Reader, campaign: string) {
  return reader
    .selectFrom('arrival as a')
    .innerJoin('pool as p', 'p.id', 'a.pool_id')
    .leftJoin('boundary_version as v', 'v.id', 'a.version_id')
    .select(['v.number', 'v.from_day'])
    .select(['a.seq', 'a.received_at', 'a.free_before', 'a.over_quota', 'a.clause', 'a.child_id', 'p.school_id', 'p.grade', 'p.language'])
    .where('a.campaign_id', '=', campaign)
    .where('a.outcome', '=', 'enrolled');
}

export type BearerRow = {
  readonly surname: string;
  readonly given: string;
  readonly patronymic: string | null;
  readonly birth_date: Day;
  readonly holdsPlace: boolean;
};

/** Whose place it was, and whether that child holds any place now. */
export async function findBearer(reader: Reader, campaign: string, child: string): Promise<BearerRow> {
  const row = await reader
    .selectFrom('child as c')
    .leftJoin('place as h', (join) => join.onRef('h.child_id', '=', 'c.id').on('h.campaign_id', '=', campaign))
    .select(['c.surname', 'c.given', 'c.patronymic', 'c.birth_date', 'h.pool_id'])
    .where('c.id', '=', child)
    .executeTakeFirstOrThrow();
  return { ...row, holdsPlace: row.pool_id !== null };
}
