import { createHash } from 'node:crypto';
import type { Adult, Population } from '../population/population.ts';

/** An account of the provider: an opaque subject for each adult, and the claims ЕСИ states about the person. */
export type Accounts = {
  readonly bySubject: (subject: string) => Adult | undefined;
  readonly byPin: (pin: string) => Adult | undefined;
  readonly subjectOf: (adult: Adult) => string;
};

export function accountsOf(population: Population): Accounts {
  const subjectOf = ({ pin }: Adult) => createHash('sha256').update(`${population.seed}:${pin}`).digest('hex').slice(0, 32);
  const bySubject = new Map(population.adults.map((adult) => [subjectOf(adult), adult]));
  const byPin = new Map<string, Adult>(population.adults.map((adult) => [adult.pin, adult]));
  return { subjectOf, bySubject: (subject) => bySubject.get(subject), byPin: (pin) => byPin.get(pin) };
}

/** Which claims each scope brings. `pin` comes with `openid`. */
export const claimsOfScopes = {
  openid: ['sub', 'pin', 'citizenship'],
  profile: ['family_name', 'given_name', 'middle_name', 'gender', 'birthdate'],
  email: ['email', 'email_verified'],
  phone: ['phone_number', 'phone_number_verified'],
};

export function claimsAbout(adult: Adult, subject: string) {
  return {
    sub: subject,
    pin: adult.pin,
    citizenship: adult.citizenship,
    family_name: adult.name.surname,
    given_name: adult.name.given,
    middle_name: adult.name.patronymic ?? undefined,
    gender: adult.sex,
    birthdate: adult.birthDate,
    email: adult.email ?? undefined,
    email_verified: adult.email === null ? undefined : true,
    phone_number: adult.phone,
    phone_number_verified: true,
  };
}
