import type { NationalId } from '#domain/core/national-id.ts';
import { type KeyRing, nationalIdIndex } from '../db/keys.ts';
import type { Reader, Tx } from '../db/transaction.ts';
import type { AddressAnswer, AddressGiven, BirthAct, Identity, Passport, RegisteredAddress } from '../ports.ts';

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
  readonly passport: Passport | null;
  readonly passport_checked_at: Date | null;
} & FactsRow;

/** What the registers said of a person and her family, and when. */
export type FactsRow = {
  readonly address: RegisteredAddress | null;
  readonly address_given: readonly AddressGiven[] | null;
  readonly address_checked_at: Date | null;
  readonly children_checked_at: Date | null;
  readonly children_without_act: number;
  readonly children_other_parents: number;
  readonly children_unread: number;
};

const factColumns = [
  'address',
  'address_given',
  'address_checked_at',
  'children_checked_at',
  'children_without_act',
  'children_other_parents',
  'children_unread',
] as const;

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
  'passport_checked_at',
  ...factColumns,
  'passport_cipher',
  'national_id_cipher',
] as const;

export async function findPerson(reader: Reader, keys: KeyRing, id: string): Promise<PersonRow> {
  const row = await reader.selectFrom('person').select(personColumns).where('id', '=', id).executeTakeFirstOrThrow();
  const passport = row.passport_cipher === null ? null : (JSON.parse(keys.open(row.passport_cipher, passportContext)) as Passport);
  return { ...row, passport, nationalId: keys.open(row.national_id_cipher, personIdContext) as NationalId };
}

/** The facts alone: no number and no document is opened. */
export async function findFacts(reader: Reader, id: string): Promise<FactsRow> {
  return reader.selectFrom('person').select(factColumns).where('id', '=', id).executeTakeFirstOrThrow();
}

/** A person's national id, to ask the registers by. */
export async function findNationalId(reader: Reader, keys: KeyRing, id: string): Promise<NationalId> {
  const row = await reader.selectFrom('person').select('national_id_cipher').where('id', '=', id).executeTakeFirstOrThrow();
  return keys.open(row.national_id_cipher, personIdContext) as NationalId;
}

/** What the bureau answered: an address to judge by, or as it was given where it cannot be judged by, or nowhere. */
export async function updateAddress(tx: Tx, id: string, answer: AddressAnswer, at: Date): Promise<void> {
  const address = answer.kind === 'address' ? JSON.stringify(answer.address) : null;
  const given = answer.kind === 'unusable' ? JSON.stringify(answer.given) : null;
  await tx.updateTable('person').set({ address, address_given: given, address_checked_at: at }).where('id', '=', id).execute();
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

/** How many digits of a national id are shown, and kept readable. */
export const shownDigits = 4;

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
    national_id_end: nationalId.slice(-shownDigits),
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

export type ChildRow = {
  readonly id: string;
  readonly nationalIdEnd: string;
  readonly surname: string;
  readonly given: string;
  readonly patronymic: string | null;
  readonly sex: BirthAct['child']['sex'];
  readonly birth_date: BirthAct['child']['birthDate'];
  readonly hasCertificate: boolean;
  readonly preparedAtPreschool: boolean;
  /** When the link was last confirmed, and since when it is doubtful; a link by a document is not the registry's to confirm. */
  readonly link: { readonly checkedAt: Date; readonly doubtfulSince: Date | null; readonly isRegistrys: boolean };
};

/** The children a person may act for now, eldest first. No certificate is opened, and no number but one whose end was not kept yet. */
export async function findChildren(reader: Reader, keys: KeyRing, person: string): Promise<readonly ChildRow[]> {
  const rows = await reader
    .selectFrom('child as c')
    .innerJoin('family_link as l', 'l.child_id', 'c.id')
    .leftJoin('preschool_list as p', (join) =>
      join.onRef('p.country', '=', 'c.country').onRef('p.national_id_index', '=', 'c.national_id_index'),
    )
    .select(['c.id', 'c.surname', 'c.given', 'c.patronymic', 'c.sex', 'c.birth_date', 'c.national_id_end'])
    .select(['p.organisation', 'l.checked_at', 'l.doubtful_since', 'l.source'])
    .select((select) => [
      select('c.certificate_cipher', 'is not', null).$castTo<boolean>().as('hasCertificate'),
      select.case().when('c.national_id_end', 'is', null).then(select.ref('c.national_id_cipher')).end().as('unkept'),
    ])
    .where('l.person_id', '=', person)
    .where('l.ended_at', 'is', null)
    .orderBy('c.birth_date')
    .orderBy('c.given')
    .limit(childrenShown)
    .execute();
  return rows.map(({ unkept, national_id_end: end, organisation, checked_at, doubtful_since, source, ...row }) => ({
    ...row,
    preparedAtPreschool: organisation !== null,
    nationalIdEnd: end ?? (unkept === null ? '' : keys.open(unkept, childIdContext).slice(-shownDigits)),
    link: { checkedAt: checked_at, doubtfulSince: doubtful_since, isRegistrys: source === 'civil_registry' },
  }));
}

const childrenShown = 100;

/** The certificate of one child, opened. */
export async function findCertificate(reader: Reader, keys: KeyRing, child: string): Promise<BirthAct['certificate'] | null> {
  const row = await reader.selectFrom('child').select('certificate_cipher').where('id', '=', child).executeTakeFirst();
  const cipher = row?.certificate_cipher ?? null;
  return cipher === null ? null : (JSON.parse(keys.open(cipher, certificateContext)) as BirthAct['certificate']);
}
