import type { NamedAddress } from '#domain/core/address.ts';
import type { Day } from '#domain/core/day.ts';
import type { NationalId } from '#domain/core/national-id.ts';
import { factAge, type FactTerms } from '#domain/person/facts.ts';
import type { Database } from '../db/connect.ts';
import type { KeyRing } from '../db/keys.ts';
import { read, type Reader, transact, type Tx } from '../db/transaction.ts';
import { append } from '../journal/store.ts';
import type { BirthAct, Identity, RegisteredAddress, RegisterName } from '../ports.ts';
import { type Asking, type AskingTerms, createAsking, type Flight, type Outage } from './service-asking.ts';
import { type ChildRecord, type Profile, profileOf, recordOf, type Registered, registeredOf } from './service-records.ts';
import { type RegisterParts, registerQuestions } from './service-registers.ts';
import {
  type FactsRow,
  findCertificate,
  findChildren,
  findFacts,
  findPerson,
  insertPreschoolList,
  updateContacts,
  upsertPerson,
} from './store.ts';

export type { ChildRecord, Profile, Registered } from './service-records.ts';

export type Contacts = { readonly phone: string | null; readonly workPhone: string | null; readonly email: string | null };
export type PassportConfirmation =
  | { readonly kind: 'confirmed' }
  | { readonly kind: 'not_found' }
  | { readonly kind: 'outage'; readonly register: RegisterName; readonly isUnread: boolean };

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
  /** One child's birth certificate; only for a page that shows that child. */
  certificate(person: string, child: string): Promise<BirthAct['certificate'] | null>;
  /** The person's children and address. What was not asked in this campaign is asked and waited for, shortly; what is old is asked in the background. */
  family(person: string): Promise<FamilyKnown>;
  /** {@link PersonService.family} together with what else `look` reads on the same snapshot. */
  familyWith<T>(
    person: string,
    look: (reader: Reader, known: Known) => Promise<T>,
  ): Promise<{ readonly known: FamilyKnown; readonly found: T }>;
  /** Until no question to a register is on its way. */
  idle(): Promise<void>;
};

export type AddressAsked =
  | { readonly kind: 'answer'; readonly registered: Exclude<Registered, { readonly kind: 'unknown' }> }
  | { readonly kind: 'outage'; readonly register: RegisterName };

export type FamilyKnown = {
  readonly children: readonly ChildRecord[];
  readonly address: RegisteredAddress | null;
  readonly registered: Registered;
  /** When the civil registry last answered. */
  readonly checkedAt: Date | null;
  /** Its answer is old; a newer one is being asked for. */
  readonly isOld: boolean;
  /** When the address bureau last answered. */
  readonly addressCheckedAt: Date | null;
  /** Listed children who cannot be shown: no act names this parent. `otherParents` of them have an act that names others. */
  readonly withoutAct: number;
  readonly otherParents: number;
  /** Listed children whose acts could not be read yet. */
  readonly unread: number;
  /** A register that gave no answer now; `isUnread`: it answered what we cannot read. */
  readonly outage: RegisterName | null;
  readonly isUnread: boolean;
};

/** The family without the registers being asked. */
export type Known = Omit<FamilyKnown, 'outage' | 'isUnread'>;

export type { Registers } from './service-registers.ts';

export type PersonParts = RegisterParts & {
  readonly nameAddress: (address: Pick<RegisteredAddress, 'streetId' | 'house' | 'flat'>) => Promise<NamedAddress>;
  /** The day a time falls on, on the campaign's wall clock. */
  readonly dayOf: (at: Date) => Day;
  /** How long what a register said holds. */
  readonly terms: { readonly children: FactTerms; readonly address: FactTerms; readonly passport: FactTerms };
  readonly asking: AskingTerms;
  /** A fault of a question that nobody waits for any more. */
  readonly onFault: (fault: unknown) => void;
};

/** People and their families, as the state's registers know them. */
export function personService(database: Database, keys: KeyRing, parts: PersonParts): PersonService {
  const { country, clock, nameAddress, terms } = parts;
  const now = () => new Date(clock.now());
  const ask = registerQuestions(database, keys, parts);
  const asking: Asking = createAsking(parts.asking, parts.onFault);
  const ageOf = (at: Date | null, fact: keyof PersonParts['terms']) => factAge(at?.getTime() ?? null, clock.now(), terms[fact]);

  // What the passport service did not know, for those who share one question.
  const notFound = new Set<string>();
  const questions = {
    children: (person: string): Flight => asking.begin(`children:${person}`, 'civil_registry', () => ask.children(person)),
    address: (person: string): Flight => asking.begin(`address:${person}`, 'address_bureau', () => ask.address(person)),
  };

  const registeredAs = (row: FactsRow) => registeredOf(row, ageOf(row.address_checked_at, 'address'));

  async function known(reader: Reader, person: string): Promise<Known> {
    const row = await findFacts(reader, person);
    return {
      children: (await findChildren(reader, keys, person)).map((child) => recordOf(child, terms.children)),
      address: row.address,
      registered: registeredAs(row),
      addressCheckedAt: row.address_checked_at,
      checkedAt: row.children_checked_at,
      isOld: ageOf(row.children_checked_at, 'children') !== 'fresh',
      withoutAct: row.children_without_act,
      otherParents: row.children_other_parents,
      unread: row.children_unread,
    };
  }

  /** Whether a fact must be asked before the page is drawn, or can be asked while it is read; `null` when it stands. */
  function due(fact: 'children' | 'address', family: Known): 'now' | 'soon' | null {
    const at = fact === 'children' ? family.checkedAt : family.addressCheckedAt;
    const age = ageOf(at, fact);
    if (age === 'unknown') return 'now';
    if (age === 'old') return 'soon';
    if (fact === 'address' || at === null) return null;
    const isDoubtful = family.children.some(({ doubtfulSince }) => doubtfulSince !== null);
    const asksAgainMs = family.unread > 0 ? 0 : isDoubtful ? parts.doubtMs / questionsInDoubt : null;
    return asksAgainMs !== null && clock.now() - at.getTime() >= asksAgainMs ? 'soon' : null;
  }

  const familyWith: PersonService['familyWith'] = async (person, look) => {
    const snapshot = () =>
      read(database, `person:${person}`, async (reader) => {
        const family = await known(reader, person);
        return { family, found: await look(reader, family) };
      });
    const before = await snapshot();
    const lately = () => asking.lately(`children:${person}`) ?? asking.lately(`address:${person}`);
    const asked = (['children', 'address'] as const)
      .map((fact) => ({ fact, when: due(fact, before.family), failed: asking.lately(`${fact}:${person}`) }))
      .filter(({ when, failed }) => when !== null && failed === null)
      .map(({ fact, when }) => ({ when, flight: questions[fact](person) }));
    const waited = asked.filter(({ when }) => when === 'now');
    if (waited.length === 0) return { known: { ...before.family, ...told(lately()) }, found: before.found };
    const outages = await Promise.all(waited.map(({ flight }) => asking.within(flight)));
    const { family, found } = await snapshot();
    return { known: { ...family, ...told(outages.find((outage) => outage !== null) ?? lately()) }, found };
  };

  return {
    idle: () => asking.idle(),
    enter: (tx, identity) => upsertPerson(tx, keys, country, identity),
    familyWith,
    family: async (person) => (await familyWith(person, () => Promise.resolve(null))).known,
    certificate: (person, child) => read(database, `person:${person}`, (reader) => findCertificate(reader, keys, child)),

    async refresh(person) {
      const outages = await Promise.all([questions.children(person), questions.address(person)].map((flight) => asking.within(flight)));
      return { outage: outages.find((outage) => outage !== null)?.register ?? null };
    },

    async askAddress(person) {
      const outage = await asking.within(questions.address(person));
      if (outage !== null) return { kind: 'outage', register: outage.register };
      const registered = registeredAs(await read(database, 'registry', (reader) => findFacts(reader, person)));
      return registered.kind === 'unknown' ? { kind: 'outage', register: 'address_bureau' } : { kind: 'answer', registered };
    },

    async profile(person) {
      const row = await read(database, `person:${person}`, (reader) => findPerson(reader, keys, person));
      const registered = registeredAs(row);
      const given = registered.kind === 'unusable' ? await Promise.all(registered.given.map(nameAddress)) : [];
      const address = registered.kind === 'address' ? await nameAddress(registered.address) : null;
      const { passport_checked_at: at } = row;
      const checked = { checkedOn: at === null ? null : parts.dayOf(at), isOld: ageOf(at, 'passport') !== 'fresh' };
      return profileOf(row, { registered: registered.kind, address, given }, checked);
    },

    changeContacts: (person, contacts) =>
      transact(database, `person:${person}`, async (tx) => {
        await updateContacts(tx, person, contacts);
        await append(tx, [
          { at: now(), actor: `person:${person}`, act: 'applicant.contacts_changed', campaign: null, subject: person, detail: {} },
        ]);
      }),

    async confirmPassport(person, series, number) {
      const key = `passport:${person}:${series}:${number}`;
      const flight = asking.begin(key, 'passport_service', async () => {
        const { outage, isFound } = await ask.passport(person, series, number);
        if (notFound.size >= remembered) notFound.clear();
        if (isFound) notFound.delete(key);
        else notFound.add(key);
        return outage;
      });
      const outage = await asking.within(flight);
      if (outage !== null) return { kind: 'outage', register: outage.register, isUnread: outage.kind === 'unread' };
      return { kind: notFound.has(key) ? 'not_found' : 'confirmed' };
    },
  };
}

const remembered = 10_000;
/** While a link is doubtful the registry is asked so often within the time after which a second answer counts. */
const questionsInDoubt = 24;

function told(outage: Outage | null): Pick<FamilyKnown, 'outage' | 'isUnread'> {
  return { outage: outage?.register ?? null, isUnread: outage?.kind === 'unread' };
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
