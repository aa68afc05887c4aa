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

/** Several of them; houses named one by one stand together: «дома 1, 3, 5а; все дома чётной стороны». */
export function segmentsText(segments: readonly Segment[], t: Translate): string {
  const texts: string[] = [];
  let houses: string[] = [];
  const close = () => {
    const [first] = houses;
    if (first !== undefined)
      texts.push(houses.length === 1 ? t('segment.house', { house: first }) : t('segment.houses', { houses: houses.join(', ') }));
    houses = [];
  };
  for (const segment of segments) {
    if (isPlainHouse(segment)) houses.push(houseText(segment.house));
    else {
      close();
      texts.push(segmentText(segment, t));
    }
  }
  close();
  return texts.join('; ');
}

/** What a whole list surely says of its own street, in one text; empty when nothing is sure. */
export function listText(items: readonly ItemRead[], t: Translate): string {
  return segmentsText(items.flatMap(surelyHere), t);
}

/** Whether an item speaks of houses of another street. */
export function isElsewhere({ outcome }: ItemRead): boolean {
  if (outcome.kind === 'confirm') return outcome.place !== null;
  return outcome.kind === 'sure' && outcome.parts.some(({ place, segments }) => place !== null && segments.length > 0);
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

type PlainHouse = Extract<Segment, { kind: 'house' }>;

function isPlainHouse(segment: Segment): segment is PlainHouse {
  return segment.kind === 'house' && segment.grades === undefined && segment.only === undefined && segment.except === undefined;
}

function surelyHere({ outcome }: ItemRead): readonly Segment[] {
  if (outcome.kind === 'confirm') return outcome.place === null ? outcome.sure : [];
  return outcome.kind === 'sure' ? outcome.parts.flatMap(({ place, segments }) => (place === null ? segments : [])) : [];
}

function placed(place: string | null, what: string, t: Translate): string {
  return place === null ? what : t('segment.elsewhere', { place, what });
}

function plainText(segment: Segment, t: Translate): string {
  switch (segment.kind) {
    case 'house':
      return t('segment.house', { house: houseText(segment.house) });
    case 'house_all_corpuses':
      return t('segment.house_all_corpuses', { house: houseText(segment.house) });
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
