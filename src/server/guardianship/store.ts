import { sql } from 'kysely';
import type { Day } from '#domain/core/day.ts';
import type { NationalId } from '#domain/core/national-id.ts';
import type { Relation } from '#domain/policy/admission.ts';
import { type KeyRing, nationalIdIndex } from '../db/keys.ts';
import type { Reader, Tx } from '../db/transaction.ts';

const childIdContext = 'guardianship.child_national_id';
const listedAtMost = 100;

/** Whose applications are meant: those of one person in one campaign. */
export type Applicant = { readonly campaign: string; readonly country: string; readonly person: string };

export type NewGuardianship = {
  readonly child: NationalId;
  readonly relation: Relation;
  readonly document: string;
  readonly key: string | null;
  readonly at: Date;
  readonly answerBy: Day | null;
};

export type GuardianshipFound = {
  readonly id: string;
  readonly relation: Relation;
  readonly child: NationalId;
  readonly state: 'submitted';
  readonly at: Date;
  readonly answerBy: Day | null;
};

/** Lets one application of a person through at a time, so that a form pressed twice meets what it has sent itself. */
export async function lockApplicationsOf(tx: Tx, person: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`guardianship of ${person}`}, 0))`.execute(tx);
}

/** The newest application for a child that is being looked at, or that this very form has sent, with the hash of its file. */
export async function findSent(
  reader: Reader,
  keys: KeyRing,
  applicant: Applicant,
  child: NationalId,
  key: string | null,
): Promise<(GuardianshipFound & { readonly sha256: Buffer }) | null> {
  const row = await ownedBy(reader, applicant)
    .innerJoin('document as d', 'd.id', 'g.document_id')
    .select('d.sha256')
    .where('g.child_national_id_index', '=', nationalIdIndex(keys, applicant.country, child))
    .where((where) => where.or([where('g.state', '=', 'submitted'), ...(key === null ? [] : [where('g.key', '=', key)])]))
    .executeTakeFirst();
  return row === undefined ? null : { ...found(keys, row), sha256: row.sha256 };
}

/** The national ids of a person, and of the children the registry says she is a parent of. */
export async function findOwnNumbers(
  reader: Reader,
  keys: KeyRing,
  person: string,
): Promise<{ readonly own: NationalId; readonly children: readonly NationalId[] }> {
  const { national_id_cipher: own } = await reader
    .selectFrom('person')
    .select('national_id_cipher')
    .where('id', '=', person)
    .executeTakeFirstOrThrow();
  const rows = await reader
    .selectFrom('family_link as l')
    .innerJoin('child as c', 'c.id', 'l.child_id')
    .select('c.national_id_cipher')
    .where('l.person_id', '=', person)
    .where('l.ended_at', 'is', null)
    .limit(listedAtMost)
    .execute();
  return {
    own: keys.open(own, 'person.national_id') as NationalId,
    children: rows.map((row) => keys.open(row.national_id_cipher, 'child.national_id') as NationalId),
  };
}

/** The applications of a person, the newest first. */
export async function findOwn(reader: Reader, keys: KeyRing, applicant: Applicant): Promise<readonly GuardianshipFound[]> {
  const rows = await ownedBy(reader, applicant).limit(listedAtMost).execute();
  return rows.map((row) => found(keys, row));
}

export async function insertGuardianship(tx: Tx, keys: KeyRing, applicant: Applicant, given: NewGuardianship): Promise<string> {
  const { child, relation, document, key, at, answerBy } = given;
  const { id } = await tx
    .insertInto('guardianship')
    .values({
      campaign_id: applicant.campaign,
      person_id: applicant.person,
      relation,
      child_national_id_cipher: keys.seal(child, childIdContext),
      child_national_id_index: nationalIdIndex(keys, applicant.country, child),
      document_id: document,
      key,
      state: 'submitted',
      submitted_at: at,
      answer_by: answerBy,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

function ownedBy(reader: Reader, { campaign, person }: Applicant) {
  return reader
    .selectFrom('guardianship as g')
    .select(['g.id', 'g.relation', 'g.child_national_id_cipher', 'g.state', 'g.submitted_at', 'g.answer_by'])
    .where('g.campaign_id', '=', campaign)
    .where('g.person_id', '=', person)
    .orderBy('g.id', 'desc');
}

type Row = Awaited<ReturnType<ReturnType<typeof ownedBy>['execute']>>[number];

function found(keys: KeyRing, row: Row): GuardianshipFound {
  const { id, relation, state, submitted_at: at, answer_by: answerBy } = row;
  return { id, relation, state, at, answerBy, child: keys.open(row.child_national_id_cipher, childIdContext) as NationalId };
}
