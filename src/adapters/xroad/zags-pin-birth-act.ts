import { z } from 'zod';
import type { NationalId } from '#domain/core/national-id.ts';
import { RegisterOutage, type BirthAct } from '#server/ports.ts';
import type { Exchange } from './exchange.ts';
import { mapped, numberLike, optionalText, requiredText, writtenDay } from './fields.ts';
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

const service = { ...stateRegisters, register: 'civil_registry', subsystemCode: 'zags-service', serviceCode: 'zagsPinBirthAct' } as const;

/** As in the first digit of a PIN: 1 female, 2 male. */
const sex = z.enum(['1', '2']).transform((digit) => (digit === '1' ? 'female' : 'male'));

function responseTo(asked: NationalId) {
  const pin = numberLike(asked);
  const parent = z
    .union([z.literal(''), z.object({ pin: z.union([z.literal(''), pin]) })])
    .nullish()
    .transform((read) => (read ? read.pin || null : null));
  const act = z
    .object({
      child: z.object({ pin, surname: requiredText, name: requiredText, patronymic: optionalText, gender: sex, birthDate: writtenDay }),
      certificate: z.object({ series: requiredText, number: requiredText, issueDate: writtenDay, issuer: requiredText }),
      mother: parent,
      father: parent,
    })
    .transform(({ child, certificate, mother, father }): BirthAct => ({
      child: {
        nationalId: child.pin,
        name: { surname: child.surname, given: child.name, patronymic: child.patronymic },
        sex: child.gender,
        birthDate: child.birthDate,
      },
      certificate: { series: certificate.series, number: certificate.number, issued: certificate.issueDate, issuer: certificate.issuer },
      motherId: mother,
      fatherId: father,
    }));
  return z.union([z.literal('').transform(() => null), act]);
}
