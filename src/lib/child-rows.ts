import type { ChildPage } from '#domain/application/view.ts';
import type { NamedAddress } from '#domain/core/address.ts';
import type { Named } from '#domain/core/language.ts';
import type { Speech } from './speech.ts';

type Row = { readonly term: string; readonly text: string };

/** The child's record and the address that decides, line by line. KG25-8.1. */
export function childRows(page: ChildPage, speech: Speech): readonly Row[] {
  const { t, format } = speech;
  const { child } = page;
  return [
    ...(child.sex === null ? [] : [{ term: t('me.sex'), text: t(`me.${child.sex}`) }]),
    { term: t('child.born'), text: format.day(child.birthDate) },
    { term: t('child.national_id'), text: t('child.national_id_end', { end: child.nationalIdEnd }) },
    ...(child.certificate === null ? [] : [{ term: t('child.certificate'), text: certificateText(child.certificate, speech) }]),
    { term: t('child.address'), text: registeredText(page, speech) },
  ];
}

/** As much of a certificate as the act tells, its number in part. */
function certificateText({ numberEnd, issued, issuer }: NonNullable<ChildPage['child']['certificate']>, { t, format }: Speech): string {
  const parts = [
    numberEnd === null ? null : t('child.certificate_number', { end: numberEnd }),
    issued === null ? null : t('child.certificate_issued', { day: format.day(issued) }),
    issuer,
  ].filter((part) => part !== null);
  return parts.length === 0 ? t('me.unknown') : parts.join(', ');
}

/** What the address bureau said, each of its answers in words of its own: silence is never told as “no”. KG25-21.7, KG25-21.8. */
export function registeredText({ registered, address }: Pick<ChildPage, 'registered' | 'address'>, speech: Speech): string {
  const { t, format } = speech;
  if (registered.kind === 'unusable') return unusableText(registered.given, speech);
  if (registered.kind !== 'address' || address === null)
    return t(registered.kind === 'none' ? 'child.address_none' : 'child.address_unknown');
  const text = addressText(address, speech);
  return registered.isOld ? t('child.address_old', { address: text, at: format.moment(registered.at) }) : text;
}

/** Addresses that no school can be found by, as the bureau gave them. */
export function unusableText(given: readonly NamedAddress[], speech: Speech): string {
  return speech.t('child.address_unusable', { addresses: given.map((one) => addressText(one, speech)).join('; ') });
}

/** A registered address in one line, as far as our registers know its names. */
export function addressText({ street, district, house, flat }: NamedAddress, { t, name }: Speech): string {
  const named = (part: Named | null) => (part === null ? 'none' : name(part));
  const text = t('child.address_text', { district: named(district), street: named(street), house: house || 'none', flat: flat ?? 'none' });
  return text.replace(/^[\s,]+|[\s,]+$/g, '') || t('child.address_nameless');
}
