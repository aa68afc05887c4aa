import { sql } from 'kysely';
import type { Day } from '#domain/core/day.ts';
import type { NationalId } from '#domain/core/national-id.ts';
import type { Relation } from '#domain/policy/admission.ts';
import { type KeyRing, nationalIdIndex } from '../db/keys.ts';
import type { Tx } from '../db/transaction.ts';
import type { BirthAct, Identity, RegisteredAddress } from '../ports.ts';
import { certificateContext, childIdContext, personIdContext, shownDigits } from './store.ts';

/** An applicant as sign-in and the registers leave her. */
export type PersonEntered = {
  readonly identity: Identity;
  readonly address: RegisteredAddress | null;
  readonly childrenWithoutAct: number;
};

export type LinkEntered = { readonly parent: NationalId; readonly child: NationalId };

/** Writes persons whom the registers have answered about, in one statement; those already known stay as they are. */
export async function insertPersons(tx: Tx, keys: KeyRing, country: string, persons: readonly PersonEntered[], at: Date): Promise<void> {
  const of = <T>(column: (identity: Identity) => T): T[] => persons.map(({ identity }) => column(identity));
  await sql`
    insert into person (country, national_id_cipher, national_id_index, surname, given, patronymic, sex, birth_date, citizenship, phone, email,
                        address, address_checked_at, children_checked_at, children_without_act)
    select ${country}, p.cipher, p.index, p.surname, p.given, p.patronymic, p.sex, p.birth_date, p.citizenship, p.phone, p.email,
           p.address::jsonb, ${at}::timestamptz, ${at}::timestamptz, p.without_act
    from unnest(${of(({ nationalId }) => keys.seal(nationalId, personIdContext))}::bytea[],
                ${of(({ nationalId }) => nationalIdIndex(keys, country, nationalId))}::bytea[],
                ${of(({ name }) => name.surname)}::text[], ${of(({ name }) => name.given)}::text[], ${of(({ name }) => name.patronymic)}::text[],
                ${of(({ sex }) => sex)}::text[], ${of(({ birthDate }): Day | null => birthDate)}::date[], ${of(({ citizenship }) => citizenship)}::text[],
                ${of(({ phone }) => phone)}::text[], ${of(({ email }) => email)}::text[],
                ${persons.map(({ address }) => (address === null ? null : JSON.stringify(address)))}::text[],
                ${persons.map(({ childrenWithoutAct }) => childrenWithoutAct)}::int[])
      as p(cipher, index, surname, given, patronymic, sex, birth_date, citizenship, phone, email, address, without_act)
    on conflict (country, national_id_index) do nothing`.execute(tx);
}

/** Writes children as their birth acts name them, in one statement; those already known stay as they are. */
export async function insertChildren(tx: Tx, keys: KeyRing, country: string, acts: readonly BirthAct[], at: Date): Promise<void> {
  const of = <T>(column: (child: BirthAct['child']) => T): T[] => acts.map(({ child }) => column(child));
  await sql`
    insert into child (country, national_id_cipher, national_id_index, surname, given, patronymic, sex, birth_date, certificate_cipher, national_id_end, checked_at)
    select ${country}, c.cipher, c.index, c.surname, c.given, c.patronymic, c.sex, c.birth_date, c.certificate, c.id_end, ${at}::timestamptz
    from unnest(${of(({ nationalId }) => keys.seal(nationalId, childIdContext))}::bytea[],
                ${of(({ nationalId }) => nationalIdIndex(keys, country, nationalId))}::bytea[],
                ${of(({ name }) => name.surname)}::text[], ${of(({ name }) => name.given)}::text[], ${of(({ name }) => name.patronymic)}::text[],
                ${of(({ sex }) => sex)}::text[], ${of(({ birthDate }): Day => birthDate)}::date[],
                ${acts.map(({ certificate }) => keys.seal(JSON.stringify(certificate), certificateContext))}::bytea[],
                ${of(({ nationalId }) => nationalId.slice(-shownDigits))}::text[])
      as c(cipher, index, surname, given, patronymic, sex, birth_date, certificate, id_end)
    on conflict (country, national_id_index) do nothing`.execute(tx);
}

/** Links parents and children, both known by then, as the civil registry does. */
export async function insertRegistryLinks(tx: Tx, keys: KeyRing, country: string, links: readonly LinkEntered[], at: Date): Promise<void> {
  const relation: Relation = 'parent';
  await sql`
    insert into family_link (person_id, child_id, relation, source, checked_at)
    select p.id, c.id, ${relation}, 'civil_registry', ${at}::timestamptz
    from unnest(${links.map(({ parent }) => nationalIdIndex(keys, country, parent))}::bytea[],
                ${links.map(({ child }) => nationalIdIndex(keys, country, child))}::bytea[]) as l(parent, child)
    join person p on p.country = ${country} and p.national_id_index = l.parent
    join child c on c.country = ${country} and c.national_id_index = l.child
    on conflict (person_id, child_id) do nothing`.execute(tx);
}
