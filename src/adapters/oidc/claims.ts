import { z } from 'zod';
import { parseDay, type Day } from '#domain/core/day.ts';
import { type NationalIdForm, parseNationalId } from '#domain/core/national-id.ts';
import { SignInRefused, type Identity, type Sex } from '#server/ports.ts';

/**
 * Reads what ЕСИ states about the person. The PIN must be there, and one of the two names; the rest is taken where it can be read and left out where
 * it cannot. Throws {@link SignInRefused} without a PIN or any name: nobody can be served without them.
 */
export function identityFrom(claims: Readonly<Record<string, unknown>>, form: NationalIdForm): Identity {
  const nationalId = parseNationalId(digitsIn(claims['pin'], form), form);
  const read = statement.parse(claims);
  const hasName = read.name.surname !== '' || read.name.given !== '';
  if (nationalId !== null && hasName) return { nationalId, ...read };
  const missing = [...(nationalId === null ? ['pin'] : []), ...(hasName ? [] : ['family_name, given_name'])];
  throw new SignInRefused(`the provider states no usable ${missing.join(', ')}`);
}

/** A number as text. A JSON number keeps no leading zeros: it is read as digits where it has as many as the country writes, so that none was lost. */
function digitsIn(pin: unknown, { digits }: NationalIdForm): string {
  if (typeof pin === 'number' && Number.isSafeInteger(pin) && String(pin).length === digits) return String(pin);
  return typeof pin === 'string' ? pin.replace(/\p{C}/gu, '') : '';
}

// What no database column and no paper can hold is taken out; what separates parts of a name stays a space.
const cleaned = (text: string) =>
  text
    .replace(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/\p{C}/gu, '')
    .trim();

const partAtMost = 200;

/** A text that may be missing. A dash stands for nothing: providers write it where a person has no such name. */
const optionalText = z
  .string()
  .transform((text) => {
    const clean = cleaned(text).slice(0, partAtMost).toWellFormed();
    return /^[\p{Pd}\p{Po}_\s]*$/u.test(clean) ? null : clean;
  })
  .nullable()
  .catch(null)
  .default(null);

const statement = z
  .object({
    family_name: optionalText,
    given_name: optionalText,
    middle_name: optionalText,
    gender: z.unknown().optional(),
    birthdate: z.unknown().optional(),
    citizenship: optionalText,
    phone_number: optionalText,
    phone_number_verified: z.unknown().optional(),
    email: optionalText,
  })
  .transform((read): Omit<Identity, 'nationalId'> => ({
    name: { surname: read.family_name ?? '', given: read.given_name ?? '', patronymic: read.middle_name },
    sex: sexFrom(read.gender),
    birthDate: dayFrom(read.birthdate),
    citizenship: read.citizenship,
    phone: isDenied(read.phone_number_verified) ? null : read.phone_number,
    email: read.email,
  }));

const sexes: Readonly<Record<string, Sex>> = {
  female: 'female',
  f: 'female',
  '1': 'female',
  ж: 'female',
  женский: 'female',
  аял: 'female',
  male: 'male',
  m: 'male',
  '2': 'male',
  м: 'male',
  мужской: 'male',
  эркек: 'male',
};

/** Providers write the sex in words, letters or the digit of the PIN. */
function sexFrom(value: unknown): Sex | null {
  const word = (typeof value === 'string' || typeof value === 'number' ? String(value) : '').trim().toLowerCase();
  return Object.hasOwn(sexes, word) ? (sexes[word] ?? null) : null;
}

/**
 * YYYY-MM-DD, DD-MM-YYYY or DD.MM.YYYY; a time of day or a zone after it is left out, as an `xs:date` may bear one. The year 0000 stands for one that
 * is not told (OpenID Connect): no day then, nor one that nobody alive can have been born on.
 */
function dayFrom(value: unknown): Day | null {
  if (typeof value !== 'string') return null;
  const bare = value.trim().replace(/(?<=^[\d.-]{10})(?:[T ].*|Z|[+-]\d{2}:\d{2})$/, '');
  const dayFirst = /^(\d{2})[-.](\d{2})[-.](\d{4})$/.exec(bare);
  const day = parseDay(dayFirst ? `${dayFirst[3]}-${dayFirst[2]}-${dayFirst[1]}` : bare);
  return day !== null && day >= '1850' ? day : null;
}

function isDenied(value: unknown): boolean {
  return value === false || value === 'false';
}
