import type { Body } from './draft.ts';
import { isOneHouse } from './list-judge.ts';
import type { Outcome } from './reading.ts';
import { covers, limited, type Segment } from './segment.ts';

/**
 * Takes houses out of what the outcomes from `from` on say. False, and nothing is changed, when one of them is not there: what is not there
 * cannot be taken out.
 */
export function takeOut(outcomes: Outcome[], from: number, exceptions: readonly Segment[]): boolean {
  const segments = outcomes.slice(from).flatMap(segmentsOf);
  if (!exceptions.every((exception) => segments.some((segment) => hasIn(segment, exception)))) return false;
  for (let index = from; index < outcomes.length; index += 1) outcomes[index] = without(outcomes[index] as Outcome, exceptions);
  return true;
}

/** «все участки, кроме 5»: the 5 is a plot, where what stands before is plots. */
export function seriesIn(outcomes: readonly Outcome[], from: number): Extract<Body, { kind: 'series' }> | null {
  const found = outcomes
    .slice(from)
    .flatMap(segmentsOf)
    .find(({ kind }) => kind === 'series');
  return found?.kind === 'series' ? { kind: 'series', series: found.series } : null;
}

function segmentsOf(outcome: Outcome): readonly Segment[] {
  if (outcome.kind === 'sure') return outcome.parts.flatMap(({ segments }) => segments);
  return outcome.kind === 'confirm' ? outcome.readings.flat() : [];
}

/** Whether a segment of many houses has something of an exception in it. */
function hasIn(segment: Segment, exception: Segment): boolean {
  if (isOneHouse(segment)) return false;
  if (exception.kind === 'house' || exception.kind === 'house_all_corpuses') return covers(segment, exception.house);
  if (exception.kind !== 'range') return segment.kind === 'all';
  const next = { ...exception.from, number: exception.from.number + 1 };
  return [exception.from, exception.to, next].some((house) => covers(segment, house));
}

function without(outcome: Outcome, exceptions: readonly Segment[]): Outcome {
  const narrow = (segments: readonly Segment[]) =>
    segments.map((segment) => {
      const except = exceptions.filter((exception) => hasIn(segment, exception));
      return except.length === 0 ? segment : limited(segment, { except });
    });
  if (outcome.kind === 'sure') return { kind: 'sure', parts: outcome.parts.map((part) => ({ ...part, segments: narrow(part.segments) })) };
  if (outcome.kind === 'confirm') return { ...outcome, sure: narrow(outcome.sure), readings: outcome.readings.map(narrow) };
  return outcome;
}
