import { newcomer } from '../allocation/decide.ts';
import type { Outcome, SeatAct, Standing } from '../allocation/seat.ts';
import type { Moment } from '../core/day.ts';
import type { Language } from '../core/language.ts';
import type { Refusal } from '../core/refusal.ts';
import type { SchoolView } from '../core/school.ts';
import { type ApplicationState, stateFrom } from './lifecycle.ts';
import type { LastActs, PlaceView, WaitingView } from './view.ts';

/** The live state of one child in the register. */
export type PlaceHeld = {
  readonly child: string;
  readonly pool: number | null;
  readonly waiting: number | null;
  readonly guaranteeLost: boolean;
  readonly cancellations: number;
  /** Of the seat held; of the one applied for when none is held. */
  readonly school: string | null;
  readonly grade: number | null;
  readonly language: Language | null;
};

/** One arrival of a child as the register keeps it. */
export type ActKept = {
  readonly child: string;
  readonly number: number;
  readonly at: Moment;
  readonly act: SeatAct;
  readonly stage: string;
  readonly wishes: readonly number[];
  readonly outcome: Outcome;
  readonly reason: string | null;
  readonly freeBefore: number | null;
  readonly overQuota: boolean;
  readonly guaranteeLost: boolean;
  readonly refusal: Refusal | null;
  readonly clause: string;
  /** The seat given back, as long as its pool is known. */
  readonly released: { readonly school: string; readonly grade: number; readonly language: Language } | null;
};

/** What a family's children hold and did. */
export type Seats = {
  state(child: string): ApplicationState;
  standing(child: string): Standing;
  place(child: string): PlaceView | null;
  waiting(child: string): WaitingView | null;
  /** The claim by which it stands in line, or stood until its stage closed. */
  line(child: string): LineKept | null;
  last(child: string): LastActs;
};

/** A claim that found everything full, and whether nobody is served by it any more. */
export type LineKept = Pick<ActKept, 'number' | 'at' | 'clause' | 'stage' | 'wishes'> & { readonly isOver: boolean };

/**
 * Derives it from places and arrivals (newest first): nothing about an application's state is stored, so nothing can diverge. `isOver`: whether
 * the stage of a code has closed.
 */
export function seatsFrom(
  places: readonly PlaceHeld[],
  arrivals: readonly ActKept[],
  schools: ReadonlyMap<string, SchoolView>,
  isOver: (stage: string) => boolean,
): Seats {
  const placeOf = (child: string) => places.find((place) => place.child === child);
  const actsOf = (child: string) => arrivals.filter((arrival) => arrival.child === child);
  const keptOf = (child: string) => actsOf(child).find(({ outcome }) => outcome !== 'refused');
  function lineOf(child: string): LineKept | null {
    const kept = keptOf(child);
    if (kept?.outcome !== 'queued') return null;
    const { number, at, clause, stage, wishes } = kept;
    return { number, at, clause, stage, wishes, isOver: isOver(stage) };
  }
  return {
    line: lineOf,
    state(child) {
      const outcome = keptOf(child)?.outcome;
      const kept = outcome === undefined || outcome === 'refused' || lineOf(child)?.isOver ? null : outcome;
      return stateFrom(placeOf(child) ?? newcomer, kept);
    },
    standing(child) {
      const place = placeOf(child);
      if (place === undefined) return newcomer;
      const { pool, waiting, guaranteeLost, cancellations } = place;
      return { pool, waiting, guaranteeLost, cancellations };
    },
    place(child) {
      const place = placeOf(child);
      const act = actsOf(child).find((candidate) => candidate.outcome === 'enrolled');
      const school = schools.get(place?.school ?? '');
      if (!place?.language || place.pool === null || place.grade === null || act === undefined || school === undefined) return null;
      const { number, at, freeBefore, overQuota, clause } = act;
      const released = releasedView(act, schools);
      const given = { number, at, freeBefore: freeBefore ?? 0, overQuota, clause, released, fromLine: act.act === 'advance' };
      return { school, grade: place.grade, language: place.language, ...given };
    },
    waiting(child) {
      const place = placeOf(child);
      const act = actsOf(child).find((candidate) => candidate.outcome === 'waiting');
      const school = schools.get(place?.school ?? '');
      if (
        !place?.language ||
        place.pool !== null ||
        place.waiting === null ||
        place.grade === null ||
        act === undefined ||
        school === undefined
      )
        return null;
      return { school, grade: place.grade, language: place.language, number: act.number, at: act.at, clause: act.clause };
    },
    last: (child) => lastActs(actsOf(child)[0]),
  };
}

function releasedView({ released }: ActKept, schools: ReadonlyMap<string, SchoolView>): PlaceView['released'] {
  const school = schools.get(released?.school ?? '');
  return released === null || school === undefined ? null : { ...released, school };
}

function lastActs(last: ActKept | undefined): LastActs {
  if (last === undefined) return { declined: null, refused: null };
  const { number, at, act, reason, guaranteeLost, refusal, outcome, clause } = last;
  return {
    declined: outcome === 'declined' && reason !== null ? { reason, at, number, guaranteeLost, clause } : null,
    refused: refusal === null ? null : { number, at, act, refusal },
  };
}
