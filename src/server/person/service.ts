import type { NamedAddress } from '#domain/core/address.ts';
import type { Day } from '#domain/core/day.ts';
import type { NationalId } from '#domain/core/national-id.ts';
import type { PersonName } from '#domain/core/person-name.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import type { KeyRing } from '../db/keys.ts';
import { read, type Reader, transact, type Tx } from '../db/transaction.ts';
import { append } from '../journal/store.ts';
import {
  type AddressBureau,
  type BirthAct,
  type CivilRegistry,
  type Identity,
  type Passport,
  type PassportRegister,
  type RegisteredAddress,
  type RegisterName,
  RegisterOutage,
  type Sex,
} from '../ports.ts';
import {
  type ChildRow,
  findChildren,
  findPerson,
  insertPreschoolList,
  markChecked,
  replaceRegistryLinks,
  updateAddress,
  updateContacts,
  updatePassport,
  upsertChild,
  upsertPerson,
} from './store.ts';

/** The applicant's record. KG25-8.2. The national id and the passport are shown in part. */
export type Profile = {
  readonly name: PersonName;
  readonly sex: Sex | null;
  readonly birthDate: Day | null;
  readonly nationalIdEnd: string;
  readonly citizenship: string | null;
  readonly address: NamedAddress | null;
  readonly addressCheckedAt: Date | null;
  readonly phone: string | null;
  readonly workPhone: string | null;
  readonly email: string | null;
  readonly passport: { readonly masked: string; readonly issued: Day; readonly expires: Day; readonly issuer: string } | null;
};

/** A child's record. KG25-8.1. */
export type ChildRecord = {
  readonly id: string;
  readonly name: PersonName;
  readonly sex: Sex;
  readonly birthDate: Day;
  readonly nationalIdEnd: string;
  readonly certificate: BirthAct['certificate'] | null;
  readonly preparedAtPreschool: boolean;
};

export type Contacts = { readonly phone: string | null; readonly workPhone: string | null; readonly email: string | null };
export type PassportConfirmation =
  { readonly kind: 'confirmed' } | { readonly kind: 'not_found' } | { readonly kind: 'outage'; readonly register: RegisterName };

export type PersonService = {
  /** Finds or makes the person an identity speaks of. */
  enter(tx: Tx, identity: Identity): Promise<string>;
  profile(person: string): Promise<Profile>;
  changeContacts(person: string, contacts: Contacts): Promise<void>;
  /** Confirms the applicant's passport at the passport service. KG25-8.3. */
  confirmPassport(person: string, series: string, number: string): Promise<PassportConfirmation>;
  /** Asks the civil registry and the address bureau again. What was known stays when a register does not answer. */
  refresh(person: string): Promise<{ readonly outage: RegisterName | null }>;
  /** Asks the address bureau alone again, also for an office that must know before it decides; keeps the answer. */
  askAddress(person: string): Promise<AddressAsked>;
  /** The person's children and address, asked of the registers when they were never asked. */
  family(person: string): Promise<FamilyKnown>;
  /** {@link PersonService.family} together with what else `look` reads on the same snapshot. */
  familyWith<T>(
    person: string,
    look: (reader: Reader, known: Known) => Promise<T>,
  ): Promise<{ readonly known: FamilyKnown; readonly found: T }>;
};

export type AddressAsked =
  | { readonly kind: 'answer'; readonly address: RegisteredAddress | null; readonly at: Date }
  | { readonly kind: 'outage'; readonly register: RegisterName };

export type FamilyKnown = {
  readonly children: readonly ChildRecord[];
  readonly address: RegisteredAddress | null;
  readonly checkedAt: Date | null;
  /** When the address bureau last answered. */
  readonly addressCheckedAt: Date | null;
  /** Linked children of whom the civil registry holds no birth act that names this parent. */
  readonly withoutAct: number;
  readonly outage: RegisterName | null;
};

/** The family without the registers being asked. */
export type Known = Omit<FamilyKnown, 'outage'>;

export type Registers = CivilRegistry & PassportRegister & AddressBureau;

export type PersonParts = {
  readonly registers: Registers;
  /** The country whose national ids are read. */
  readonly country: string;
  readonly clock: Clock;
  readonly nameAddress: (address: RegisteredAddress) => Promise<NamedAddress>;
};

/** People and their families, as the state's registers know them. */
export function personService(database: Database, keys: KeyRing, { registers, country, clock, nameAddress }: PersonParts): PersonService {
  const now = () => new Date(clock.now());

  async function refresh(person: string): Promise<{ readonly outage: RegisterName | null }> {
    const { nationalId } = await read(database, `person:${person}`, (reader) => findPerson(reader, keys, person));
    const [children, address] = await Promise.all([
      settle(() => birthsOf(registers, nationalId)),
      settle(() => registers.addressOf(nationalId)),
    ]);
    await transact(database, 'registry', async (tx) => {
      const at = now();
      if (children.kind === 'answer') await keepChildren(tx, person, nationalId, children.answer, at);
      if (address.kind === 'answer') await updateAddress(tx, person, address.answer, at);
    });
    const failed = [children, address].find((asked) => asked.kind === 'outage');
    return { outage: failed?.register ?? null };
  }

  async function keepChildren(tx: Tx, person: string, parent: NationalId, births: readonly (BirthAct | null)[], at: Date): Promise<void> {
    // The registry's list alone is not believed: the child's own birth act must name this parent. Otherwise the service centre mends the link.
    const acts = births.filter(
      (birth) => birth !== null && (birth.motherId === parent || birth.fatherId === parent),
    ) as readonly BirthAct[];
    const ids: string[] = [];
    for (const act of acts) ids.push(await upsertChild(tx, keys, country, act, at));
    await replaceRegistryLinks(tx, person, ids, at);
    await markChecked(tx, person, births.length - acts.length, at);
    await append(tx, [
      {
        at,
        actor: 'registry',
        act: 'family.refreshed',
        campaign: null,
        subject: person,
        detail: { children: ids, withoutAct: births.length - acts.length },
      },
    ]);
  }

  async function known(reader: Reader, person: string): Promise<Known> {
    const row = await findPerson(reader, keys, person);
    const { address, address_checked_at: addressCheckedAt, children_checked_at: checkedAt, children_without_act: withoutAct } = row;
    return { children: (await findChildren(reader, keys, person)).map(recordOf), address, addressCheckedAt, checkedAt, withoutAct };
  }

  const familyWith: PersonService['familyWith'] = async (person, look) => {
    const snapshot = () =>
      read(database, `person:${person}`, async (reader) => {
        const family = await known(reader, person);
        return { family, found: await look(reader, family) };
      });
    const before = await snapshot();
    if (before.family.checkedAt !== null && before.family.addressCheckedAt !== null)
      return { known: { ...before.family, outage: null }, found: before.found };
    const { outage } = await refresh(person);
    const { family, found } = await snapshot();
    return { known: { ...family, outage }, found };
  };

  async function askAddress(person: string): Promise<AddressAsked> {
    const { nationalId } = await read(database, 'registry', (reader) => findPerson(reader, keys, person));
    const asked = await settle(() => registers.addressOf(nationalId));
    if (asked.kind === 'outage') return asked;
    const at = now();
    await transact(database, 'registry', (tx) => updateAddress(tx, person, asked.answer, at));
    return { kind: 'answer', address: asked.answer, at };
  }

  return {
    askAddress,
    enter: (tx, identity) => upsertPerson(tx, keys, country, identity),
    refresh,
    familyWith,
    family: async (person) => (await familyWith(person, () => Promise.resolve(null))).known,

    async profile(person) {
      const row = await read(database, `person:${person}`, (reader) => findPerson(reader, keys, person));
      return profileOf(row, row.address === null ? null : await nameAddress(row.address));
    },

    changeContacts: (person, contacts) =>
      transact(database, `person:${person}`, async (tx) => {
        await updateContacts(tx, person, contacts);
        await append(tx, [
          { at: now(), actor: `person:${person}`, act: 'applicant.contacts_changed', campaign: null, subject: person, detail: {} },
        ]);
      }),

    async confirmPassport(person, series, number) {
      const { nationalId } = await read(database, `person:${person}`, (reader) => findPerson(reader, keys, person));
      const asked = await settle(() => registers.passportOf(nationalId, series, number));
      if (asked.kind === 'outage') return asked;
      const passport = asked.answer;
      if (passport === null) return { kind: 'not_found' };
      await transact(database, `person:${person}`, async (tx) => {
        const at = now();
        await updatePassport(tx, keys, person, passport, at);
        await append(tx, [
          { at, actor: `person:${person}`, act: 'applicant.passport_confirmed', campaign: null, subject: person, detail: {} },
        ]);
      });
      return { kind: 'confirmed' };
    },
  };
}

/** Enters the children a preparation class lists as having finished it. KG25-5.1. */
export async function listPrepared(
  tx: Tx,
  keys: KeyRing,
  country: string,
  children: readonly NationalId[],
  organisation: string,
): Promise<void> {
  await insertPreschoolList(tx, keys, country, children, organisation);
}

type Settled<T> = { readonly kind: 'answer'; readonly answer: T } | { readonly kind: 'outage'; readonly register: RegisterName };

async function settle<T>(ask: () => Promise<T>): Promise<Settled<T>> {
  try {
    return { kind: 'answer', answer: await ask() };
  } catch (fault) {
    if (fault instanceof RegisterOutage) return { kind: 'outage', register: fault.register };
    throw fault;
  }
}

async function birthsOf(registry: CivilRegistry, parent: NationalId): Promise<readonly (BirthAct | null)[]> {
  const children = await registry.childrenOf(parent);
  return Promise.all(children.slice(0, childrenAtMost).map((child) => registry.birthOf(child)));
}

// A list the registry answers with is bounded like any other.
const childrenAtMost = 50;

function recordOf(row: ChildRow): ChildRecord {
  const { id, surname, given, patronymic, sex, birth_date, certificate, nationalId, preparedAtPreschool } = row;
  return {
    id,
    name: { surname, given, patronymic },
    sex,
    birthDate: birth_date,
    nationalIdEnd: nationalId.slice(-4),
    certificate,
    preparedAtPreschool,
  };
}

function profileOf(row: Awaited<ReturnType<typeof findPerson>>, address: NamedAddress | null): Profile {
  const { surname, given, patronymic, sex, citizenship, phone, email, passport } = row;
  return {
    name: { surname, given, patronymic },
    sex,
    birthDate: row.birth_date,
    nationalIdEnd: row.nationalId.slice(-4),
    citizenship,
    address,
    addressCheckedAt: row.address_checked_at,
    phone,
    workPhone: row.work_phone,
    email,
    passport:
      passport === null ? null : { masked: masked(passport), issued: passport.issued, expires: passport.expires, issuer: passport.issuer },
  };
}

function masked({ series, number }: Passport): string {
  return `${series} ${'•'.repeat(Math.max(0, number.length - 3))}${number.slice(-3)}`;
}
