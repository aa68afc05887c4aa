import type { AddressRequestState } from '#domain/catchment/address-request.ts';
import type { Reader, Tx } from '../db/transaction.ts';
import type { RegisteredAddress } from '../ports.ts';

export type RequestRow = {
  readonly id: string;
  readonly state: AddressRequestState;
  readonly sent_at: Date;
  readonly answered_at: Date | null;
  readonly bureau_answered_at: Date;
};

/** The request for a child and an address, whoever of the family made it. */
export function findRequest(reader: Reader, campaign: string, child: string, address: RegisteredAddress): Promise<RequestRow | undefined> {
  return reader
    .selectFrom('address_request')
    .select(['id', 'state', 'sent_at', 'answered_at', 'bureau_answered_at'])
    .where('campaign_id', '=', campaign)
    .where('child_id', '=', child)
    .where('address', '=', JSON.stringify(address) as unknown as RegisteredAddress)
    .executeTakeFirst();
}

export type RequestWritten = {
  readonly campaign: string;
  readonly child: string;
  readonly person: string;
  readonly address: RegisteredAddress;
  readonly bureauAnsweredAt: Date;
  readonly at: Date;
};

/** Keeps a request; its id, or `null` when one for this child and address was there. */
export async function insertRequest(
  tx: Tx,
  { campaign, child, person, address, bureauAnsweredAt, at }: RequestWritten,
): Promise<string | null> {
  const row = await tx
    .insertInto('address_request')
    .values({
      campaign_id: campaign,
      child_id: child,
      person_id: person,
      address: JSON.stringify(address),
      bureau_answered_at: bureauAnsweredAt,
      sent_at: at,
    })
    .onConflict((conflict) => conflict.columns(['campaign_id', 'child_id', 'address']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id ?? null;
}
