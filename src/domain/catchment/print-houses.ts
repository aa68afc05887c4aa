import { houseText, LAST_NUMBER } from './house.ts';
import type { GradeSpan, Segment, Side } from './segment.ts';

/** Segments in the notation of Russian acts, sides always named; `readHouses` reads the same segments back. */
export function printHouses(segments: readonly Segment[]): string {
  return segments.map(printSegment).join(', ');
}

/** Grades in words, `1-4, 10-11 кл.` */
export function gradesText(grades: readonly GradeSpan[]): string {
  return `${grades.map(({ from, to }) => (from === to ? String(from) : `${from}-${to}`)).join(', ')} кл.`;
}

const SIDE_OF_RANGE = { odd: '(нечётная сторона)', even: '(чётная сторона)', both: '(все дома)' } as const satisfies Record<Side, string>;
const ALL_OF_SERIES: Readonly<Record<string, string>> = { уч: 'участки', общ: 'общежития', вагон: 'вагоны', барак: 'бараки', дача: 'дачи' };
const WHOLE_SIDE = { odd: 'все дома нечётной стороны', even: 'все дома чётной стороны' } as const;

/** One segment with what narrows it. */
export function printSegment(segment: Segment): string {
  const only = segment.only === undefined ? '' : ' (частный сектор)';
  const grades = segment.grades === undefined ? '' : ` (${gradesText(segment.grades)})`;
  const except = segment.except === undefined ? '' : ` (кроме ${printHouses(segment.except)})`;
  return `${printPlainly(segment)}${only}${grades}${except}`;
}

function printPlainly(segment: Segment): string {
  switch (segment.kind) {
    case 'house':
      return houseText(segment.house);
    case 'house_all_corpuses':
      return `${houseText(segment.house)} (все корпуса)`;
    case 'range': {
      const to = segment.to.number === LAST_NUMBER ? 'до конца' : `по ${houseText(segment.to)}`;
      return `с ${houseText(segment.from)} ${to} ${SIDE_OF_RANGE[segment.side]}`;
    }
    case 'side':
      return WHOLE_SIDE[segment.side];
    case 'series':
      return `все ${ALL_OF_SERIES[segment.series] ?? segment.series}`;
    case 'all':
      return 'все дома';
    case 'described':
      return segment.text;
  }
}
