import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import type { People } from '../population/people.ts';
import type { Adult } from '../population/population.ts';

/** An account of the provider: an opaque subject for each adult, and the claims ЕСИ states about the person. */
export type Accounts = {
  readonly bySubject: (subject: string) => Adult | undefined;
  readonly byPin: (pin: string) => Adult | undefined;
  readonly subjectOf: (adult: Adult) => string;
};

/** The accounts of everybody there is; a subject is the encrypted number, so that no list of subjects is needed. */
export function accountsOf(people: People): Accounts {
  const key = createHash('sha256').update(`subjects of ${people.seed}`).digest().subarray(0, 16);
  const block = (pin: string) => Buffer.from(pin.padEnd(16));
  return {
    subjectOf: ({ pin }) => createCipheriv('aes-128-ecb', key, null).setAutoPadding(false).update(block(pin)).toString('hex'),
    bySubject: (subject) => {
      if (!/^[0-9a-f]{32}$/.test(subject)) return undefined;
      const pin = createDecipheriv('aes-128-ecb', key, null).setAutoPadding(false).update(Buffer.from(subject, 'hex'));
      return people.adult(pin.toString('latin1').trimEnd());
    },
    byPin: people.adult,
  };
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
