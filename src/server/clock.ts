import { Temporal } from 'temporal-polyfill';
import type { Moment } from '#domain/core/day.ts';

/** The time of a campaign, told to everybody who needs it. In the demo it may run beside the world's. */
export type Clock = {
  /** Milliseconds since 1970 on the campaign's clock. */
  now(): number;
};

/** A clock that runs `offsetMs()` ahead of the world's. */
export function clockAhead(offsetMs: () => number): Clock {
  return { now: () => Date.now() + offsetMs() };
}

/** A time as it reads on the wall in `zone`. */
export function momentAt(epochMs: number, zone: string): Moment {
  // In a rush dozens arrive in the same millisecond.
  if (last.epochMs === epochMs && last.zone === zone) return last.moment;
  const moment = new Date(epochMs + offsetMs(epochMs, zone)).toISOString().slice(0, 19) as Moment;
  last = { epochMs, zone, moment };
  return moment;
}

let last = { epochMs: NaN, zone: '', moment: '' as Moment };

/** The time at which the wall clock in `zone` shows `moment`. */
export function epochOf(moment: Moment, zone: string): number {
  return Temporal.PlainDateTime.from(moment).toZonedDateTime(zone).epochMilliseconds;
}

/** Keeps an answer for so long on the machine's own clock; those who ask meanwhile wait for the same one. A fault is not kept. */
export function aged<T>(ageMs: number, ask: () => Promise<T>, nowMs: () => number = machineMs): () => Promise<T> {
  let kept: { readonly answer: Promise<T>; readonly until: number } | null = null;
  return () => {
    if (kept !== null && nowMs() < kept.until) return kept.answer;
    const answer = ask();
    const asked = { answer, until: nowMs() + ageMs };
    kept = asked;
    answer.catch(() => {
      if (kept === asked) kept = null;
    });
    return answer;
  };
}

/** {@link aged} for many keys; with more than `atMost` of them all are asked anew. */
export function agedEach<K, T>(
  ageMs: number,
  atMost: number,
  ask: (key: K) => Promise<T>,
  nowMs: () => number = machineMs,
): (key: K) => Promise<T> {
  const kept = new Map<K, () => Promise<T>>();
  return (key) => {
    const known = kept.get(key);
    if (known !== undefined) return known();
    if (kept.size >= atMost) kept.clear();
    const one = aged(ageMs, () => ask(key), nowMs);
    kept.set(key, one);
    return one();
  };
}

const machineMs = () => performance.now();

const quarterHourMs = 15 * 60 * 1000;
const offsets = new Map<string, { quarter: number; offset: number }>();

// Zone rules change on quarter hours at the finest; asking Temporal once for each keeps a rush of claims cheap.
function offsetMs(epochMs: number, zone: string): number {
  const quarter = Math.floor(epochMs / quarterHourMs);
  const known = offsets.get(zone);
  if (known?.quarter === quarter) return known.offset;
  const offset = Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(zone).offsetNanoseconds / 1e6;
  offsets.set(zone, { quarter, offset });
  return offset;
}
