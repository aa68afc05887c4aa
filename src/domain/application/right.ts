import type { Basis, Pool, SeatRequest } from '../allocation/seat.ts';
import type { Moment } from '../core/day.ts';
import type { Policy } from '../policy/policy.ts';
import type { Stage } from '../policy/stages.ts';
import { type ChildFacts, gradesOpenTo } from './eligibility.ts';
import { binds, windowAt, type Window } from './windows.ts';

/** What an act asks, as far as its right depends on it: `wished` are the pools of a claim that exist, `held` the one its child has. */
export type RightAsked = {
  readonly act: Exclude<SeatRequest['act'], 'confirm' | 'reject'>;
  readonly at: Moment;
  readonly child: ChildFacts;
  readonly wished: readonly Pool[];
  readonly held: Pool | null;
};

/** The version of a school's boundaries by which it serves the family for a pool; `null` where none does. */
export type ServedBy = (pool: Pool) => string | null;

/** What was found when the family's page was drawn: for homes as one text, which version serves which pool. */
export type FoundBefore = { readonly homes: string; readonly pools: readonly number[]; readonly versions: readonly string[] };

/**
 * Whether it was found before, for these homes, that this very version serves a pool. A list does not change once it is published, so to judge it once
 * more would come to the same: this spares work and decides nothing.
 */
export function isFoundBefore(before: FoundBefore | null, homes: string, pool: number, version: string): boolean {
  if (before === null || before.homes !== homes) return false;
  const place = before.pools.indexOf(pool);
  return place >= 0 && before.versions[place] === version;
}

/** What an act rests on at its turn, or why it has no turn yet. */
export type Right =
  | { readonly kind: 'not_open_yet'; readonly opensAt: Moment; readonly clause: string }
  | {
      readonly kind: 'judged';
      readonly basis: Basis;
      /** The version that serves the family, by each pool wished for that one serves; `null` where no boundaries decide. */
      readonly versions: ReadonlyMap<number, string> | null;
    };

/**
 * Judges at its turn what an act rests on: the stage that is open to the child then, its grades then, the boundaries that serve its address then.
 * Nothing of it is taken from a page that was drawn before: who looked last, and when, gives nobody another answer. KG25-21.4, KG25-18.4.
 */
export function rightAt(policy: Policy, asked: RightAsked, servedBy: ServedBy): Right {
  const { act, wished } = asked;
  const eligible = gradesOpenTo(policy, asked.child);
  const grades = eligible.kind === 'refused' ? [] : eligible.grades.map(({ grade }) => grade);
  const window = windowOf(policy, asked, grades);
  // Before there was anything to ask for there is nothing to take back; afterwards no window binds it.
  if (window.kind === 'not_open_yet' || (window.kind === 'between' && act !== 'withdraw'))
    return { kind: 'not_open_yet', opensAt: window.next.opens, clause: window.next.clause };
  const stage = stageIn(window);
  const { code, route } = stage;
  if (stage.shows !== 'catchment') return { kind: 'judged', basis: { stage: code, route, offered: null, grades }, versions: null };
  const versions = act === 'enrol' ? versionsOf(wished, servedBy) : null;
  return { kind: 'judged', basis: { stage: code, route, offered: [...(versions?.keys() ?? [])], grades }, versions };
}

/** The window of the grades an act is about: those wished for, or of the place held; where they say nothing, those open to the child. */
function windowOf(policy: Policy, { act, at, wished, held }: RightAsked, grades: readonly number[]): Window {
  const wanted = wished.map(({ grade }) => grade).filter((grade) => grades.includes(grade));
  const about = act === 'enrol' ? wanted : held === null ? [] : [held.grade];
  const bound = [about, grades].find((some) => some.length > 0 && policy.stages.some((stage) => binds(stage, some)));
  return windowAt(policy, at, bound ?? null);
}

function stageIn(window: Exclude<Window, { readonly kind: 'not_open_yet' }>): Stage {
  return window.kind === 'open' ? window.stage : window.last;
}

function versionsOf(wished: readonly Pool[], servedBy: ServedBy): ReadonlyMap<number, string> {
  return new Map(
    wished.flatMap((pool) => {
      const version = servedBy(pool);
      return version === null ? [] : [[pool.id, version] as const];
    }),
  );
}
