import type { Outcome, SeatAct } from '#domain/allocation/seat.ts';
import type { ActBy } from '#domain/application/history.ts';
import type { Day } from '#domain/core/day.ts';
import type { Language } from '#domain/core/language.ts';
import type { Refusal } from '#domain/core/refusal.ts';
import type { Reader } from '../db/transaction.ts';

export type OwnChildRow = {
  readonly id: string;
  readonly surname: string;
  readonly given: string;
  readonly patronymic: string | null;
  readonly birth_date: Day;
};

/** A child whom this person may act for now. */
export function findOwnChild(reader: Reader, person: string, child: string): Promise<OwnChildRow | undefined> {
  return reader
    .selectFrom('child as c')
    .innerJoin('family_link as l', 'l.child_id', 'c.id')
    .select(['c.id', 'c.surname', 'c.given', 'c.patronymic', 'c.birth_date'])
    .where('c.id', '=', child)
    .where('l.person_id', '=', person)
    .where('l.ended_at', 'is', null)
    .executeTakeFirst();
}

export type ActRow = {
  readonly seq: number;
  readonly person_id: string;
  readonly act: SeatAct;
  readonly stage: string;
  readonly wishes: readonly number[];
  readonly reason: string | null;
  readonly outcome: Outcome;
  readonly pool_id: number | null;
  readonly applied_pool_id: number | null;
  readonly released_id: number | null;
  readonly free_before: number | null;
  readonly over_quota: boolean;
  readonly guarantee_lost: boolean;
  readonly refusal: Refusal | null;
  readonly clause: string;
  readonly received_at: Date;
  /** The version of the school's boundaries it rested on. */
  readonly number: number | null;
  readonly from_day: Day | null;
};

/** A child's arrivals before a number, newest first. */
export function findActs(
  reader: Reader,
  campaign: string,
  child: string,
  before: number | null,
  limit: number,
): Promise<readonly ActRow[]> {
  return reader
    .selectFrom('arrival')
    .leftJoin('boundary_version as v', 'v.id', 'version_id')
    .select(['v.number', 'v.from_day'])
    .select([
      'seq',
      'person_id',
      'act',
      'stage',
      'wishes',
      'reason',
      'outcome',
      'pool_id',
      'applied_pool_id',
      'released_id',
      'free_before',
      'over_quota',
      'guarantee_lost',
      'refusal',
      'clause',
      'received_at',
    ])
    .where('arrival.campaign_id', '=', campaign)
    .where('child_id', '=', child)
    .$if(before !== null, (query) => query.where('seq', '<', before as number))
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute();
}

export type SeatRow = { readonly id: number; readonly school_id: string; readonly grade: number; readonly language: Language };

/** What pools are called. */
export async function findSeats(reader: Reader, pools: readonly number[]): Promise<readonly SeatRow[]> {
  if (pools.length === 0) return [];
  return reader
    .selectFrom('pool')
    .select(['id', 'school_id', 'grade', 'language'])
    .where('id', 'in', [...pools])
    .execute();
}

/** Which of these people act for the child as its parents; the others are legal representatives. Asked by the office: a parent sees her own link alone. */
export async function findParentsAmong(reader: Reader, child: string, people: readonly string[]): Promise<ReadonlyMap<string, ActBy>> {
  if (people.length === 0) return new Map();
  const rows = await reader
    .selectFrom('family_link')
    .select(['person_id', 'relation'])
    .where('child_id', '=', child)
    .where('person_id', 'in', [...people])
    .execute();
  return new Map(rows.map((row) => [row.person_id, row.relation === 'parent' ? 'other_parent' : 'other_representative']));
}
