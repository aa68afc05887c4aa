import { type Confirmation, spaced, type Verified } from '#domain/application/confirmation.ts';
import type { BoundariesView } from '#domain/application/history.ts';
import { dayOf } from '#domain/core/day.ts';
import { fullName } from '#domain/core/person-name.ts';
import type { Sheet } from '#server/ports.ts';
import { paperKey } from './names.ts';
import { qrOf } from './qr.ts';
import type { Papers } from './server/rules.ts';
import type { Speech } from './speech.ts';

type Row = { readonly term: string; readonly text: string };

/** What a confirmation says, line by line: on the page and on paper. */
export function confirmationRows({ child, place }: Confirmation, speech: Speech): readonly Row[] {
  const { t, name, format } = speech;
  return [
    { term: t('confirmation.child'), text: fullName(child.name) },
    { term: t('child.born'), text: format.day(child.birthDate) },
    { term: t('child.school'), text: name(place.school.name) },
    { term: t('child.school_address'), text: name(place.school.address) },
    ...seatRows(place, speech),
    ...(place.boundaries === null ? [] : [{ term: t('boundaries.title'), text: boundariesText(place.boundaries, speech) }]),
    ...(place.overQuota ? [{ term: t('history.quota'), text: t('child.over_quota') }] : []),
  ];
}

/** The list that a decision rested on: which it was, and since when. */
export function boundariesText({ number, fromDay }: BoundariesView, { t, format }: Speech): string {
  return t('boundaries.decided_by', { number, day: format.day(fromDay) });
}

/** What anyone reads who checks a paper: of the child the initials and the year of birth alone. */
export function verifiedRows(verified: Verified, speech: Speech): readonly Row[] {
  const { t, name } = speech;
  return [
    { term: t('confirmation.child'), text: t('verify.child', { initials: verified.initials, year: verified.birthYear }) },
    { term: t('child.school'), text: name(verified.school.name) },
    ...seatRows(verified, speech),
  ];
}

/** The same confirmation as a sheet to be printed. */
export function confirmationSheet(confirmation: Confirmation, { bring, listClause }: Papers, speech: Speech): Sheet {
  const { t, format, language, clause } = speech;
  const until = { from: format.day(bring.from), to: format.day(bring.to) };
  return {
    language,
    day: dayOf(confirmation.drawnAt),
    site: t('site.name'),
    title: t('confirmation.title'),
    outcome: t('child.enrolled'),
    rows: [...confirmationRows(confirmation, speech), { term: t('confirmation.basis'), text: clause(confirmation.place.clause) }],
    parts: [
      {
        title: t('child.bring'),
        paragraphs: [`${t('child.bring_when', until)} (${clause(bring.clause)})`],
        points: bring.papers.map(
          ({ code, form, count }) => `${t(paperKey(code))}: ${t('documents.paper', { form: t(`paper_form.${form}`), count })}`,
        ),
        closing: `${t('child.bring_only')} (${clause(listClause)})`,
      },
    ],
    proof: {
      title: t('confirmation.verify'),
      text: t('confirmation.verify_text'),
      qr: qrOf(confirmation.address),
      address: confirmation.address,
      shown: new URL('/verify', confirmation.address).href.replace(/^https?:\/\//, ''),
      code: t('confirmation.code', { code: spaced(confirmation.code) }),
    },
    foot: t('confirmation.drawn', { at: format.moment(confirmation.drawnAt) }),
  };
}

function seatRows(seat: Pick<Verified, 'grade' | 'language' | 'number' | 'at'>, { t, format }: Speech): readonly Row[] {
  return [
    { term: t('child.grade'), text: t('child.grade_number', { grade: seat.grade }) },
    { term: t('child.language'), text: t(`taught.${seat.language}`) },
    { term: t('child.number'), text: String(seat.number) },
    { term: t('child.at'), text: format.second(seat.at) },
  ];
}
