import type { Language, Named } from '#domain/core/language.ts';
import type { Reader } from '../db/transaction.ts';

export type SeatsRow = {
  readonly pool: number;
  readonly grade: number;
  readonly language: Language;
  readonly capacity: number;
  readonly over_quota: number;
  readonly taken: number;
  readonly school: string;
};

/** Every general seat of a campaign. */
export function findGeneralSeats(reader: Reader, campaign: string): Promise<readonly SeatsRow[]> {
  return reader
    .selectFrom('pool')
    .select(['id as pool', 'grade', 'language', 'capacity', 'over_quota', 'taken', 'school_id as school'])
    .where('campaign_id', '=', campaign)
    .where('kind', '=', 'general')
    .orderBy('grade')
    .orderBy('language')
    .execute();
}

export type PlacedSchoolRow = {
  readonly id: string;
  readonly number: number | null;
  readonly name: Named;
  readonly address: Named;
  readonly district: number;
  readonly districtName: Named;
  readonly region: number;
  readonly regionName: Named;
};

/** Every school with seats in a campaign and where it is, in the order of the state's keys. */
export function findPlacedSchools(reader: Reader, campaign: string): Promise<readonly PlacedSchoolRow[]> {
  return reader
    .selectFrom('school as s')
    .innerJoin('district as d', 'd.id', 's.district_id')
    .select([
      's.id',
      's.number',
      's.name',
      's.address',
      'd.id as district',
      'd.name as districtName',
      'd.region_id as region',
      'd.region as regionName',
    ])
    .where((eb) =>
      eb.exists(eb.selectFrom('pool as p').select('p.id').whereRef('p.school_id', '=', 's.id').where('p.campaign_id', '=', campaign)),
    )
    .orderBy('d.region_id')
    .orderBy('d.code')
    .orderBy('s.number')
    .orderBy('s.code')
    .execute();
}
