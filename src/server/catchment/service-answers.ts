import { addHouse } from '#domain/addition/add-house.ts';
import { type OfficeRequest, type RefusalReason, stateAfterRefusal } from '#domain/addition/addition.ts';
import { answerView } from '#domain/addition/answer-view.ts';
import type { BoundaryAct } from '#domain/catchment/resolve.ts';
import { type Day, dayOf } from '#domain/core/day.ts';
import type { RegisterName } from '#domain/core/register-name.ts';
import { isUuid } from '#domain/core/uuid.ts';
import type { CalendarService } from '../calendar/service.ts';
import type { CampaignService } from '../campaign/service.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { type Actor, read, type Reader, readerOf, transact, type Tx } from '../db/transaction.ts';
import { append } from '../journal/store.ts';
import type { PersonService } from '../person/service.ts';
import type { RegisteredAddress } from '../ports.ts';
import type { SchoolService } from '../school/service.ts';
import type { SignedIn } from '../session/service.ts';
import type { BoundariesService } from './service-boundaries.ts';
import type { CatchmentService } from './service.ts';
import { decideAll, type WaitingRequest } from './service-decide-requests.ts';
import {
  decideRequest,
  enqueueAnswered,
  findAnswersOf,
  findOfSchool,
  findOpenOfDistrict,
  findOpenOfSchool,
  lockRequests,
  type OfficeRequestRow,
  writeSchoolAnswer,
} from './store-answers.ts';

/** What a director's press came to. Whatever it is, the page then shows the request as it stands. */
export type Answer =
  | { readonly kind: 'added' | 'refused' }
  /** Somebody has answered before: another school, or this one. */
  | { readonly kind: 'answered_before' }
  /** Some school's boundaries hold the address already: nothing was added. */
  | { readonly kind: 'served_already' }
  /** The address bureau has another address for the applicant now, or none. */
  | { readonly kind: 'registration_differs' }
  /** The bureau's answer cannot be judged by: several addresses, or one with a part missing. It is no “no”. */
  | { readonly kind: 'registration_unclear' }
  /** The director says it is not confirmed, and the bureau confirms it. */
  | { readonly kind: 'registration_confirmed' }
  | { readonly kind: 'house_unreadable' }
  | { readonly kind: 'street_unknown' }
  /** The street lies in another district: it is added when that district has agreed. */
  | { readonly kind: 'ground_asked' }
  | { readonly kind: 'outage'; readonly register: RegisterName };

/** One request as its director reads it: with what the school's list says of the street. */
export type RequestRead = OfficeRequest & {
  readonly streetLines: readonly { readonly houses: string; readonly act: BoundaryAct }[];
  readonly servedBy: readonly string[];
};

export type AddressAnswerService = {
  /** Requests that wait for a school's answer; every one that is shown is a look at a family's address and is journaled. */
  openOfSchool(who: SignedIn, school: string): Promise<readonly OfficeRequest[]>;
  /** Requests of a district that nobody has decided, with the schools that were asked; journaled likewise. */
  openOfDistrict(who: SignedIn, district: number): Promise<readonly OfficeRequest[]>;
  /** One request that went to a school; journaled. `null` when none did. */
  request(who: SignedIn, school: string, request: string): Promise<RequestRead | null>;
  /** Adds the house to the school's boundaries, once the address bureau has confirmed the registration anew. `null` when it did not go to the school. */
  add(who: SignedIn, school: string, request: string): Promise<Answer | null>;
  /** Refuses for this school, with a reason of the list and words for the family. */
  refuse(who: SignedIn, school: string, request: string, refusal: { reason: RefusalReason; words: string }): Promise<Answer | null>;
};

export type AnswerParts = {
  readonly campaign: CampaignService;
  readonly catchment: CatchmentService;
  readonly boundaries: BoundariesService;
  readonly calendar: CalendarService;
  readonly person: PersonService;
  readonly school: SchoolService;
  readonly clock: Clock;
};

/** The offices' side of “my address is missing”. KG25-18.4, KG25-21.8. */
export function addressAnswerService(database: Database, parts: AnswerParts): AddressAnswerService {
  const { campaign, catchment, boundaries, calendar, person, clock } = parts;
  const actorOf = (who: SignedIn): Actor => `person:${who.person}`;

  async function look(who: SignedIn, find: (reader: Reader) => Promise<readonly OfficeRequestRow[]>, office: string) {
    const { rows, answers, daysLeft } = await read(database, actorOf(who), async (reader) => {
      const rows = await find(reader);
      const limits = rows.map(({ answer_by: by }) => by).filter((by) => by !== null);
      const left = await calendar.daysLeft(reader, dayOf(campaign.now()), limits);
      const daysLeft = new Map(limits.map((day, place) => [day, left[place] ?? 0]));
      const ids = rows.map(({ id }) => id);
      return { rows, answers: await findAnswersOf(reader, ids), daysLeft };
    });
    const at = new Date(clock.now());
    await transact(database, actorOf(who), (tx) =>
      append(
        tx,
        rows.map(({ id, child_id: child }) => {
          const act = 'child.address_looked_at';
          return { at, actor: actorOf(who), act, campaign: campaign.id, subject: child, detail: { request: id, office } };
        }),
      ),
    );
    const names = await parts.school.views([...new Set(answers.map(({ school_id: id }) => id))]);
    return Promise.all(
      rows.map(async (row): Promise<OfficeRequest> => {
        const own = answers.filter(({ request_id: id }) => id === row.id);
        const schools = own.map((answer) => answerView(answer, names, campaign.momentOf, row.state !== 'sent'));
        const place = { ...(await catchment.name(row.address)), flat: null };
        return {
          id: row.id,
          address: place,
          sentAt: campaign.momentOf(row.sent_at),
          state: row.state,
          clock: clockOf(row, daysLeft),
          schools,
        };
      }),
    );
  }

  function clockOf({ answer_by: answerBy }: OfficeRequestRow, daysLeft: ReadonlyMap<Day, number>): OfficeRequest['clock'] {
    if (answerBy === null) return null;
    return { answerBy, workingDaysLeft: daysLeft.get(answerBy) ?? 0, isLate: dayOf(campaign.now()) > answerBy };
  }

  const findOne = (who: SignedIn, school: string, request: string) =>
    read(database, actorOf(who), (reader) => findOfSchool(reader, campaign.id, school, request));

  /** Whether the bureau still gives the address that was asked about. */
  async function confirm({ person_id, address }: OfficeRequestRow): Promise<Confirmed> {
    const asked = await person.askAddress(person_id);
    if (asked.kind === 'outage') return asked;
    const { registered } = asked;
    if (registered.kind === 'unusable') return { kind: 'registration_unclear' };
    const isSame = registered.kind === 'address' && isSameHome(registered.address, address);
    return { kind: isSame ? 'same' : 'registration_differs' };
  }

  /** Writes an answer if the request still waits for this school; one effect, whoever else answers meanwhile. `waiting` are all that ask for its house. */
  function once(
    who: SignedIn,
    school: string,
    row: OfficeRequestRow,
    write: (tx: Tx, at: Date, waiting: readonly WaitingRequest[]) => Promise<Answer>,
  ): Promise<Answer> {
    return transact(database, actorOf(who), async (tx) => {
      const found = await lockRequests(tx, campaign.id, row);
      const [own] = (await findAnswersOf(readerOf(tx), [row.id])).filter(({ school_id: id }) => id === school);
      if (own?.state !== 'open' || found.find(({ id }) => id === row.id)?.state !== 'sent') return { kind: 'answered_before' };
      return write(
        tx,
        new Date(clock.now()),
        found.filter(({ state }) => state === 'sent'),
      );
    });
  }

  /** Nothing is added twice. */
  const closeAsServed = (who: SignedIn, school: string, row: OfficeRequestRow, servedBy: string) =>
    once(who, school, row, async (tx, at, waiting) => {
      const held = { own: school, act: 'address_request.served_already', school: servedBy, version: null };
      await decideAll(tx, { campaign: campaign.id, actor: actorOf(who), at }, waiting, held);
      return { kind: 'served_already' };
    });

  async function tryToAdd(who: SignedIn, school: string, row: OfficeRequestRow): Promise<Answer | 'changed_meanwhile'> {
    const { streetId, house } = row.address;
    if (streetId === null) return { kind: 'street_unknown' };
    const { resolution } = await catchment.resolve(row.address);
    if (resolution.kind === 'found') return closeAsServed(who, school, row, resolution.matches[0].schoolId);
    const now = await boundaries.current(school);
    const added = addHouse(now?.lines ?? [], { streetId, house }, decisionOf(row, dayOf(campaign.now())));
    if (added.kind === 'house_unreadable') return added;
    const newest = (await boundaries.versions(school, 1))[0]?.number ?? 0;
    let isChanged = false;
    const answer = await once(who, school, row, async (tx, at, waiting) => {
      const ground = `${decisionOf(row, dayOf(campaign.now())).number}: ${added.houses}`;
      const published = await boundaries.publishIn(
        tx,
        {
          actor: actorOf(who),
          school,
          fromDay: dayOf(campaign.now()),
          lines: added.lines,
          source: 'request',
          ground,
          key: row.id,
          over: newest,
        },
        { request: row.id },
      );
      if (published.kind === 'waiting') return { kind: 'ground_asked' };
      if (published.kind === 'refused') {
        isChanged = published.refusals.some(({ kind }) => kind === 'changed_meanwhile');
        return { kind: 'street_unknown' };
      }
      const { id: version } = published.version;
      const held = { own: school, act: 'address_request.added', school, version };
      await decideAll(tx, { campaign: campaign.id, actor: actorOf(who), at }, waiting, held);
      return { kind: 'added' };
    });
    return isChanged ? 'changed_meanwhile' : answer;
  }

  return {
    openOfSchool: (who, school) => look(who, (reader) => findOpenOfSchool(reader, campaign.id, school), school),
    openOfDistrict: (who, district) => look(who, (reader) => findOpenOfDistrict(reader, campaign.id, district), String(district)),

    async request(who, school, id) {
      const row = isUuid(id) ? await findOne(who, school, id) : undefined;
      if (row === undefined) return null;
      const [seen] = await look(who, () => Promise.resolve([row]), school);
      const lines = (await boundaries.current(school))?.lines ?? [];
      const { resolution } = await catchment.resolve(row.address);
      return {
        ...(seen as OfficeRequest),
        streetLines: lines.filter(({ streetId }) => streetId === row.address.streetId).map(({ houses, act }) => ({ houses, act })),
        servedBy: resolution.kind === 'found' ? resolution.matches.map(({ schoolId }) => schoolId) : [],
      };
    },

    async add(who, school, id) {
      const row = isUuid(id) ? await findOne(who, school, id) : undefined;
      if (row === undefined) return null;
      if (row.state !== 'sent') return { kind: 'answered_before' };
      const confirmed = await confirm(row);
      if (confirmed.kind !== 'same') return confirmed;
      for (let tries = 0; tries < triesAtMost; tries += 1) {
        const answer = await tryToAdd(who, school, row);
        if (answer !== 'changed_meanwhile') return answer;
      }
      throw new Error('the boundaries changed with every try to add a house');
    },

    async refuse(who, school, id, { reason, words }) {
      const row = isUuid(id) ? await findOne(who, school, id) : undefined;
      if (row === undefined) return null;
      if (reason === 'registration_not_confirmed') {
        const confirmed = await confirm(row);
        if (confirmed.kind === 'same') return { kind: 'registration_confirmed' };
        if (confirmed.kind !== 'registration_differs') return confirmed;
      }
      return once(who, school, row, async (tx, at) => {
        const by = { request: id, school, by: actorOf(who), at };
        await writeSchoolAnswer(tx, by, { state: 'refused', reason, words });
        const others = (await findAnswersOf(readerOf(tx), [id])).filter((answer) => answer.school_id !== school).map(({ state }) => state);
        const state = stateAfterRefusal(reason, others);
        if (state === 'outside') {
          await decideRequest(tx, by, { state, school: null, version: null });
          await enqueueAnswered(tx, id);
        }
        const detail = { child: row.child_id, school, reason, decided: state === 'outside' };
        const act = 'address_request.refused';
        await append(tx, [{ at, actor: actorOf(who), act, campaign: campaign.id, subject: row.id, detail }]);
        return { kind: 'refused' };
      });
    },
  };
}

type Confirmed =
  | { readonly kind: 'same' }
  | Extract<Answer, { readonly kind: 'registration_differs' } | { readonly kind: 'registration_unclear' } | { readonly kind: 'outage' }>;

const triesAtMost = 5;

/** The act that the added line rests on: the director's decision, by the number of the request. */
function decisionOf({ id }: OfficeRequestRow, day: Day): BoundaryAct {
  const title = {
    ru: 'Решение директора о включении адреса',
    ky: 'Даректи кошуу жөнүндө директордун чечими',
    kk: 'Мекенжайды қосу туралы директордың шешімі',
    en: 'Director’s decision to add an address',
  };
  return { title, number: `А-${id.slice(-6).toUpperCase()}`, day };
}

/** The same house of the same street; a flat makes no difference to a catchment. */
function isSameHome(now: RegisteredAddress, asked: RegisteredAddress): boolean {
  return now.streetId === asked.streetId && now.districtId === asked.districtId && now.house.trim() === asked.house.trim();
}
