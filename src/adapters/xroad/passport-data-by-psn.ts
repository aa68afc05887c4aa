import { z } from 'zod';
import type { NationalId } from '#domain/core/national-id.ts';
import { asTyped } from '#domain/core/typed.ts';
import { RegisterOutage, type Passport } from '#server/ports.ts';
import type { Exchange } from './exchange.ts';
import { mapped, numberLike, optionalText, ornament, requiredText, writtenDay } from './fields.ts';
import { stateRegisters } from './service.ts';

/** Asks the passport service to confirm a passport by PIN, series and number; `null` when it knows no such passport. KG25-8.2. */
export async function askPassport(exchange: Exchange, owner: NationalId, series: string, number: string): Promise<Passport | null> {
  const reply = await exchange(service, { pin: owner, series, number });
  const read = mapped(service.register, responseTo(owner), reply);
  if (read === null) return null;
  const isAsked = isSame(read.passport.series, series) && isSame(read.passport.number, number);
  if (read.pin !== owner || !isAsked) throw new RegisterOutage(service.register, 'nonsense', 'the passport is another one');
  return { ...read.passport, series, number };
}

/** The service may write a series in the letters of the other alphabet. */
function isSame(told: string, asked: string): boolean {
  return asTyped(told, 'latin').toUpperCase().replace(/\s/g, '') === asTyped(asked, 'latin').toUpperCase();
}

const service = {
  ...stateRegisters,
  register: 'passport_service',
  subsystemCode: 'passport-service',
  serviceCode: 'passportDataByPSN',
  elements: new Set(
    'pin surname name patronymic gender dateOfBirth passportSeries passportNumber issuedDate expiredDate passportAuthority'.split(' '),
  ),
} as const;

function responseTo(owner: NationalId) {
  const found = z
    .object({
      pin: numberLike(owner),
      passportSeries: requiredText,
      passportNumber: requiredText,
      issuedDate: ornament(writtenDay),
      expiredDate: ornament(writtenDay),
      passportAuthority: ornament(optionalText),
    })
    .transform(({ pin, passportSeries, passportNumber, issuedDate, expiredDate, passportAuthority }) => ({
      pin,
      passport: { series: passportSeries, number: passportNumber, issued: issuedDate, expires: expiredDate, issuer: passportAuthority },
    }));
  return z.union([z.literal('').transform(() => null), found]);
}
