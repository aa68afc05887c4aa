import { fullName } from '#domain/core/person-name.ts';
import type { Profile } from '#server/person/service.ts';
import { addressText } from './child-rows.ts';
import type { Speech } from './speech.ts';

type Row = { readonly term: string; readonly text: string };

/** The applicant's record line by line; the national id is shown in part. KG25-8.2. */
export function personRows({ name, nationalIdEnd, sex, birthDate, citizenship, address }: Profile, speech: Speech): readonly Row[] {
  const { t, format } = speech;
  return [
    { term: t('me.name'), text: fullName(name) },
    { term: t('child.national_id'), text: t('child.national_id_end', { end: nationalIdEnd }) },
    { term: t('me.sex'), text: sex === null ? t('me.unknown') : t(`me.${sex}`) },
    { term: t('me.born'), text: birthDate === null ? t('me.unknown') : format.day(birthDate) },
    { term: t('me.citizenship'), text: citizenship === null ? t('me.unknown') : t('me.citizenship_of', { code: citizenship }) },
    { term: t('me.address'), text: address === null ? t('child.address_none') : addressText(address, speech) },
  ];
}

/** How the applicant is reached. */
export function contactRows({ phone, workPhone, email }: Profile, { t }: Speech): readonly Row[] {
  return [
    { term: t('me.phone'), text: phone ?? t('me.unknown') },
    { term: t('me.work_phone'), text: workPhone ?? t('me.unknown') },
    { term: t('me.email'), text: email ?? t('me.unknown') },
  ];
}

/** The passport as the passport service confirmed it. */
export function passportRows({ passport }: Profile, { t, format }: Speech): readonly Row[] {
  if (passport === null) return [{ term: t('me.passport'), text: t('me.passport_none') }];
  return [
    { term: t('me.passport'), text: passport.masked },
    { term: t('me.passport_issued'), text: format.day(passport.issued) },
    { term: t('me.passport_expires'), text: format.day(passport.expires) },
    { term: t('me.passport_issuer'), text: passport.issuer },
  ];
}
