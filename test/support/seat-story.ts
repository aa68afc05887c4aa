import { decideBatch, type Facts, newcomer } from '#domain/allocation/decide.ts';
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

/** A decision in the words of the stories. */
export function sentenceOf(decision: Decision, pools: Pools): string {
  const nameOf = (id: number | null) => Object.keys(pools).find((name) => pools[name]?.id === id) ?? 'nothing';
  const { outcome, refusal, released, pool, applied, overQuota, guaranteeLost } = decision;
  if (refusal !== null) return `${outcome}: ${'ground' in refusal ? refusal.ground : refusal.kind}, ${refusal.remedy}`;
  const said = { enrolled: `enrolled in ${nameOf(pool)}`, waiting: `waits for ${nameOf(applied)}` } as const;
  const parts: string[] = [outcome === 'enrolled' || outcome === 'waiting' ? said[outcome] : outcome];
  if (overQuota) parts.push('over quota');
  if (released !== null) parts.push(`${nameOf(released)} given back`);
  if (outcome === 'declined' && guaranteeLost) parts.push('guarantee lost');
  return parts.join(', ');
}

/** Decides requests cut into batches at the given places, carrying the facts from one to the next. */
export function decideInBatches(policy: Policy, start: readonly Pool[], requests: readonly SeatRequest[], cuts: readonly number[]) {
  let facts: Facts = { pools: new Map(start.map((pool) => [pool.id, pool])), standings: new Map<string, Standing>() };
  const decisions: Decision[] = [];
  const borders = [0, ...cuts.filter((cut) => cut > 0 && cut < requests.length).toSorted((a, b) => a - b), requests.length];
  for (let index = 1; index < borders.length; index += 1) {
    const batch = decideBatch(policy, facts, requests.slice(borders[index - 1], borders[index]));
    decisions.push(...batch.decisions);
    facts = { pools: new Map([...facts.pools, ...batch.pools]), standings: new Map([...facts.standings, ...batch.standings]) };
  }
  const standingOf = (child: string) => facts.standings.get(child) ?? newcomer;
  return {
    decisions,
    pools: facts.pools,
    standings: facts.standings,
    standingOf,
    freeOf: (id: number) => freeSeats(facts.pools.get(id) as Pool),
  };
}
