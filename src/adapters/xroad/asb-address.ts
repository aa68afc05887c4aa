import { z } from 'zod';
import type { NationalId } from '#domain/core/national-id.ts';
import { RegisterOutage, type RegisteredAddress } from '#server/ports.ts';
import type { Exchange } from './exchange.ts';
import { key, listOf, mapped, optionalKey, optionalText, requiredText } from './fields.ts';
import { stateRegisters } from './service.ts';

/** Asks the address bureau where a person is registered; `null` when nowhere. KG25-8.2, KG25-21.4. */
export async function askAddress(exchange: Exchange, person: NationalId): Promise<RegisteredAddress | null> {
  const reply = await exchange(service, { pin: person });
  const addresses = mapped(service.register, response, reply);
  // How the bureau tells a permanent registration from a second one is not published: it is not guessed.
  if (addresses.length > 1) throw new RegisterOutage(service.register, 'nonsense', 'more than one address');
  return addresses[0] ?? null;
}

const service = { ...stateRegisters, register: 'address_bureau', subsystemCode: 'asb-service', serviceCode: 'asbAddress' } as const;

const address = z
  .object({
    regionId: key,
    districtId: key,
    aymakId: optionalKey,
    villageId: optionalKey,
    streetId: optionalKey,
    houseTxt: requiredText,
    flatTxt: optionalText,
  })
  .transform(({ houseTxt, flatTxt, ...keys }): RegisteredAddress => ({ ...keys, house: houseTxt, flat: flatTxt }));

const response = z
  .union([z.literal(''), z.strictObject({ addressArray: z.unknown().transform(listOf).pipe(z.array(address)) })])
  .transform((read) => (read === '' ? [] : read.addressArray));
