import type { Advance } from '#domain/allocation/advance.ts';
import type { CapacityDecision, CapacityRequest } from '#domain/allocation/capacity.ts';
import { decideInOrder, newcomer } from '#domain/allocation/decide.ts';
import { type InLine, lineAfter } from '#domain/allocation/line.ts';
import { type Decision, freeSeats, type Pool, type SeatRequest, type Standing } from '#domain/allocation/seat.ts';
import { stageOf } from '#domain/application/windows.ts';
import { type Moment, moment } from '#domain/core/day.ts';
import type { Policy } from '#domain/policy/policy.ts';

/** Pools by the letter the stories call them. */
export type Pools = Readonly<Record<string, Pool>>;

/** Makes pools from `A=2 B=0 P=3/preference G=1/grade2`: seats of grade 1 in Kyrgyz, where nothing else is said. */
export function poolsOf(text: string): Pools {
  const entries = text.split(/\s+/).map((word, index) => {
    const [, name = '', seats = '0', mark = ''] = /^(\w+)=(\d+)(?:\/(\w+))?$/.exec(word) ?? [];
    const kind = mark === 'preference' ? 'preference' : 'general';
    const grade = mark === 'grade2' ? 2 : 1;
    const pool: Pool = { id: index + 1, school: name, grade, language: 'ky', kind, capacity: Number(seats), overQuota: 0, taken: 0 };
    return [name, pool] as const;
  });
  return Object.fromEntries(entries);
}

/** Reads `Aida enrols A, B`, `Aida declines (next_year)`, `Aida withdraws`, `Aida is accepted`, `Aida is rejected (classes_full)`, with `at 2025-06-02T09:00` or `in free_choice` where it is not the story's. */
export function requestOf(
  sentence: string,
  draft: string,
  pools: Pools,
  usual: { readonly stage: string; readonly at: Moment; readonly policy: Policy },
): SeatRequest {
  const [, child = '', act = '', rest = ''] = /^(\w+) (enrols|declines|withdraws|is accepted|is rejected)(.*)$/.exec(sentence) ?? [];
  const stage = / in (\w+)/.exec(rest)?.[1] ?? usual.stage;
  const at = / at (\S+)/.exec(rest)?.[1];
  const law = stageOf(usual.policy, stage);
  const offered =
    law.shows === 'catchment'
      ? Object.values(pools)
          .filter((pool) => pool.school !== 'X')
          .map((pool) => pool.id)
      : null;
  const common = { draft, child, at: at === undefined ? usual.at : moment(at), basis: { stage, route: law.route, offered, grades: [1] } };
  if (act === 'withdraws') return { ...common, act: 'withdraw' };
  if (act === 'is accepted') return { ...common, act: 'confirm' };
  if (act === 'is rejected') return { ...common, act: 'reject', ground: /\((\w*)\)/.exec(rest)?.[1] ?? 'classes_full' };
  if (act === 'declines') return { ...common, act: 'decline', reason: /\((\w*)\)/.exec(rest)?.[1] ?? 'next_year' };
  const named = rest
    .replace(/ (in|at) .*$/, '')
    .split(',')
    .map((name) => name.trim());
  return { ...common, act: 'enrol', wishes: named.filter(Boolean).map((name) => pools[name]?.id ?? 999) };
}

/** Reads what {@link requestOf} reads, and `A has 3 seats, B has 2 seats`: a change of capacity. */
export function actOf(
  sentence: string,
  draft: string,
  pools: Pools,
  usual: { readonly stage: string; readonly at: Moment; readonly policy: Policy },
): SeatRequest | CapacityRequest {
  const changed = [...sentence.matchAll(/(\w+) has (\d+) seats?/g)];
  if (changed.length === 0) return requestOf(sentence, draft, pools, usual);
  const at = / at (\S+)/.exec(sentence)?.[1];
  return {
    act: 'capacity',
    at: at === undefined ? usual.at : moment(at),
    pools: changed.map(([, name = '', seats]) => ({ pool: pools[name]?.id ?? 999, capacity: Number(seats) })),
  };
}

/** A decision in the words of the stories. */
export function sentenceOf(decision: Decision, pools: Pools): string {
  const { outcome, refusal, released, pool, applied, overQuota, guaranteeLost } = decision;
  if (refusal !== null) return `${outcome}: ${'ground' in refusal ? refusal.ground : refusal.kind}, ${refusal.remedy}`;
  const said = { enrolled: `enrolled in ${nameIn(pools, pool)}`, waiting: `waits for ${nameIn(pools, applied)}`, queued: 'stands in line' };
  const parts: string[] = [outcome === 'enrolled' || outcome === 'waiting' || outcome === 'queued' ? said[outcome] : outcome];
  if (overQuota) parts.push('over quota');
  if (released !== null) parts.push(`${nameIn(pools, released)} given back`);
  if (outcome === 'declined' && guaranteeLost) parts.push('guarantee lost');
  return parts.join(', ');
}

/** What an act led to in the words of the stories: its own decision, and what the line was given after it. */
export function tellingOf(decision: Decision | CapacityDecision, advances: readonly Advance[], pools: Pools): string {
  const own = 'draft' in decision ? sentenceOf(decision, pools) : decision.outcome;
  return [own, ...advances.map(({ decision: { child, pool } }) => `${child} is given ${nameIn(pools, pool)}`)].join('; ');
}

function nameIn(pools: Pools, id: number | null): string {
  return Object.keys(pools).find((name) => pools[name]?.id === id) ?? 'nothing';
}

/** Decides requests cut into batches at the given places, carrying the facts from one to the next. */
export function decideInBatches(policy: Policy, start: readonly Pool[], requests: readonly SeatRequest[], cuts: readonly number[]) {
  const { decisions, ...after } = playInBatches(policy, start, requests, cuts);
  return { ...after, decisions: decisions as readonly Decision[] };
}

/** {@link decideInBatches} with changes of capacity among the acts. `advances` are what the line was given, by the place of the act. */
export function playInBatches(
  policy: Policy,
  start: readonly Pool[],
  acts: readonly (SeatRequest | CapacityRequest)[],
  cuts: readonly number[],
) {
  let pools: ReadonlyMap<number, Pool> = new Map(start.map((pool) => [pool.id, pool]));
  let standings: ReadonlyMap<string, Standing> = new Map();
  let line: readonly InLine[] = [];
  const decisions: (Decision | CapacityDecision)[] = [];
  const advances = new Map<number, readonly Advance[]>();
  const borders = [0, ...cuts.filter((cut) => cut > 0 && cut < acts.length).toSorted((a, b) => a - b), acts.length];
  for (let index = 1; index < borders.length; index += 1) {
    const from = borders[index - 1] as number;
    const batch = decideInOrder(policy, { pools, standings, line }, acts.slice(from, borders[index]));
    decisions.push(...batch.decisions);
    for (const [place, given] of batch.advances) advances.set(from + place, given);
    pools = new Map([...pools, ...batch.pools]);
    standings = new Map([...standings, ...batch.standings]);
    line = lineAfter(line, batch.line);
  }
  const standingOf = (child: string) => standings.get(child) ?? newcomer;
  return { decisions, advances, pools, standings, line, standingOf, freeOf: (id: number) => freeSeats(pools.get(id) as Pool) };
}
