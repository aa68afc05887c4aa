import { addDays, dayOf, type Day, type Moment } from '#domain/core/day.ts';
import type { Spoken } from './messages.ts';

/** Days and times as a reader of the language writes them. Browsers know no Kyrgyz, so the server formats. */
export type Format = {
  /** «1 июня 2025 года», “2025-жылдын 1-июну”, «2025 жылғы 1 маусым», “1 June 2025”. */
  day(day: Day): string;
  /** With hours and minutes, «2 июня 2025 года, 9:00»; midnight, where a day begins, is not said. */
  moment(at: Moment): string;
  /** With seconds, where the order of arrival matters. */
  second(at: Moment): string;
  /** The last day of a window whose `end` is the first moment after it; the moment itself when it does not end at midnight. */
  lastOf(end: Moment): string;
};

/** The formats of one language. */
export function formatFor(language: Spoken): Format {
  const day = dayIn[language];
  const clock = (at: Moment) => `${day(dayOf(at))}, ${clockWord[language]}${Number(at.slice(11, 13))}:${at.slice(14, 16)}`;
  const moment = (at: Moment) => (isMidnight(at) ? day(dayOf(at)) : clock(at));
  return {
    day,
    moment,
    second: (at) => `${clock(at)}:${at.slice(17, 19)}`,
    lastOf: (end) => (isMidnight(end) ? day(addDays(dayOf(end), -1)) : moment(end)),
  };
}

/** Kyrgyz months with the possessive ending that a date takes: the year's June is «июну». */
const kyrgyzMonths = [
  'январы',
  'февралы',
  'марты',
  'апрели',
  'майы',
  'июну',
  'июлу',
  'августу',
  'сентябры',
  'октябры',
  'ноябры',
  'декабры',
];
const kazakhMonths = [
  'қаңтар',
  'ақпан',
  'наурыз',
  'сәуір',
  'мамыр',
  'маусым',
  'шілде',
  'тамыз',
  'қыркүйек',
  'қазан',
  'қараша',
  'желтоқсан',
];
const englishMonths = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const russianMonths = [
  'января',
  'февраля',
  'марта',
  'апреля',
  'мая',
  'июня',
  'июля',
  'августа',
  'сентября',
  'октября',
  'ноября',
  'декабря',
];

const dayIn: Readonly<Record<Spoken, (day: Day) => string>> = {
  ky: (day) => `${day.slice(0, 4)}-жылдын ${Number(day.slice(8))}-${monthOf(day, kyrgyzMonths)}`,
  ru: (day) => `${Number(day.slice(8))} ${monthOf(day, russianMonths)} ${day.slice(0, 4)} года`,
  kk: (day) => `${day.slice(0, 4)} жылғы ${Number(day.slice(8))} ${monthOf(day, kazakhMonths)}`,
  en: (day) => `${Number(day.slice(8))} ${monthOf(day, englishMonths)} ${day.slice(0, 4)}`,
};

const clockWord: Readonly<Record<Spoken, string>> = { ky: 'саат ', ru: '', kk: 'сағат ', en: '' };

function monthOf(day: Day, months: readonly string[]): string {
  return months[Number(day.slice(5, 7)) - 1] ?? '';
}

function isMidnight(at: Moment): boolean {
  return at.endsWith('T00:00:00');
}
