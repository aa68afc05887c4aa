import type { Language } from '#domain/core/language.ts';
import type { Reader } from '../db/transaction.ts';

/** The two shares of a school's class. */
export type PoolPair = {
  readonly school: string;
  readonly grade: number;
  readonly language: Language;
  readonly general: number;
  readonly generalCapacity: number;
  readonly preference: number;
  readonly preferenceCapacity: number;
  readonly preferenceTaken: number;
};

/** The shares of every class of a campaign, or of one school by its id or code. */
export function findPoolPairs(reader: Reader, campaign: string, school: string | null): Promise<readonly PoolPair[]> {
  return reader
    .selectFrom('pool as g')
    .innerJoin('pool as p', (join) =>
      join
        .onRef('p.campaign_id', '=', 'g.campaign_id')
        .onRef('p.school_id', '=', 'g.school_id')
        .onRef('p.grade', '=', 'g.grade')
        .onRef('p.language', '=', 'g.language')
        .on('p.kind', '=', 'preference'),
    )
    .innerJoin('school as s', 's.id', 'g.school_id')
    .select(['g.school_id as school', 'g.grade', 'g.language', 'g.id as general', 'g.capacity as generalCapacity'])
    .select(['p.id as preference', 'p.capacity as preferenceCapacity', 'p.taken as preferenceTaken'])
    .where('g.campaign_id', '=', campaign)
    .where('g.kind', '=', 'general')
    .$if(school !== null, (query) =>
      query.where((eb) => eb.or([eb('s.code', '=', school as string), eb(eb.cast<string>('s.id', 'text'), '=', school as string)])),
    )
    .orderBy('g.id')
    .execute();
}
