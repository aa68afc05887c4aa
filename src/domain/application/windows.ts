import type { Moment } from '../core/day.ts';
import type { Refusal } from '../core/refusal.ts';
import type { Policy } from '../policy/policy.ts';
import type { Route, Stage } from '../policy/stages.ts';

/** Where a moment lies among the stages of a campaign. */
export type Window =
  | { readonly kind: 'open'; readonly stage: Stage }
  | { readonly kind: 'not_open_yet'; readonly next: Stage }
  | { readonly kind: 'between'; readonly last: Stage; readonly next: Stage }
  | { readonly kind: 'closed'; readonly last: Stage };

/** Where the campaign stands, for a page to draw. */
export type WindowView =
  | { readonly kind: 'open'; readonly stage: string; readonly closes: Moment; readonly clause: string }
  | { readonly kind: 'not_open_yet' | 'between'; readonly opensAt: Moment; readonly clause: string }
  | { readonly kind: 'closed'; readonly closedAt: Moment; readonly clause: string };

/**
 * The window of the campaign at a moment of its wall clock, among the stages that bind one of these grades (`null`: any). KG25-21.1,
 * KG25-21.13, KG25-26, KZA-15.
 */
export function windowAt(policy: Policy, at: Moment, grades: readonly number[] | null = null): Window {
  const stages = policy.stages.filter((stage) => binds(stage, grades));
  const open = stages.find((stage) => isOpen(stage, at));
  if (open !== undefined) return { kind: 'open', stage: open };
  const last = stages.filter((stage) => stage.closes <= at).sort((a, b) => (a.closes < b.closes ? 1 : -1))[0];
  const next = nextOf(stages, at);
  if (next === undefined) return { kind: 'closed', last: last as Stage };
  return last === undefined ? { kind: 'not_open_yet', next } : { kind: 'between', last, next };
}

/** A window as a page draws it. */
export function windowView(window: Window): WindowView {
  switch (window.kind) {
    case 'open':
      return { kind: 'open', stage: window.stage.code, closes: window.stage.closes, clause: window.stage.clause };
    case 'closed':
      return { kind: 'closed', closedAt: window.last.closes, clause: window.last.clause };
    default:
      return { kind: window.kind, opensAt: window.next.opens, clause: window.next.clause };
  }
}

/** Whether a stage binds one of these grades; `null` stands for every grade. */
export function binds(stage: Stage, grades: readonly number[] | null): boolean {
  return stage.grades === null || grades === null || stage.grades.some((grade) => grades.includes(grade));
}

/** Whether a stage is open: its first moment counts, its last does not. */
export function isOpen(stage: Stage, at: Moment): boolean {
  return stage.opens <= at && at < stage.closes;
}

/** The stage of a code; throws (a fault) when the policy has none: a stored draft cannot name a stage its own policy lacks. */
export function stageOf(policy: Policy, code: string): Stage {
  const stage = policy.stages.find((candidate) => candidate.code === code);
  if (stage === undefined) throw new Error(`policy ${policy.code} has no stage ${code}`);
  return stage;
}

/** Refuses an act outside its stage with the clause and the moment that would change the answer; `null` when the stage is open. */
export function refuseOutside(policy: Policy, stage: Stage, at: Moment): Refusal | null {
  if (isOpen(stage, at)) return null;
  if (at < stage.opens) return { kind: 'not_open_yet', opensAt: stage.opens, remedy: 'wait', clause: stage.clause };
  // A form kept open from one stage into the next: what is open now is told, not what comes after it.
  const others = policy.stages.filter((candidate) => binds(candidate, stage.grades));
  const now = others.find((candidate) => isOpen(candidate, at));
  if (now !== undefined)
    return { kind: 'closed', closedAt: stage.closes, opensAt: now.opens, remedy: 'choose_offered', clause: stage.clause };
  const opensAt = nextOf(others, at)?.opens ?? null;
  return { kind: 'closed', closedAt: stage.closes, opensAt, remedy: opensAt === null ? 'ask_district' : 'wait', clause: stage.clause };
}

/** When a family without this stage's right can next choose freely; `null` when never again in this campaign. */
export function opensNext(policy: Policy, route: Route, at: Moment): Moment | null {
  const stages = policy.stages.filter((stage) => stage.route === route && stage.closes > at);
  return stages.sort((a, b) => (a.opens < b.opens ? -1 : 1))[0]?.opens ?? null;
}

function nextOf(stages: readonly Stage[], at: Moment): Stage | undefined {
  return stages.filter((stage) => stage.opens > at).sort((a, b) => (a.opens < b.opens ? -1 : 1))[0];
}
