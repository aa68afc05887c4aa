import { z } from 'zod';
import type { NationalId } from '#domain/core/national-id.ts';
import { RegisterOutage, type BirthAct } from '#server/ports.ts';
import type { Exchange } from './exchange.ts';
import { mapped, numberLike, optionalText, ornament, writtenDay } from './fields.ts';
import { stateRegisters } from './service.ts';

/** Asks the civil registry for the birth act of a child; `null` when it has none. KG25-8.1. The exact schema is not published. */
export async function askBirthAct(exchange: Exchange, child: NationalId): Promise<BirthAct | null> {
  const reply = await exchange(service, { pin: child });
  const act = mapped(service.register, responseTo(child), reply);
  if (act !== null && act.child.nationalId !== child) {
    throw new RegisterOutage(service.register, 'nonsense', 'the act is of another child');
  }
  return act;
}

const service = {
  ...stateRegisters,
  register: 'civil_registry',
  subsystemCode: 'zags-service',
  serviceCode: 'zagsPinBirthAct',
  elements: new Set(
    'child pin surname name patronymic gender birthDate certificate series number issueDate issuer mother father'.split(' '),
  ),
} as const;

/** As in the first digit of a PIN: 1 female, 2 male. */
const sex = z.enum(['1', '2']).transform((digit) => (digit === '1' ? 'female' : 'male'));

const noCertificate = { series: null, number: null, issued: null, issuer: null };

/** Of the certificate nothing is needed to decide: that there is an act proves the birth. KG25-8.1. */
const certificate = z
  .object({
    series: ornament(optionalText),
    number: ornament(optionalText),
    issueDate: ornament(writtenDay),
    issuer: ornament(optionalText),
  })
  .transform(({ issueDate, ...rest }) => ({ ...rest, issued: issueDate }));

/** Who the child is and who its parents are must be read to the letter; not everybody has both parts of a name. */
function responseTo(asked: NationalId) {
  const pin = numberLike(asked);
  const parent = z
    .union([z.literal(''), z.object({ pin: z.union([z.literal(''), pin]).optional() })])
    .nullish()
    .transform((read) => (read ? read.pin || null : null));
  const child = z
    .object({
      pin,
      surname: optionalText,
      name: optionalText,
      patronymic: ornament(optionalText),
      gender: ornament(sex),
      birthDate: writtenDay,
    })
    .refine(({ surname, name }) => surname !== null || name !== null, { path: ['name'] });
  const act = z
    .object({ child, certificate: ornament(certificate), mother: parent, father: parent })
    .transform(({ child: named, certificate: held, mother, father }): BirthAct => ({
      child: {
        nationalId: named.pin,
        name: { surname: named.surname ?? '', given: named.name ?? '', patronymic: named.patronymic },
        sex: named.gender,
        birthDate: named.birthDate,
      },
      certificate: held ?? noCertificate,
      motherId: mother,
      fatherId: father,
    }));
  return z.union([z.literal('').transform(() => null), act]);
}
