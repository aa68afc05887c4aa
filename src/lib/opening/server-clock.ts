/** One look at the server's clock: when it was asked and answered on this machine's steady clock, and what it said; all milliseconds. */
export type Look = { readonly askedMs: number; readonly answeredMs: number; readonly serverMs: number };

/**
 * How far the server's clock is ahead of this machine's steady clock, by the look with the shortest way there and back: half of that way is
 * counted as the way back. A phone whose own clock is wrong, or is set anew meanwhile, sees the same time as everybody.
 */
export function aheadMs(looks: readonly Look[]): number {
  let best: Look | undefined;
  for (const look of looks) if (best === undefined || wayOf(look) < wayOf(best)) best = look;
  return best === undefined ? 0 : best.serverMs + wayOf(best) / 2 - best.answeredMs;
}

/** Time left as it stands on a clock, `1:05:09` or `5:09`; a second that has begun counts whole, and nothing is left below zero. */
export function digitsOf(leftMs: number): string {
  const seconds = Math.max(0, Math.ceil(leftMs / 1000));
  const two = (part: number) => String(part).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** A number from 0 to below 1 that is the same for a draft on every device and at every reload, and even among drafts. */
export function lotOf(draft: string): number {
  return parseInt(draft.slice(0, 8), 16) / 2 ** 32;
}

function wayOf({ askedMs, answeredMs }: Look): number {
  return answeredMs - askedMs;
}
