/**
 * Dates and times as plain values. The domain never reads a clock: the server converts the campaign's zone and hands these in.
 */

/** A calendar day, `YYYY-MM-DD`. Compares as text. A template type, so that a policy pack can write days as plain data. */
export type Day = `${number}-${number}-${number}`;

/** A moment on the campaign's wall clock, `YYYY-MM-DDTHH:MM:SS`. Compares as text. */
export type Moment = `${Day}T${number}:${number}:${number}`;

/** Reads a day; `null` when the text is not a day of the calendar (2025-02-30 is not, nor is any of a year 0, which no register means). */
export function parseDay(text: string): Day | null {
  if (!/^(?!0000)\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text) ? (text as Day) : null;
}

/** A day known to be right; throws (a fault) when it is not. */
export function day(text: string): Day {
  const parsed = parseDay(text);
  if (parsed === null) throw new Error(`not a day: ${text}`);
  return parsed;
}

/** A moment known to be right, `YYYY-MM-DDTHH:MM` with or without seconds; throws (a fault) when it is not. */
export function moment(text: string): Moment {
  const match = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/.exec(text);
  if (match === null || parseDay(match[1] ?? '') === null) throw new Error(`not a moment: ${text}`);
  return (match[3] === undefined ? `${text}:00` : text) as Moment;
}

/** The day a moment falls on. */
export function dayOf(at: Moment): Day {
  return at.slice(0, 10) as Day;
}

/** The day `count` days later (earlier when negative). */
export function addDays(from: Day, count: number): Day {
  const at = new Date(`${from}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + count);
  return at.toISOString().slice(0, 10) as Day;
}

/** Whole years completed on `on` by somebody born on `born`; 29 February counts from 1 March in a common year. */
export function yearsOn(born: Day, on: Day): number {
  const years = Number(on.slice(0, 4)) - Number(born.slice(0, 4));
  return on.slice(5) < born.slice(5) ? years - 1 : years;
}
