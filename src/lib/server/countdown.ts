import type { Moment } from '#domain/core/day.ts';
import { lotOf } from '../opening/server-clock.ts';

/** The way to an opening as a page draws it; milliseconds since 1970 on the campaign's clock. */
export type Countdown = {
  readonly opensMs: number;
  readonly nowMs: number;
  readonly now: Moment;
  readonly leftMs: number;
  /** Less than a day is left: it is counted. */
  readonly counts: boolean;
  /** The button is there. */
  readonly near: boolean;
  /** After so many seconds the page is drawn anew where no script runs; `null` when it is too far. */
  readonly refreshSeconds: number | null;
};

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/**
 * The way to an opening. The button is on the page an hour before: nobody has to load anything at nine o'clock, when everybody would. What
 * is drawn anew is the time left, each family's page at a moment of its own (`draft` draws the lot); the last time just after the opening.
 */
export function countdownTo(opensMs: number, nowMs: number, now: Moment, draft: string): Countdown {
  const leftMs = opensMs - nowMs;
  const seconds = refreshAfterMs(leftMs, lotOf(draft));
  return {
    opensMs,
    nowMs,
    now,
    leftMs,
    counts: leftMs <= dayMs,
    near: leftMs <= hourMs,
    refreshSeconds: seconds === null ? null : Math.ceil(seconds / 1000),
  };
}

/** Within the hour the page comes often enough to keep the session; a session that has ended is noticed then, not at the opening. */
function refreshAfterMs(leftMs: number, lot: number): number | null {
  if (leftMs <= 0 || leftMs > dayMs) return null;
  if (leftMs > hourMs) return leftMs - hourMs + lot * 5 * minuteMs;
  if (leftMs > 12 * minuteMs) return (8 + lot * 2) * minuteMs;
  if (leftMs > 1.5 * minuteMs) return leftMs - (1 + lot / 2) * minuteMs;
  return leftMs + lot * 4000;
}
