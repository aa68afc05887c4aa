import { addDays, type Day } from './day.ts';

/** A day on which a country's week is not the usual one: nobody works, or everybody works on a Saturday or Sunday. `act` says who decided so. */
export type DayOff = { readonly day: Day; readonly kind: 'off' | 'working'; readonly act: string };

/** Whether people work on a day: from Monday to Friday, unless the table of days says otherwise. */
export function isWorkingDay(day: Day, table: readonly Pick<DayOff, 'day' | 'kind'>[]): boolean {
  const named = table.find((other) => other.day === day);
  return named === undefined ? !isWeekend(day) : named.kind === 'working';
}

/**
 * The last day of a limit of `count` working days: counting begins on the day after `from`. With 0 it is `from` itself.
 * Throws (a fault) when the table leaves no working day within a year.
 */
export function addWorkingDays(from: Day, count: number, table: readonly Pick<DayOff, 'day' | 'kind'>[]): Day {
  let day = from;
  let left = count;
  let restedDays = 0;
  while (left > 0) {
    day = addDays(day, 1);
    const works = isWorkingDay(day, table);
    left -= works ? 1 : 0;
    restedDays = works ? 0 : restedDays + 1;
    if (restedDays > 366) throw new Error(`no working day in the year before ${day}`);
  }
  return day;
}

/** How many working days there are after `from`, up to and with `to`; 0 when `to` is not after it. */
export function countWorkingDays(from: Day, to: Day, table: readonly Pick<DayOff, 'day' | 'kind'>[]): number {
  let count = 0;
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) count += isWorkingDay(day, table) ? 1 : 0;
  return count;
}

function isWeekend(day: Day): boolean {
  return [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
}
