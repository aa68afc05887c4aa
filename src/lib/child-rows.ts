import type { ChildPage } from '#domain/application/view.ts';
import type { NamedAddress } from '#domain/core/address.ts';
import type { Named } from '#domain/core/language.ts';
import type { Speech } from './speech.ts';

/** The child's record and the address that decides, line by line. KG25-8.1. */
export function childRows({ child, address }: ChildPage, speech: Speech): readonly { readonly term: string; readonly text: string }[] {
  const { t, format } = speech;
  const { certificate } = child;
  return [
    { term: t('me.sex'), text: t(`me.${child.sex}`) },
    { term: t('child.born'), text: format.day(child.birthDate) },
    { term: t('child.national_id'), text: t('child.national_id_end', { end: child.nationalIdEnd }) },
    ...(certificate === null
      ? []
      : [{ term: t('child.certificate'), text: t('child.certificate_text', { ...certificate, day: format.day(certificate.issued) }) }]),
    { term: t('child.address'), text: address === null ? t('child.address_none') : addressText(address, speech) },
  ];
}

/** A registered address in one line, as far as our registers know its names. */
export function addressText({ street, district, house, flat }: NamedAddress, { t, name }: Speech): string {
  const named = (part: Named | null) => (part === null ? 'none' : name(part));
  return t('child.address_text', { district: named(district), street: named(street), house, flat: flat ?? 'none' });
}
