import { addDays, dayOf, type Moment } from '#domain/core/day.ts';
import { epochOf, momentAt } from './clock.ts';
import { addJobDue } from './db/add-jobs.ts';
import type { Database } from './db/connect.ts';

/** A job that the clock hands out: each day at an hour of the campaign's wall clock, or every so many minutes. */
export type TimetableLine = { readonly task: string } & ({ readonly daily: `${number}:${number}` } | { readonly everyMinutes: number });

/** What the clock hands out. The hours are those of the campaign's zone; the nights are quiet in it. */
export const timetable: readonly TimetableLine[] = [
  { task: 'alarm.jobs', everyMinutes: 5 },
  { task: 'alarm.clock', everyMinutes: 15 },
  { task: 'retention.sessions', daily: '03:10' },
  { task: 'retention.drafts', daily: '03:30' },
  { task: 'erase_boundary_files', daily: '03:50' },
];

/**
 * The latest time at or before `nowMs` at which a line is due. An hour that a change of the zone leaves out comes when the clock jumps over it; one
 * that comes twice comes once.
 */
export function lastDue(line: TimetableLine, nowMs: number, zone: string): number {
  if ('everyMinutes' in line) {
    const every = line.everyMinutes * 60_000;
    return Math.floor(nowMs / every) * every;
  }
  const today = dayOf(momentAt(nowMs, zone));
  const due = [today, addDays(today, -1), addDays(today, -2)].map((day) => epochOf(`${day}T${line.daily}:00` as Moment, zone));
  return due.find((at) => at <= nowMs) as number;
}

/** Hands out what is due, each time once however many workers look; what was missed while nobody looked is handed out once. */
export async function handOutDue(database: Database, lines: readonly TimetableLine[], nowMs: number, zone: string): Promise<void> {
  for (const line of lines) await addJobDue(database, line.task, new Date(lastDue(line, nowMs, zone)));
}
