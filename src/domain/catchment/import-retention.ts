import { addDays, type Day } from '../core/day.ts';

/** What of a file that was sent decides how long its content is kept. */
export type FileKept = { readonly sentOn: Day; readonly publishedOn: Day | null };

/** The first day on which the content of a file is no longer kept: so many days after it was last of use. */
export function keptUntil({ sentOn, publishedOn }: FileKept, days: number): Day {
  return addDays(publishedOn !== null && publishedOn > sentOn ? publishedOn : sentOn, days);
}

/** Whether the content of a file is to be erased on a day. */
export function isToBeErased(file: FileKept, today: Day, days: number): boolean {
  return today >= keptUntil(file, days);
}
