import { z } from 'zod';
import { parseDay, type Day } from '#domain/core/day.ts';
import { type NationalIdForm, parseNationalId } from '#domain/core/national-id.ts';
import { SignInRefused, type Identity, type Sex } from '#server/ports.ts';

/**
 * Reads what ЕСИ states about the person. The PIN and the name must be there; the rest is taken where it can be read and left out where
 * it cannot. Throws {@link SignInRefused} without a PIN: nobody can be served without it.
 */
export function identityFrom(claims: Readonly<Record<string, unknown>>, form: NationalIdForm): Identity {
  const read = statement.safeParse(claims);
  const nationalId = typeof claims['pin'] === 'string' ? parseNationalId(claims['pin'], form) : null;
  if (read.success && nationalId !== null) return { nationalId, ...read.data };
  const fields = [...(nationalId === null ? ['pin'] : []), ...(read.error?.issues ?? []).map((issue) => issue.path.join('.'))];
  throw new SignInRefused(`the provider states no usable ${[...new Set(fields)].join(', ')}`);
}

const optionalText = z
  .string()
  .trim()
  .transform((text) => text || null)
  .nullable()
  .catch(null)
  .default(null);

const statement = z
  .object({
    family_name: z.string().trim().min(1),
    given_name: z.string().trim().min(1),
    middle_name: optionalText,
    gender: z.unknown().optional(),
    birthdate: z.unknown().optional(),
    citizenship: optionalText,
    phone_number: optionalText,
    phone_number_verified: z.unknown().optional(),
    email: optionalText,
  })
  .transform((read): Omit<Identity, 'nationalId'> => ({
    name: { surname: read.family_name, given: read.given_name, patronymic: read.middle_name },
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

/** YYYY-MM-DD, DD-MM-YYYY or DD.MM.YYYY, a time of day after it left out. */
function dayFrom(value: unknown): Day | null {
  if (typeof value !== 'string') return null;
  const bare = value.trim().replace(/[T ].*$/, '');
  const dayFirst = /^(\d{2})[-.](\d{2})[-.](\d{4})$/.exec(bare);
  return parseDay(dayFirst ? `${dayFirst[3]}-${dayFirst[2]}-${dayFirst[1]}` : bare);
}

function isDenied(value: unknown): boolean {
  return value === false || value === 'false';
}
