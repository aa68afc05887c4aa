import { dayOf } from '#domain/core/day.ts';
import { type AnswerKept, answerView } from '#domain/addition/answer-view.ts';
import type { AddressRequestView, MissingAddress } from '#domain/catchment/address-request.ts';
import type { FindOwnChild, OwnChild } from '../application/service-own-child.ts';
import type { CalendarService } from '../calendar/service.ts';
import type { CampaignService } from '../campaign/service.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { read, readerOf, transact } from '../db/transaction.ts';
import { append } from '../journal/store.ts';
import type { PersonService, Registered } from '../person/service.ts';
import type { SchoolService } from '../school/service.ts';
import type { SignedIn } from '../session/service.ts';
import type { CatchmentService } from './service.ts';
import { findRequest, findSchoolAnswers, findSchoolsAround, insertRequest, type RequestRow } from './store-requests.ts';

export type AddressRequestService = {
  /** Where the family stands with the address of this child's applicant; `null` when it is not its child (journaled). */
  of(who: SignedIn, child: string): Promise<MissingAddress | null>;
  /**
   * Asks that the address be added to the boundaries of the school it belongs to: once for a child and an address, however often it is pressed
   * and by whichever parent. Nothing is sent when a school is shown or no address is known. KG25-21.8.
   */
  send(who: SignedIn, child: string): Promise<MissingAddress | null>;
};

export type AddressRequestParts = {
  readonly campaign: CampaignService;
  readonly catchment: CatchmentService;
  readonly person: PersonService;
  readonly school: SchoolService;
  readonly calendar: CalendarService;
  readonly ownChild: FindOwnChild;
  readonly clock: Clock;
};

/** Requests of families whose address no boundaries hold. The schools answer them in their offices. */
export function addressRequestService(
  database: Database,
  { campaign, catchment, person, school, calendar, ownChild, clock }: AddressRequestParts,
): AddressRequestService {
  async function look(who: SignedIn, child: OwnChild): Promise<MissingAddress> {
    const { registered } = await person.family(who.person);
    if (registered.kind !== 'address') return withoutAddress(child, registered);
    const { address, at: addressCheckedAt } = registered;
    const { place, resolution } = await catchment.resolve(address);
    if (resolution.kind === 'house_unreadable') return withoutAddress(child, { kind: 'unusable', at: addressCheckedAt, given: [address] });
    const kept = await read(database, `person:${who.person}`, async (reader) => {
      const row = await findRequest(reader, campaign.id, child.id, address);
      return row === undefined ? null : { row, answers: await findSchoolAnswers(reader, row.id) };
    });
    const row = kept?.row;
    const bureauAnsweredAt = campaign.momentOf(row?.bureau_answered_at ?? addressCheckedAt);
    return {
      child,
      address: place,
      registered: { kind: 'address', at: campaign.momentOf(addressCheckedAt), isOld: registered.isOld },
      bureauAnsweredAt,
      isMissing: resolution.kind !== 'found',
      request: kept === null ? null : await viewOf(kept.row, kept.answers),
    };
  }

  /** There is nothing to ask of a school: the bureau has not answered, knows no address, or one that no list can hold. */
  async function withoutAddress(child: OwnChild, registered: Exclude<Registered, { readonly kind: 'address' }>): Promise<MissingAddress> {
    const none = { child, address: null, bureauAnsweredAt: null, isMissing: false, request: null };
    if (registered.kind === 'unknown') return { ...none, registered };
    const at = campaign.momentOf(registered.at);
    const given = registered.kind === 'unusable' ? await Promise.all(registered.given.map((one) => catchment.name(one))) : [];
    return {
      ...none,
      registered: registered.kind === 'none' ? { kind: 'none', at } : { kind: 'unusable', at, given },
      bureauAnsweredAt: at,
    };
  }

  async function keep(who: SignedIn, child: string): Promise<void> {
    const { registered } = await person.family(who.person);
    if (registered.kind !== 'address') return;
    const { address, at: addressCheckedAt } = registered;
    const at = new Date(clock.now());
    const today = dayOf(campaign.now());
    await transact(database, `person:${who.person}`, async (tx) => {
      const answerBy = await calendar.deadline(readerOf(tx), today, campaign.policy.missingAddress.answeredWithinWorkingDays);
      const schools = await findSchoolsAround(tx, campaign.id, address, today);
      const id = await insertRequest(tx, {
        campaign: campaign.id,
        child,
        person: who.person,
        address,
        bureauAnsweredAt: addressCheckedAt,
        at,
        answerBy,
        schools,
      });
      if (id === null) return;
      await append(tx, [
        { at, actor: `person:${who.person}`, act: 'address_request.sent', campaign: campaign.id, subject: id, detail: { child } },
      ]);
    });
  }

  async function viewOf(row: RequestRow, answers: readonly AnswerKept[]): Promise<AddressRequestView> {
    const { state, sent_at, answered_at, answer_by: answerBy } = row;
    const names = await school.views(answers.map(({ school_id: id }) => id));
    return {
      state,
      at: campaign.momentOf(sent_at),
      answeredAt: answered_at === null ? null : campaign.momentOf(answered_at),
      answerBy,
      schools: answers.map((answer) => answerView(answer, names, campaign.momentOf, state !== 'sent')),
    };
  }

  return {
    async of(who, id) {
      const child = await ownChild(who, id);
      return child === null ? null : look(who, child);
    },

    async send(who, id) {
      const child = await ownChild(who, id);
      if (child === null) return null;
      const found = await look(who, child);
      if (!found.isMissing) return found;
      await keep(who, id);
      return look(who, child);
    },
  };
}
