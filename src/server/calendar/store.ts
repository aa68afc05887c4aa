import type { Day } from '#domain/core/day.ts';
import type { DayOff } from '#domain/core/working-days.ts';
import type { Reader, Tx } from '../db/transaction.ts';

const daysAtMost = 1000;

export function findDaysOff(reader: Reader, country: string, from: Day, to: Day): Promise<readonly DayOff[]> {
  return reader
    .selectFrom('day_off')
    .select(['day', 'kind', 'act'])
    .where('country', '=', country)
    .where('day', '>=', from)
    .where('day', '<=', to)
    .orderBy('day')
    .limit(daysAtMost)
    .execute();
}

/** Enters days; those already in the table stay as somebody has put them. */
export async function insertDaysOff(tx: Tx, country: string, days: readonly DayOff[]): Promise<void> {
  if (days.length === 0) return;
  await tx
    .insertInto('day_off')
    .values(days.map((day) => ({ country, ...day })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
