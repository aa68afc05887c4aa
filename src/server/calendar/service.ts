import { addDays, type Day } from '#domain/core/day.ts';
import { addWorkingDays, countWorkingDays, type DayOff } from '#domain/core/working-days.ts';
import type { Reader, Tx } from '../db/transaction.ts';
import { findDaysOff, insertDaysOff } from './store.ts';

export type CalendarService = {
  /** The last day of a limit of working days that begins on the day after `from`. */
  deadline(reader: Reader, from: Day, workingDays: number): Promise<Day>;
  /** How many working days there are from tomorrow of `today` up to and with each of these days. */
  daysLeft(reader: Reader, today: Day, until: readonly Day[]): Promise<readonly number[]>;
};

/** The working days of a country, by its table of days off. */
export function calendarService(country: string): CalendarService {
  return {
    async deadline(reader, from, workingDays) {
      // Weeks of five working days, and room for the longest holidays.
      const table = await findDaysOff(reader, country, from, addDays(from, workingDays * 2 + 60));
      return addWorkingDays(from, workingDays, table);
    },

    async daysLeft(reader, today, until) {
      const last = until.toSorted().at(-1);
      if (last === undefined) return [];
      const table = await findDaysOff(reader, country, today, last);
      return until.map((day) => countWorkingDays(today, day, table));
    },
  };
}

/** Begins a country's table of days off; days already there stay as somebody has put them. */
export function enterDaysOff(tx: Tx, country: string, days: readonly DayOff[]): Promise<void> {
  return insertDaysOff(tx, country, days);
}
