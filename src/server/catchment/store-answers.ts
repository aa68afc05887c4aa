import { sql } from 'kysely';
import type { RefusalReason } from '#domain/addition/addition.ts';
import type { AnswerKept } from '#domain/addition/answer-view.ts';
import type { AddressRequestState } from '#domain/addition/addition.ts';
import type { Day } from '#domain/core/day.ts';
import type { Reader, Tx } from '../db/transaction.ts';
import type { RegisteredAddress } from '../ports.ts';

/** A request as an office may read it. */
export type OfficeRequestRow = {
  readonly id: string;
  readonly child_id: string;
  readonly person_id: string;
  readonly address: RegisteredAddress;
  readonly state: AddressRequestState;
  readonly sent_at: Date;
  readonly answer_by: Day | null;
};

const columns = ['r.id', 'r.child_id', 'r.person_id', 'r.address', 'r.state', 'r.sent_at', 'r.answer_by'] as const;
const requestsAtMost = 200;

/** Requests that wait for a school's answer, the oldest first. */
export function findOpenOfSchool(reader: Reader, campaign: string, school: string): Promise<readonly OfficeRequestRow[]> {
  return reader
    .selectFrom('address_request as r')
    .innerJoin('address_request_school as a', 'a.request_id', 'r.id')
    .select(columns)
    .where('r.campaign_id', '=', campaign)
    .where('a.school_id', '=', school)
    .where('a.state', '=', 'open')
    .where('r.state', '=', 'sent')
    .orderBy('r.sent_at')
    .limit(requestsAtMost)
    .execute();
}

/** Requests of a district's addresses that nobody has decided yet, the oldest first. */
export function findOpenOfDistrict(reader: Reader, campaign: string, district: number): Promise<readonly OfficeRequestRow[]> {
  return reader
    .selectFrom('address_request as r')
    .select(columns)
    .where('r.campaign_id', '=', campaign)
    .where('r.state', '=', 'sent')
    .where(sql<boolean>`(r.address ->> 'districtId')::integer = ${district}`)
    .orderBy('r.sent_at')
    .limit(requestsAtMost)
    .execute();
}

/** One request that went to a school. */
export function findOfSchool(reader: Reader, campaign: string, school: string, request: string): Promise<OfficeRequestRow | undefined> {
  return reader
    .selectFrom('address_request as r')
    .innerJoin('address_request_school as a', 'a.request_id', 'r.id')
    .select(columns)
    .where('r.campaign_id', '=', campaign)
    .where('a.school_id', '=', school)
    .where('r.id', '=', request)
    .executeTakeFirst();
}

/** The schools' answers to several requests. */
export async function findAnswersOf(
  reader: Reader,
  requests: readonly string[],
): Promise<readonly (AnswerKept & { readonly request_id: string })[]> {
  if (requests.length === 0) return [];
  return reader
    .selectFrom('address_request_school as a')
    .innerJoin('school as s', 's.id', 'a.school_id')
    .select(['a.request_id', 'a.school_id', 'a.why', 'a.state', 'a.reason', 'a.words', 'a.answered_at'])
    .where('a.request_id', 'in', [...requests])
    .orderBy('s.number')
    .orderBy('s.id')
    .execute();
}

/** Takes a request and the others that wait for the same house, in one order for everybody; what state each is in. Sisters and brothers ask each for themselves. */
export function lockRequests(
  tx: Tx,
  campaign: string,
  { id, address: { streetId, house } }: Pick<OfficeRequestRow, 'id' | 'address'>,
): Promise<readonly { readonly id: string; readonly child_id: string; readonly state: AddressRequestState }[]> {
  return tx
    .selectFrom('address_request')
    .select(['id', 'child_id', 'state'])
    .where('campaign_id', '=', campaign)
    .where((where) =>
      where.or([
        where('id', '=', id),
        where.and([
          where('state', '=', 'sent'),
          sql<boolean>`(address ->> 'streetId')::integer = ${streetId} and trim(address ->> 'house') = ${house.trim()}`,
        ]),
      ]),
    )
    .orderBy('id')
    .forUpdate()
    .execute();
}

export type Answered = { readonly request: string; readonly school: string; readonly by: string; readonly at: Date };

/** The school's own answer. */
export async function writeSchoolAnswer(
  tx: Tx,
  { request, school, by, at }: Answered,
  answer: { readonly state: 'added' } | { readonly state: 'refused'; readonly reason: RefusalReason; readonly words: string },
): Promise<void> {
  await tx
    .updateTable('address_request_school')
    .set({ ...answer, answered_by: by, answered_at: at })
    .where('request_id', '=', request)
    .where('school_id', '=', school)
    .where('state', '=', 'open')
    .execute();
}

/** Decides a request for good. */
export async function decideRequest(
  tx: Tx,
  { request, by, at }: Omit<Answered, 'school'>,
  decision: { readonly state: 'added' | 'outside'; readonly school: string | null; readonly version: string | null },
): Promise<void> {
  await tx
    .updateTable('address_request')
    .set({ state: decision.state, school_id: decision.school, version_id: decision.version, answered_by: by, answered_at: at })
    .where('id', '=', request)
    .where('state', '=', 'sent')
    .execute();
}

/** The family is told by a job of its own, which exists if and only if the answer does. */
export async function enqueueAnswered(tx: Tx, request: string): Promise<void> {
  await sql`select graphile_worker.add_job('address_answered', json_build_object('request', ${request}::uuid))`.execute(tx);
}

/** Children whose requests were answered by these versions. */
export async function findChildrenAdded(asSystem: Reader, versions: readonly string[]): Promise<readonly string[]> {
  if (versions.length === 0) return [];
  const rows = await asSystem
    .selectFrom('address_request')
    .select('child_id')
    .where('version_id', 'in', [...versions])
    .execute();
  return rows.map(({ child_id: child }) => child);
}
