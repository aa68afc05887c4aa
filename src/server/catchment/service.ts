import { drawBoundary, resolve, type Resolution } from '#domain/catchment/resolve.ts';
import type { NamedAddress } from '#domain/core/address.ts';
import type { Named } from '#domain/core/language.ts';
import type { Database } from '../db/connect.ts';
import { agedEach } from '../clock.ts';
import { openly, type Tx } from '../db/transaction.ts';
import type { RegisteredAddress } from '../ports.ts';
import { streetFinder, type StreetFinder } from './service-streets.ts';
import { type BoundaryWritten, findBoundaries, findStreet, insertBoundaries, insertStreets } from './store.ts';

/** The part of an address that a catchment is judged by. */
export type AddressAsked = Pick<RegisteredAddress, 'streetId' | 'house' | 'flat'>;

export type CatchmentService = {
  /** The address with the names of its street and district. */
  name(address: AddressAsked): Promise<NamedAddress>;
  /** Streets by name, as somebody types it. */
  readonly findStreets: StreetFinder;
  /** Which schools serve a registered address, and the words of the acts that say so. KG25-21.4. */
  resolve(address: AddressAsked): Promise<{ readonly place: NamedAddress; readonly resolution: Resolution }>;
};

const namesAgeMs = 60_000;
const streetsAtMost = 50_000;

/** The catchments of one campaign. */
export function catchmentService(database: Database, campaign: string): CatchmentService {
  const streetOf = agedEach(namesAgeMs, streetsAtMost, (street: number) => findStreet(openly(database), street));

  async function name({ streetId, house, flat }: AddressAsked): Promise<NamedAddress> {
    const street = streetId === null ? undefined : await streetOf(streetId);
    return { street: street?.name ?? null, district: street?.district ?? null, house, flat };
  }

  return {
    findStreets: streetFinder(database),

    name,

    async resolve(address) {
      const { streetId, house } = address;
      const rows = streetId === null ? [] : await findBoundaries(openly(database), campaign, streetId);
      const boundaries = rows.map((row) =>
        drawBoundary({ schoolId: row.school_id, streetId: row.street_id, houses: row.houses, act: row.act }, row.range_habit),
      );
      return { place: await name(address), resolution: resolve({ streetId, house }, boundaries) };
    },
  };
}

/** A street by the address bureau's key. */
export type Street = { readonly id: number; readonly districtId: number; readonly name: Named };

/** Enters streets; those already known stay as they are. */
export function addStreets(tx: Tx, streets: readonly Street[]): Promise<void> {
  return insertStreets(tx, streets);
}

/** Assigns houses of streets to schools in a campaign, as the acts write them. */
export function assignHouses(tx: Tx, campaign: string, rows: readonly BoundaryWritten[]): Promise<void> {
  return insertBoundaries(tx, campaign, rows);
}
