import { newcomer } from '../allocation/decide.ts';
import { guaranteeLost } from '../allocation/refusals.ts';
import type { Standing } from '../allocation/seat.ts';
import type { Moment } from '../core/day.ts';
import type { Refusal } from '../core/refusal.ts';
import type { RegisterName } from '../core/register-name.ts';
import type { Policy } from '../policy/policy.ts';
import type { Stage } from '../policy/stages.ts';
import { type ChildFacts, type GradeOpen, gradesOpenTo } from './eligibility.ts';
import { windowAt, type Window } from './windows.ts';

/** What can be offered to a family at this moment, or why nothing can. */
export type Offer =
  | { readonly kind: 'offered'; readonly stage: Stage; readonly grades: readonly GradeOpen[] }
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly grades: readonly GradeOpen[] };

/** What the registers say of the family's address: nothing yet, none, one that cannot be judged by, or how many schools serve it. */
export type AddressFacts =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'no_address' }
  | { readonly kind: 'unusable' }
  | { readonly kind: 'address'; readonly schools: number };

/**
 * Judges everything that can be judged before a seat is asked for: the child, the window, the guarantee, the address. KG25-21.1, KG25-21.4.
 * The register judges window and guarantee once more when the seat is asked for. Where stages bind grades, `wanted` says which grade is asked
 * for; the first one open to the child otherwise.
 */
export function offerTo(
  policy: Policy,
  at: Moment,
  child: ChildFacts,
  standing: Standing = newcomer,
  address: AddressFacts,
  wanted?: number,
): Offer {
  const eligible = gradesOpenTo(policy, child);
  if (eligible.kind === 'refused') return { kind: 'refused', refusal: eligible.refusal, grades: [] };
  const { grades } = eligible;
  const grade = grades.find((open) => open.grade === wanted)?.grade ?? grades[0]?.grade;
  const window = windowAt(policy, at, grade === undefined ? null : [grade]);
  const refusal = refuse(policy, at, window, standing, { isLinkKnown: child.isLinkKnown !== false, address });
  if (refusal !== null || window.kind !== 'open') return { kind: 'refused', refusal: refusal as Refusal, grades };
  return { kind: 'offered', stage: window.stage, grades };
}

/** What will be offered when the next stage opens: everything else has been judged, and nothing stands in the way. */
export type Ahead = { readonly stage: Stage; readonly grades: readonly GradeOpen[] };

/** What a family can prepare before a stage opens; `null` when a stage is open, or something besides the hour stands in the way. KG25-21.1 */
export function aheadOf(policy: Policy, at: Moment, offer: Offer, wanted?: number): Ahead | null {
  if (offer.kind !== 'refused' || offer.refusal.kind !== 'not_open_yet') return null;
  const { grades } = offer;
  const grade = grades.find((open) => open.grade === wanted)?.grade ?? grades[0]?.grade;
  const window = windowAt(policy, at, grade === undefined ? null : [grade]);
  return window.kind === 'not_open_yet' || window.kind === 'between' ? { stage: window.next, grades } : null;
}

type Facts = { readonly isLinkKnown: boolean; readonly address: AddressFacts };

function refuse(policy: Policy, at: Moment, window: Window, standing: Standing, { isLinkKnown, address }: Facts): Refusal | null {
  if (window.kind === 'closed') {
    return { kind: 'closed', closedAt: window.last.closes, opensAt: null, remedy: 'ask_district', clause: window.last.clause };
  }
  const stage = window.kind === 'open' ? window.stage : window.next;
  if (standing.guaranteeLost && stage.guarantee !== 'none') return guaranteeLost(policy, stage, at);
  // Whose child it is, and where the family lives, is not taken from last year: silence is no answer.
  if (!isLinkKnown) return notKnownYet('civil_registry', stage);
  const standsInTheWay = stage.shows === 'catchment' ? refuseAddress(address, stage) : null;
  if (standsInTheWay !== null) return standsInTheWay;
  if (window.kind !== 'open') return { kind: 'not_open_yet', opensAt: stage.opens, remedy: 'wait', clause: stage.clause };
  return null;
}

/** What the address alone says where schools are proposed by it. KG25-21.4, KG25-21.8. */
function refuseAddress(address: AddressFacts, stage: Stage): Refusal | null {
  const { clause } = stage;
  if (address.kind === 'unknown') return notKnownYet('address_bureau', stage);
  if (address.kind === 'no_address') return { kind: 'no_address', remedy: 'register_address', clause };
  if (address.kind === 'unusable') return { kind: 'address_unusable', remedy: 'correct_address', clause };
  return address.schools === 0 ? { kind: 'no_school_for_address', remedy: 'ask_nearest_school', clause } : null;
}

function notKnownYet(register: RegisterName, { clause }: Stage): Refusal {
  return { kind: 'not_known_yet', register, remedy: 'ask_again', clause };
}
