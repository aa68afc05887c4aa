import type { Day } from '#domain/core/day.ts';
import { fullName } from '#domain/core/person-name.ts';
import type { Profile } from '#server/person/service.ts';
import { addressText, unusableText } from './child-rows.ts';
import type { Speech } from './speech.ts';

type Row = { readonly term: string; readonly text: string };

/** The applicant's record line by line; the national id is shown in part. KG25-8.2. */
export function personRows(profile: Profile, speech: Speech): readonly Row[] {
  const { name, nationalIdEnd, sex, birthDate, citizenship } = profile;
  const { t, format } = speech;
  return [
    { term: t('me.name'), text: fullName(name) },
    { term: t('child.national_id'), text: t('child.national_id_end', { end: nationalIdEnd }) },
    { term: t('me.sex'), text: sex === null ? t('me.unknown') : t(`me.${sex}`) },
    { term: t('me.born'), text: birthDate === null ? t('me.unknown') : format.day(birthDate) },
    { term: t('me.citizenship'), text: citizenship === null ? t('me.unknown') : t('me.citizenship_of', { code: citizenship }) },
    { term: t('me.address'), text: whereText(profile, speech) },
  ];
}

function whereText({ registered, address, given }: Profile, speech: Speech): string {
  if (registered === 'unusable') return unusableText(given, speech);
  if (address !== null) return addressText(address, speech);
  return speech.t(registered === 'none' ? 'child.address_none' : 'child.address_unknown');
}

/** How the applicant is reached. */
export function contactRows({ phone, workPhone, email }: Profile, { t }: Speech): readonly Row[] {
  return [
    { term: t('me.phone'), text: phone ?? t('me.unknown') },
    { term: t('me.work_phone'), text: workPhone ?? t('me.unknown') },
    { term: t('me.email'), text: email ?? t('me.unknown') },
  ];
}

/** The passport as the passport service confirmed it, and when. */
export function passportRows({ passport }: Profile, { t, format }: Speech): readonly Row[] {
  if (passport === null) return [{ term: t('me.passport'), text: t('me.passport_none') }];
  const { masked, issued, expires, issuer, checkedOn, isOld } = passport;
  const day = (on: Day | null) => (on === null ? t('me.unknown') : format.day(on));
  const confirmed = day(checkedOn);
  return [
    { term: t('me.passport'), text: masked },
    { term: t('me.passport_issued'), text: day(issued) },
    { term: t('me.passport_expires'), text: day(expires) },
    { term: t('me.passport_issuer'), text: issuer ?? t('me.unknown') },
    { term: t('me.passport_checked'), text: isOld ? t('me.passport_old', { at: confirmed }) : confirmed },
  ];
}
