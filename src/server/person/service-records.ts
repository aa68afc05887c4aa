import type { NamedAddress } from '#domain/core/address.ts';
import type { Day } from '#domain/core/day.ts';
import type { PersonName } from '#domain/core/person-name.ts';
import type { FactAge, FactTerms } from '#domain/person/facts.ts';
import type { AddressGiven, Passport, RegisteredAddress, Sex } from '../ports.ts';
import { type ChildRow, type FactsRow, type PersonRow, shownDigits } from './store.ts';

/** The applicant's record. KG25-8.2. The national id and the passport are shown in part. */
export type Profile = {
  readonly name: PersonName;
  readonly sex: Sex | null;
  readonly birthDate: Day | null;
  readonly nationalIdEnd: string;
  readonly citizenship: string | null;
  readonly address: NamedAddress | null;
  /** What the address bureau said, and when; see {@link Registered}. */
  readonly registered: Registered['kind'];
  readonly given: readonly NamedAddress[];
  readonly addressCheckedAt: Date | null;
  readonly phone: string | null;
  readonly workPhone: string | null;
  readonly email: string | null;
  readonly passport: {
    readonly masked: string;
    readonly issued: Day | null;
    readonly expires: Day | null;
    readonly issuer: string | null;
    readonly checkedOn: Day | null;
    /** Confirmed so long ago that it should be confirmed again. */
    readonly isOld: boolean;
  } | null;
};

/** A child's record. KG25-8.1. */
export type ChildRecord = {
  readonly id: string;
  readonly name: PersonName;
  readonly sex: Sex | null;
  readonly birthDate: Day;
  readonly nationalIdEnd: string;
  /** Whether there is a birth act; what it says is opened by {@link PersonService.certificate} alone. */
  readonly hasCertificate: boolean;
  readonly preparedAtPreschool: boolean;
  /** Whether the link was confirmed in this campaign: nobody is decided on last year's custody. */
  readonly isLinkKnown: boolean;
  /** Since when the civil registry has left the child out of its list. */
  readonly doubtfulSince: Date | null;
};

/** What the address bureau said of a person in this campaign: nothing yet; nowhere; an address, or what cannot be judged by, as it was given. */
export type Registered =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'none'; readonly at: Date }
  | { readonly kind: 'unusable'; readonly at: Date; readonly given: readonly AddressGiven[] }
  | { readonly kind: 'address'; readonly at: Date; readonly isOld: boolean; readonly address: RegisteredAddress };

/** What is known of where somebody is registered, by how old the answer is. */
export function registeredOf({ address, address_given: given, address_checked_at: at }: FactsRow, age: FactAge): Registered {
  if (at === null || age === 'unknown') return { kind: 'unknown' };
  if (given !== null) return { kind: 'unusable', at, given };
  return address === null ? { kind: 'none', at } : { kind: 'address', at, isOld: age === 'old', address };
}

/** A child as pages may show it. */
export function recordOf(row: ChildRow, { sinceMs }: FactTerms): ChildRecord {
  const { id, surname, given, patronymic, sex, birth_date, hasCertificate, nationalIdEnd, preparedAtPreschool, link } = row;
  return {
    id,
    name: { surname, given, patronymic },
    sex,
    birthDate: birth_date,
    nationalIdEnd,
    hasCertificate,
    preparedAtPreschool,
    isLinkKnown: !link.isRegistrys || link.checkedAt.getTime() >= sinceMs,
    doubtfulSince: link.doubtfulSince,
  };
}

/** The applicant’s record; what is secret is shown in part. */
export function profileOf(
  row: PersonRow,
  where: Pick<Profile, 'registered' | 'address' | 'given'>,
  { checkedOn, isOld }: { readonly checkedOn: Day | null; readonly isOld: boolean },
): Profile {
  const { surname, given, patronymic, sex, citizenship, phone, email, passport } = row;
  return {
    name: { surname, given, patronymic },
    sex,
    birthDate: row.birth_date,
    nationalIdEnd: row.nationalId.slice(-shownDigits),
    citizenship,
    ...where,
    addressCheckedAt: row.address_checked_at,
    phone,
    workPhone: row.work_phone,
    email,
    passport:
      passport === null
        ? null
        : { masked: masked(passport), issued: passport.issued, expires: passport.expires, issuer: passport.issuer, checkedOn, isOld },
  };
}

function masked({ series, number }: Passport): string {
  return `${series} ${'•'.repeat(Math.max(0, number.length - 3))}${number.slice(-3)}`;
}
