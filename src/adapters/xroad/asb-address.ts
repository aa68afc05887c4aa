import { z } from 'zod';
import type { NationalId } from '#domain/core/national-id.ts';
import type { AddressAnswer, AddressGiven } from '#server/ports.ts';
import type { Exchange } from './exchange.ts';
import { key, listOf, mapped, optionalText, ornament } from './fields.ts';
import { stateRegisters } from './service.ts';

/**
 * Asks the address bureau where a person is registered. KG25-8.2, KG25-21.4. An address that lacks what a catchment is judged by is an answer
 * all the same, and so are several of them: how the bureau tells a permanent registration from a second one is not published, and not guessed.
 */
export async function askAddress(exchange: Exchange, person: NationalId): Promise<AddressAnswer> {
  const reply = await exchange(service, { pin: person });
  const [first, ...others] = mapped(service.register, response, reply);
  if (first === undefined) return { kind: 'none' };
  if (others.length > 0) return { kind: 'unusable', because: 'several', given: [first, ...others] };
  const { regionId, districtId, house, ...rest } = first;
  if (regionId === null || districtId === null || house === '') return { kind: 'unusable', because: 'incomplete', given: [first] };
  return { kind: 'address', address: { regionId, districtId, ...rest, house } };
}

const service = {
  ...stateRegisters,
  register: 'address_bureau',
  subsystemCode: 'asb-service',
  serviceCode: 'asbAddress',
  elements: new Set(['addressArray', 'regionId', 'districtId', 'aymakId', 'villageId', 'streetId', 'houseTxt', 'flatTxt']),
} as const;

const partialKey = ornament(key);

const address = z
  .object({
    regionId: partialKey,
    districtId: partialKey,
    aymakId: partialKey,
    villageId: partialKey,
    streetId: partialKey,
    houseTxt: ornament(optionalText),
    flatTxt: ornament(optionalText),
  })
  .transform(({ houseTxt, flatTxt, ...keys }, context): AddressGiven => {
    const given = { ...keys, house: houseTxt ?? '', flat: flatTxt };
    // Elements of which none says where: no address, and no word that there is none.
    if (Object.values(given).every((part) => part === null || part === '')) context.addIssue({ code: 'custom', message: 'says no place' });
    return given;
  });

const response = z
  .union([z.literal(''), z.object({ addressArray: z.unknown().transform(listOf).pipe(z.array(address)) })])
  .transform((read) => (read === '' ? [] : sameOnce(read.addressArray)));

/** One address told twice is one address. */
function sameOnce(addresses: readonly AddressGiven[]): readonly AddressGiven[] {
  return [...new Map(addresses.map((one) => [JSON.stringify(one), one])).values()];
}
