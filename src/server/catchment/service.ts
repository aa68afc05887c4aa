import { randomUUID } from 'node:crypto';
import type { BoundaryLine } from '#domain/catchment/boundary-version.ts';
import { type Boundary, drawBoundary, resolve, type Resolution } from '#domain/catchment/resolve.ts';
import { type Day, dayOf } from '#domain/core/day.ts';
import type { NamedAddress } from '#domain/core/address.ts';
import type { Named } from '#domain/core/language.ts';
import type { CampaignService } from '../campaign/service.ts';
import type { Database } from '../db/connect.ts';
import { type Ages, usualAges } from '../ages.ts';
import { agedEach } from '../clock.ts';
import { openly, type Tx } from '../db/transaction.ts';
import type { RegisteredAddress } from '../ports.ts';
import { publishAll } from './service-boundaries.ts';
import { streetFinder, type StreetFinder } from './service-streets.ts';
import { type BoundaryRow, findBoundaries, findStreet, insertStreets } from './store.ts';

/** The part of an address that a catchment is judged by. */
export type AddressAsked = Pick<RegisteredAddress, 'streetId' | 'house' | 'flat'>;

export type CatchmentService = {
  /** The address with the names of its street and district. */
  name(address: AddressAsked): Promise<NamedAddress>;
  /** Streets by name, as somebody types it. */
  readonly findStreets: StreetFinder;
  /**
   * Which schools serve a registered address by what is in force on a day (the campaign's when not given), and the words of the acts that say
   * so. Houses that an act gives to some grades only are proposed where the child's `grade` is known. KG25-21.4.
   */
  resolve(
    address: AddressAsked,
    asked?: { readonly grade?: number; readonly on?: Day },
  ): Promise<{ readonly place: NamedAddress; readonly resolution: Resolution }>;
  /** The same for children of several grades who live there: asked of the database once. */
  judge(address: AddressAsked): Promise<{
    readonly place: NamedAddress;
    readonly resolve: (grade?: number) => Resolution;
    /** The version by which a school has houses on this street. */
    readonly versionOf: (school: string) => string | undefined;
  }>;
};

const streetsAtMost = 50_000;

/** The catchments of one campaign. */
export function catchmentService(
  database: Database,
  campaign: Pick<CampaignService, 'id' | 'now'>,
  ages: Pick<Ages, 'namesMs' | 'streetsMs'> = usualAges,
): CatchmentService {
  const streetOf = agedEach(ages.namesMs, streetsAtMost, (street: number) => findStreet(openly(database), street));

  async function name({ streetId, house, flat }: AddressAsked): Promise<NamedAddress> {
    const street = streetId === null ? undefined : await streetOf(streetId);
    return { street: street?.name ?? null, district: street?.district ?? null, house, flat };
  }

  const linesAt = async ({ streetId }: AddressAsked, on: Day): Promise<readonly BoundaryRow[]> =>
    streetId === null ? [] : findBoundaries(openly(database), campaign.id, streetId, on);

  return {
    findStreets: streetFinder(database, ages),

    name,

    async resolve(address, { grade, on = dayOf(campaign.now()) } = {}) {
      const boundaries = (await linesAt(address, on)).map(drawn);
      return { place: await name(address), resolution: resolve({ ...address, ...(grade !== undefined && { grade }) }, boundaries) };
    },

    async judge(address) {
      const [lines, place] = await Promise.all([linesAt(address, dayOf(campaign.now())), name(address)]);
      const boundaries = lines.map(drawn);
      return {
        place,
        resolve: (grade) => resolve({ ...address, ...(grade !== undefined && { grade }) }, boundaries),
        versionOf: (school) => lines.find((line) => line.school_id === school)?.version_id,
      };
    },
  };
}

function drawn({ school_id: schoolId, street_id: streetId, houses, range_habit: habit, act }: BoundaryRow): Boundary {
  return drawBoundary({ schoolId, streetId, houses, act }, habit);
}

/** A street by the address bureau's key. */
export type Street = { readonly id: number; readonly districtId: number; readonly name: Named };

/** Enters streets; those already known stay as they are. */
export function addStreets(tx: Tx, streets: readonly Street[]): Promise<void> {
  return insertStreets(tx, streets);
}

/** Enters the first boundaries of schools that have none, as the acts write them, in force from `fromDay`. */
export async function assignHouses(
  tx: Tx,
  campaign: string,
  fromDay: Day,
  schools: readonly { readonly school: string; readonly lines: readonly BoundaryLine[] }[],
): Promise<void> {
  const by = { actor: 'system' as const, at: new Date(), isDuringCampaign: false };
  const publications = schools.map((each) => ({ ...each, fromDay, source: 'seed' as const, ground: '', key: randomUUID() }));
  const { kind } = await publishAll(tx, campaign, by, publications);
  if (kind === 'refused') throw new Error('boundaries of a street or a school that was not entered');
}
