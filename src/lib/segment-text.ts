import { houseText, LAST_NUMBER } from '#domain/catchment/house.ts';
import type { ItemRead } from '#domain/catchment/reading.ts';
import type { GradeSpan, Segment } from '#domain/catchment/segment.ts';
import type { Translate } from './messages.ts';

/** Houses of a street in the reader's words: «чётная сторона, дома с 90 по 120, кроме: дом 98». */
export function segmentText(segment: Segment, t: Translate): string {
  const { grades, only, except } = segment;
  let what = plainText(segment, t);
  if (only !== undefined) what = t('segment.private_sector', { what });
  if (grades !== undefined) what = t('segment.grades', { what, grades: spans(grades) });
  if (except !== undefined) what = t('segment.except', { what, except: segmentsText(except, t) });
  return what;
}

/** Several of them. */
export function segmentsText(segments: readonly Segment[], t: Translate): string {
  return segments.map((segment) => segmentText(segment, t)).join('; ');
}

/** What one item of a list was understood as; `null` when it was not, or waits for a choice and nothing of it is sure. */
export function itemText({ outcome }: ItemRead, t: Translate): string | null {
  if (outcome.kind === 'unread') return null;
  if (outcome.kind === 'confirm') return outcome.sure.length === 0 ? null : placed(outcome.place, segmentsText(outcome.sure, t), t);
  const parts = outcome.kind === 'sure' ? outcome.parts.filter(({ segments }) => segments.length > 0) : [];
  if (parts.length === 0) return t('segment.nothing');
  return parts.map(({ place, segments }) => placed(place, segmentsText(segments, t), t)).join('; ');
}

/** Grades as a person writes them, `1–4, 10`. */
export function spans(grades: readonly GradeSpan[]): string {
  return grades.map(({ from, to }) => (from === to ? String(from) : `${from}–${to}`)).join(', ');
}

function placed(place: string | null, what: string, t: Translate): string {
  return place === null ? what : t('segment.elsewhere', { place, what });
}

function plainText(segment: Segment, t: Translate): string {
  switch (segment.kind) {
    case 'house':
    case 'house_all_corpuses':
      return t(`segment.${segment.kind}`, { house: houseText(segment.house) });
    case 'range': {
      const { side, from, to } = segment;
      if (to.number === LAST_NUMBER) return t('segment.range_open', { side, from: houseText(from) });
      return t('segment.range', { side, from: houseText(from), to: houseText(to) });
    }
    case 'side':
      return t('segment.side', { side: segment.side });
    case 'series':
      return t('segment.series', { series: segment.series });
    case 'described':
      return t('segment.described', { text: segment.text });
    case 'all':
      return t('segment.all');
  }
}
