import type { Refusal } from '../core/refusal.ts';
import type { DeclineReason } from '../policy/admission.ts';
import type { Policy } from '../policy/policy.ts';

export type DeclineEffect = { readonly kind: 'effect'; readonly guaranteeLost: boolean; readonly clause: string };

/** What declining for this reason costs the family; refused when the law does not list the reason. KG25-21.9, KG25-21.10. */
export function effectOfDecline(
  policy: Policy,
  reason: string,
  cancellations: number,
): DeclineEffect | { readonly kind: 'refused'; readonly refusal: Refusal } {
  const known = reasonsToDecline(policy).find((candidate) => candidate.code === reason);
  const clause = policy.declines?.clause ?? policy.cancellation.clause;
  if (known === undefined) return { kind: 'refused', refusal: { kind: 'reason_not_in_law', remedy: 'choose_offered', clause } };
  const usedUp = refuseCancelling(policy, cancellations);
  if (usedUp !== null) return { kind: 'refused', refusal: usedUp };
  return { kind: 'effect', guaranteeLost: known.effect === 'guarantee_lost', clause: known.clause };
}

/** Refuses one cancellation more than the law allows; `null` while there is one left, or where it sets no limit. */
export function refuseCancelling({ cancellation: { atMost, clause } }: Policy, cancellations: number): Refusal | null {
  if (atMost === null || cancellations < atMost) return null;
  return { kind: 'cancellations_used_up', atMost, remedy: 'ask_district', clause };
}

/** The reasons in the order of the law; none where the law asks for none. */
export function reasonsToDecline(policy: Policy): readonly DeclineReason[] {
  return policy.declines?.reasons ?? [];
}

/**
 * Whether this reason gives up a guaranteed place for the sake of a preference: such a preference can be applied for while keeping the place,
 * so the family is asked once more. KG25-21.11, KG25-24.
 */
export function forfeitsForPreference(policy: Policy, reason: string): boolean {
  const known = reasonsToDecline(policy).find((candidate) => candidate.code === reason);
  return known !== undefined && known.preference !== null && known.effect === 'guarantee_lost';
}
