import type { NationalId } from '#domain/core/national-id.ts';
import type { Relation } from '#domain/policy/admission.ts';
import { type KeyRing, nationalIdIndex } from '../db/keys.ts';
import type { Reader, Tx } from '../db/transaction.ts';
import type { BirthAct, Identity, Passport, RegisteredAddress } from '../ports.ts';

/** What a ciphertext is bound to: a value cannot be moved to another column. */
export const personIdContext = 'person.national_id';
export const childIdContext = 'child.national_id';
export const certificateContext = 'child.certificate';
const passportContext = 'person.passport';

/** A person by the blind index of country and national id, made when new; what the identity provider states is brought up to date. */
export async function upsertPerson(tx: Tx, keys: KeyRing, country: string, identity: Identity): Promise<string> {
  const { name, sex, birthDate, citizenship, phone, email, nationalId } = identity;
  const stated = { surname: name.surname, given: name.given, patronymic: name.patronymic, sex, birth_date: birthDate, citizenship };
  const row = await tx
    .insertInto('person')
    .values({
      ...stated,
      country,
      phone,
      email,
      national_id_cipher: keys.seal(nationalId, personIdContext),
      national_id_index: nationalIdIndex(keys, country, nationalId),
    })
    // Contacts a person has set here are hers; the provider's are only a beginning.
    .onConflict((conflict) => conflict.columns(['country', 'national_id_index']).doUpdateSet(stated))
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

export async function insertPreschoolList(
  tx: Tx,
  keys: KeyRing,
  country: string,
  ids: readonly NationalId[],
  organisation: string,
): Promise<void> {
  const rows = ids.map((id) => ({ country, national_id_index: nationalIdIndex(keys, country, id), organisation }));
  for (let start = 0; start < rows.length; start += rowsAtOnce) {
    await tx
      .insertInto('preschool_list')
      .values(rows.slice(start, start + rowsAtOnce))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

const rowsAtOnce = 1000;

export type PersonRow = {
  readonly nationalId: NationalId;
  readonly surname: string;
  readonly given: string;
  readonly patronymic: string | null;
  readonly sex: Identity['sex'];
  readonly birth_date: Identity['birthDate'];
  readonly citizenship: string | null;
  readonly phone: string | null;
  readonly work_phone: string | null;
  readonly email: string | null;
  readonly address: RegisteredAddress | null;
  readonly address_checked_at: Date | null;
  readonly children_checked_at: Date | null;
  readonly children_without_act: number;
  readonly passport: Passport | null;
};

const personColumns = [
  'surname',
  'given',
  'patronymic',
  'sex',
  'birth_date',
  'citizenship',
  'phone',
  'work_phone',
  'email',
  'address',
  'address_checked_at',
  'children_checked_at',
  'children_without_act',
  'passport_cipher',
  'national_id_cipher',
] as const;

export async function findPerson(reader: Reader, keys: KeyRing, id: string): Promise<PersonRow> {
  const row = await reader.selectFrom('person').select(personColumns).where('id', '=', id).executeTakeFirstOrThrow();
  const passport = row.passport_cipher === null ? null : (JSON.parse(keys.open(row.passport_cipher, passportContext)) as Passport);
  return { ...row, passport, nationalId: keys.open(row.national_id_cipher, personIdContext) as NationalId };
}

export async function updateAddress(tx: Tx, id: string, address: RegisteredAddress | null, at: Date): Promise<void> {
  const stored = address === null ? null : JSON.stringify(address);
  await tx.updateTable('person').set({ address: stored, address_checked_at: at }).where('id', '=', id).execute();
}

export async function updateContacts(
  tx: Tx,
  id: string,
  contacts: { phone: string | null; workPhone: string | null; email: string | null },
): Promise<void> {
  const { phone, workPhone, email } = contacts;
  await tx.updateTable('person').set({ phone, work_phone: workPhone, email }).where('id', '=', id).execute();
}

export async function updatePassport(tx: Tx, keys: KeyRing, id: string, passport: Passport, at: Date): Promise<void> {
  await tx
    .updateTable('person')
    .set({ passport_cipher: keys.seal(JSON.stringify(passport), passportContext), passport_checked_at: at })
    .where('id', '=', id)
    .execute();
}

/** Writes what the civil registry holds of a child; its id here. */
export async function upsertChild(tx: Tx, keys: KeyRing, country: string, act: BirthAct, at: Date): Promise<string> {
  const { name, sex, birthDate, nationalId } = act.child;
  const held = {
    surname: name.surname,
    given: name.given,
    patronymic: name.patronymic,
    sex,
    birth_date: birthDate,
    certificate_cipher: keys.seal(JSON.stringify(act.certificate), certificateContext),
    checked_at: at,
  };
  const row = await tx
    .insertInto('child')
    .values({
      ...held,
      country,
      national_id_cipher: keys.seal(nationalId, childIdContext),
      national_id_index: nationalIdIndex(keys, country, nationalId),
    })
    .onConflict((conflict) => conflict.columns(['country', 'national_id_index']).doUpdateSet(held))
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

/** Makes the civil registry's links of a person exactly these: new ones begin, missing ones end, none is deleted. */
export async function replaceRegistryLinks(tx: Tx, person: string, children: readonly string[], at: Date): Promise<void> {
  const relation: Relation = 'parent';
  if (children.length > 0) {
    await tx
      .insertInto('family_link')
      .values(children.map((child_id) => ({ person_id: person, child_id, relation, source: 'civil_registry' as const, checked_at: at })))
      .onConflict((conflict) =>
        conflict.columns(['person_id', 'child_id']).doUpdateSet({ checked_at: at, ended_at: null, source: 'civil_registry' }),
      )
      .execute();
  }
  await tx
    .updateTable('family_link')
    .set({ ended_at: at })
    .where('person_id', '=', person)
    .where('source', '=', 'civil_registry')
    .where('ended_at', 'is', null)
    .$if(children.length > 0, (query) => query.where('child_id', 'not in', [...children]))
    .execute();
}

export type ChildRow = {
  readonly id: string;
  readonly nationalId: NationalId;
  readonly surname: string;
  readonly given: string;
  readonly patronymic: string | null;
  readonly sex: BirthAct['child']['sex'];
  readonly birth_date: BirthAct['child']['birthDate'];
  readonly certificate: BirthAct['certificate'] | null;
  readonly preparedAtPreschool: boolean;
};

/** The children a person may act for now, eldest first. */
export async function findChildren(reader: Reader, keys: KeyRing, person: string): Promise<readonly ChildRow[]> {
  const rows = await reader
    .selectFrom('child as c')
    .innerJoin('family_link as l', 'l.child_id', 'c.id')
    .leftJoin('preschool_list as p', (join) =>
      join.onRef('p.country', '=', 'c.country').onRef('p.national_id_index', '=', 'c.national_id_index'),
    )
    .select(['c.id', 'c.surname', 'c.given', 'c.patronymic', 'c.sex', 'c.birth_date', 'c.national_id_cipher', 'c.certificate_cipher'])
    .select('p.organisation')
    .where('l.person_id', '=', person)
    .where('l.ended_at', 'is', null)
    .orderBy('c.birth_date')
    .orderBy('c.given')
    .limit(50)
    .execute();
  return rows.map(({ national_id_cipher: id, certificate_cipher: certificate, organisation, ...row }) => ({
    ...row,
    preparedAtPreschool: organisation !== null,
    nationalId: keys.open(id, childIdContext) as NationalId,
    certificate: certificate === null ? null : (JSON.parse(keys.open(certificate, certificateContext)) as BirthAct['certificate']),
  }));
}

/** Notes when the civil registry answered, and how many linked children it holds no birth act of. */
export async function markChecked(tx: Tx, person: string, withoutAct: number, at: Date): Promise<void> {
  await tx.updateTable('person').set({ children_checked_at: at, children_without_act: withoutAct }).where('id', '=', person).execute();
}
