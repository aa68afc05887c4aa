import type { CapacityDecision, CapacityRequest } from '#domain/allocation/capacity.ts';
import type { Decision, SeatRequest } from '#domain/allocation/seat.ts';
import { isSameWish, type InLine } from '#domain/allocation/line.ts';
import { isOpen, stageOf } from '#domain/application/windows.ts';
import type { Moment } from '#domain/core/day.ts';
import type { Played, Season } from './season.ts';

/** What must never happen, in the words of the bugs that ticket systems really had. */
export const rules = [
  'nobody is served after closing',
  'who cancelled is not served again by accident',
  'the first in line is served first, across wishes and languages',
  '“no places” is never said while a seat is free',
  'no seat is given while none is free',
  'a seat given back or added is free for the next arrival at once',
  'a child has one place at most, and the counters tell how many have one',
  'seats that are taken are never taken away',
] as const;

export type Rule = (typeof rules)[number];

/** What the referee saw: how often each rule was put to the test, and where it was broken. */
export type Verdict = {
  readonly tried: ReadonlyMap<Rule, number>;
  readonly broken: readonly { readonly rule: Rule; readonly deed: number }[];
};

type Book = { capacity: number; taken: number; over: number; wasFull: boolean };

/** Follows a season with pencil and paper, knowing only what was asked and what was answered. */
export function judge(
  { policy, pools: start, deeds }: Season,
  { decisions, advances, line: lineAtEnd, pools, standings }: Played,
): Verdict {
  const tried = new Map<Rule, number>();
  const broken: { readonly rule: Rule; readonly deed: number }[] = [];
  const books = new Map(start.map(({ id, capacity }): [number, Book] => [id, { capacity, taken: 0, over: 0, wasFull: false }]));
  const held = new Map<string, number>();
  const waiting = new Map<string, number>();
  const cancelled = new Set<string>();
  /** Who stands in line, the first who came first. */
  const line = new Map<string, InLine>();
  const rule = (name: Rule, holds: boolean, deed: number) => {
    tried.set(name, (tried.get(name) ?? 0) + 1);
    if (!holds) broken.push({ rule: name, deed });
  };
  const book = (id: number) => books.get(id) as Book;
  const free = (id: number) => (books.has(id) ? book(id).capacity + book(id).over - book(id).taken : 0);
  // What is beyond the capacity was made for one child and goes with it.
  const settle = (id: number) => {
    const one = book(id);
    one.over = Math.max(0, one.taken - one.capacity);
    if (free(id) <= 0) one.wasFull = true;
  };

  function seats(decision: CapacityDecision, { pools: asked }: CapacityRequest, deed: number): void {
    const lowered = asked.find(({ pool, capacity }) => capacity < book(pool).taken && capacity < book(pool).capacity);
    const short = lowered === undefined ? 0 : book(lowered.pool).taken - lowered.capacity;
    const told = decision.outcome === 'below_taken' ? decision.short : 0;
    rule('seats that are taken are never taken away', (decision.outcome === 'changed') === (lowered === undefined) && told === short, deed);
    if (decision.outcome !== 'changed') return;
    for (const { pool, capacity } of asked) {
      book(pool).capacity = capacity;
      settle(pool);
    }
  }

  function take(request: SeatRequest, { pool, overQuota, released }: Decision, deed: number): void {
    const id = pool as number;
    const stage = stageOf(policy, request.basis.stage);
    const before = held.get(request.child) ?? null;
    const left = free(id);
    rule('no seat is given while none is free', overQuota ? left <= 0 && stage.guarantee === 'without_limit' : left > 0, deed);
    if (left > 0 && book(id).wasFull) rule('a seat given back or added is free for the next arrival at once', true, deed);
    if (request.act === 'enrol') {
      const first = request.wishes.find((wish) => free(wish) > 0 || wish === before) ?? (overQuota ? request.wishes[0] : undefined);
      rule('the first in line is served first, across wishes and languages', first === id, deed);
    }
    if (cancelled.has(request.child))
      rule('who cancelled is not served again by accident', request.act === 'enrol' || waiting.get(request.child) === id, deed);
    rule('a child has one place at most, and the counters tell how many have one', released === before && before !== id, deed);
    book(id).taken += 1;
    settle(id);
    if (before !== null) giveBack(before);
    held.set(request.child, id);
    waiting.delete(request.child);
    cancelled.delete(request.child);
  }

  function giveBack(id: number): void {
    book(id).taken -= 1;
    settle(id);
  }

  const mayBeServed = ({ basis }: InLine, at: Moment) => at < stageOf(policy, basis.stage).closes;

  /** A seat came to somebody in line, right after the act that set it free. */
  function serve({ child, pool, released }: Decision, at: Moment, deed: number): void {
    const id = pool as number;
    const claim = line.get(child);
    rule('no seat is given while none is free', free(id) > 0 && released === null, deed);
    rule('who cancelled is not served again by accident', claim !== undefined && !held.has(child), deed);
    if (claim === undefined) return;
    rule('nobody is served after closing', mayBeServed(claim, at), deed);
    const wanted = ({ wishes }: InLine) => wishes.find((wish) => free(wish) > 0);
    const first = [...line.values()].find((one) => mayBeServed(one, at) && wanted(one) !== undefined);
    rule('the first in line is served first, across wishes and languages', first === claim && wanted(claim) === id, deed);
    rule('a seat given back or added is free for the next arrival at once', true, deed);
    line.delete(child);
    cancelled.delete(child);
    book(id).taken += 1;
    settle(id);
    held.set(child, id);
  }

  /** Whoever stands in line stands there for what is full: the next to ask does not overtake. */
  function lineIsServed(at: Moment, deed: number): void {
    for (const claim of line.values()) {
      if (!mayBeServed(claim, at)) continue;
      const isIdle = claim.wishes.some((wish) => free(wish) > 0);
      rule('a seat given back or added is free for the next arrival at once', !isIdle, deed);
    }
  }

  function standInLine(request: SeatRequest, deed: number): void {
    if (request.act !== 'enrol') return;
    const before = line.get(request.child);
    rule(
      'a child has one place at most, and the counters tell how many have one',
      policy.waitingList.active && !held.has(request.child),
      deed,
    );
    rule(
      '“no places” is never said while a seat is free',
      request.wishes.every((wish) => free(wish) <= 0),
      deed,
    );
    rule('the first in line is served first, across wishes and languages', before === undefined || !isSameWish(before, request), deed);
    line.delete(request.child);
    line.set(request.child, request);
  }

  function arrive(request: SeatRequest, decision: Decision, deed: number): void {
    const stage = stageOf(policy, request.basis.stage);
    const { outcome, released, applied } = decision;
    const before = held.get(request.child) ?? null;
    if ((request.act === 'enrol' || request.act === 'decline') && !isOpen(stage, request.at))
      rule('nobody is served after closing', outcome === 'refused', deed);
    if (outcome === 'queued') return standInLine(request, deed);
    if (outcome !== 'refused' && line.delete(request.child) && outcome === 'withdrawn') return;
    if (outcome === 'enrolled') return take(request, decision, deed);
    if (outcome === 'waiting') waiting.set(request.child, applied as number);
    if (outcome === 'declined' || outcome === 'withdrawn') {
      cancelled.add(request.child);
      if (outcome === 'withdrawn' && applied !== null) waiting.delete(request.child);
      else {
        rule('a child has one place at most, and the counters tell how many have one', released === before, deed);
        if (before !== null) giveBack(before);
        held.delete(request.child);
      }
    }
    if (outcome === 'rejected') waiting.delete(request.child);
    if (decision.refusal?.kind === 'no_places') {
      const asked = request.act === 'enrol' ? request.wishes : [waiting.get(request.child) as number];
      rule(
        '“no places” is never said while a seat is free',
        asked.every((wish) => free(wish) <= 0 && wish !== before),
        deed,
      );
      if (asked.some((wish) => free(wish) > 0 && book(wish).wasFull))
        rule('a seat given back or added is free for the next arrival at once', false, deed);
    }
  }

  for (const [place, { request }] of deeds.entries()) {
    const decision = decisions[place];
    if (decision === null || decision === undefined) continue;
    if (request.act === 'capacity') seats(decision as CapacityDecision, request, place);
    else arrive(request, decision as Decision, place);
    for (const given of advances.get(place) ?? []) serve(given, request.at, place);
    if (policy.waitingList.active) lineIsServed(request.at, place);
  }
  for (const [id, { taken, capacity }] of books) {
    const pool = pools.get(id);
    rule(
      'a child has one place at most, and the counters tell how many have one',
      pool?.taken === taken && pool.capacity === capacity,
      deeds.length,
    );
  }
  const places = [...standings].filter(([, { pool }]) => pool !== null);
  const same = places.length === held.size && places.every(([child, { pool }]) => held.get(child) === pool);
  rule('a child has one place at most, and the counters tell how many have one', same, deeds.length);
  rule('the first in line is served first, across wishes and languages', [...line.keys()].join() === lineAtEnd.join(), deeds.length);
  return { tried, broken };
}
