import type { AddressRequestView, MissingAddress } from '#domain/catchment/address-request.ts';
import type { FindOwnChild, OwnChild } from '../application/service-own-child.ts';
import type { CampaignService } from '../campaign/service.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { read, transact } from '../db/transaction.ts';
import { append } from '../journal/store.ts';
import type { PersonService } from '../person/service.ts';
import type { SignedIn } from '../session/service.ts';
import type { CatchmentService } from './service.ts';
import { findRequest, insertRequest, type RequestRow } from './store-requests.ts';

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
  readonly ownChild: FindOwnChild;
  readonly clock: Clock;
};

/** Requests of families whose address no boundaries hold. The school's answer is another errand. */
export function addressRequestService(
  database: Database,
  { campaign, catchment, person, ownChild, clock }: AddressRequestParts,
): AddressRequestService {
  async function look(who: SignedIn, child: OwnChild): Promise<MissingAddress> {
    const { address, addressCheckedAt } = await person.family(who.person);
    if (address === null) return { child, address: null, bureauAnsweredAt: null, isMissing: false, request: null };
    const { place, resolution } = await catchment.resolve(address);
    const row = await read(database, `person:${who.person}`, (reader) => findRequest(reader, campaign.id, child.id, address));
    const bureauAnsweredAt = row?.bureau_answered_at ?? addressCheckedAt;
    return {
      child,
      address: place,
      bureauAnsweredAt: bureauAnsweredAt === null ? null : campaign.momentOf(bureauAnsweredAt),
      isMissing: resolution.kind !== 'found',
      request: row === undefined ? null : viewOf(row, campaign),
    };
  }

  async function keep(who: SignedIn, child: string): Promise<void> {
    const { address, addressCheckedAt } = await person.family(who.person);
    if (address === null || addressCheckedAt === null) return;
    const at = new Date(clock.now());
    await transact(database, `person:${who.person}`, async (tx) => {
      const id = await insertRequest(tx, {
        campaign: campaign.id,
        child,
        person: who.person,
        address,
        bureauAnsweredAt: addressCheckedAt,
        at,
      });
      if (id === null) return;
      await append(tx, [
        { at, actor: `person:${who.person}`, act: 'address_request.sent', campaign: campaign.id, subject: id, detail: { child } },
      ]);
    });
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

function viewOf({ state, sent_at, answered_at }: RequestRow, campaign: CampaignService): AddressRequestView {
  return { state, at: campaign.momentOf(sent_at), answeredAt: answered_at === null ? null : campaign.momentOf(answered_at) };
}
