import { sql } from 'kysely';
import type { AskedBecause } from '#domain/addition/addition.ts';
import type { AnswerKept } from '#domain/addition/answer-view.ts';
import type { AddressRequestState } from '#domain/addition/addition.ts';
import type { Day } from '#domain/core/day.ts';
import type { Reader, Tx } from '../db/transaction.ts';
import type { RegisteredAddress } from '../ports.ts';

export type RequestRow = {
  readonly id: string;
  readonly state: AddressRequestState;
  readonly sent_at: Date;
  readonly answered_at: Date | null;
  readonly answer_by: Day | null;
  readonly bureau_answered_at: Date;
};

/** The request for a child and an address, whoever of the family made it. */
export function findRequest(reader: Reader, campaign: string, child: string, address: RegisteredAddress): Promise<RequestRow | undefined> {
  return reader
    .selectFrom('address_request')
    .select(['id', 'state', 'sent_at', 'answered_at', 'answer_by', 'bureau_answered_at'])
    .where('campaign_id', '=', campaign)
    .where('child_id', '=', child)
    .where('address', '=', JSON.stringify(address) as unknown as RegisteredAddress)
    .executeTakeFirst();
}

/** The schools a request went to, with what each answered. */
export function findSchoolAnswers(reader: Reader, request: string): Promise<readonly AnswerKept[]> {
  return reader
    .selectFrom('address_request_school as a')
    .innerJoin('school as s', 's.id', 'a.school_id')
    .select(['a.school_id', 'a.why', 'a.state', 'a.reason', 'a.words', 'a.answered_at'])
    .where('a.request_id', '=', request)
    .orderBy('s.number')
    .orderBy('s.id')
    .execute();
}

export type RequestWritten = {
  readonly campaign: string;
  readonly child: string;
  readonly person: string;
  readonly address: RegisteredAddress;
  readonly bureauAnsweredAt: Date;
  readonly at: Date;
  readonly answerBy: Day;
  readonly schools: readonly SchoolAround[];
};

/** Keeps a request with the schools it goes to; its id, or `null` when one for this child and address was there. */
export async function insertRequest(
  tx: Tx,
  { campaign, child, person, address, bureauAnsweredAt, at, answerBy, schools }: RequestWritten,
): Promise<string | null> {
  const row = await tx
    .insertInto('address_request')
    .values({
      campaign_id: campaign,
      child_id: child,
      person_id: person,
      address: JSON.stringify(address),
      bureau_answered_at: bureauAnsweredAt,
      sent_at: at,
      answer_by: answerBy,
    })
    .onConflict((conflict) => conflict.columns(['campaign_id', 'child_id', 'address']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (row === undefined) return null;
  if (schools.length > 0)
    await tx
      .insertInto('address_request_school')
      .values(schools.map(({ school, why }) => ({ request_id: row.id, school_id: school, child_id: child, why })))
      .execute();
  return row.id;
}

export type SchoolAround = { readonly school: string; readonly why: AskedBecause };

const nearestAtMost = 3;
const ofDistrictAtMost = 12;

/**
 * The schools around an address, each with the first reason that applies: those with houses of its street, the nearest by coordinates where a
 * file brought them, those that share streets with the street's own schools, those that stand on the street; where nothing is known of any, the
 * schools of the district.
 */
export async function findSchoolsAround(
  tx: Tx,
  campaign: string,
  { streetId, districtId }: Pick<RegisteredAddress, 'streetId' | 'districtId'>,
  on: Day,
): Promise<readonly SchoolAround[]> {
  const { rows } = await sql<SchoolAround>`
    with in_force as not materialized (
      select b.school_id, b.street_id
      from boundary b
      where b.campaign_id = ${campaign} and b.valid_from <= ${on} and (b.valid_to is null or b.valid_to > ${on})
    ), own as (
      select distinct school_id from in_force where street_id = ${streetId}::integer
    ), found as (
      select school_id as school, 'same_street' as why, 1 as rank from own
      union
      (select s.id, 'near', 2
       from street_place asked, school s
       left join school_place o on o.school_id = s.id
       cross join lateral (
         select min(power((p.longitude - asked.longitude) * cos(radians(asked.latitude)), 2) + power(p.latitude - asked.latitude, 2)) as distance
         from (
           select o.longitude, o.latitude where o.school_id is not null
           union all
           select sp.longitude, sp.latitude from in_force b join street_place sp on sp.street_id = b.street_id where b.school_id = s.id
         ) p) d
       where asked.street_id = ${streetId}::integer and s.district_id = ${districtId} and d.distance is not null
       order by d.distance
       limit ${nearestAtMost})
      union
      (select other.school_id, 'near', 2
       from own
       join in_force mine on mine.school_id = own.school_id
       join in_force other on other.street_id = mine.street_id and other.school_id not in (select school_id from own)
       join school s on s.id = other.school_id and s.district_id = ${districtId}
       group by other.school_id
       order by count(distinct other.street_id) desc, other.school_id
       limit ${nearestAtMost})
      union
      select s.id, 'school_on_street', 3
      from school s
      join street t on t.id = ${streetId}::integer
      where s.district_id = ${districtId} and starts_with(s.address ->> 'ru', (t.name ->> 'ru') || ',')
    ), around as (
      select * from found
      union all
      (select s.id, 'district', 4
       from school s
       where s.district_id = ${districtId} and not exists (select 1 from found)
       order by s.number, s.code
       limit ${ofDistrictAtMost})
    )
    select distinct on (school) school, why from around order by school, rank`.execute(tx);
  return rows;
}
