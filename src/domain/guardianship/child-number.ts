import { type Day, yearsOn } from '../core/day.ts';
import { factsIn } from '../core/national-id-facts.ts';
import type { NationalId } from '../core/national-id.ts';
import type { Policy } from '../policy/policy.ts';

/** Why a well-written number cannot be the child's of a guardianship; the codes are those of the form's messages. */
export type ChildNumberProblem = 'pin_own' | 'pin_parent' | 'pin_unreal' | 'pin_age';

/** Whose numbers the applicant's form is judged against: her own, and those of the children whose parent the registry says she is. */
export type Applying = { readonly own: NationalId; readonly children: readonly NationalId[]; readonly today: Day };

/**
 * Judges a number by what it says of its holder, under the law of the campaign: nobody is one's own ward, a parent needs no document, and a child is
 * no grown-up, is born, and is not too young for every grade of this campaign. An older child passes: of it the commission decides. KG25-3, KG25-5.2.
 */
export function childNumberProblem(policy: Policy, child: NationalId, { own, children, today }: Applying): ChildNumberProblem | null {
  if (child === own) return 'pin_own';
  if (children.includes(child)) return 'pin_parent';
  const { written, childUntilYears } = policy.nationalId;
  if (written === undefined) return null;
  const facts = factsIn(child, written);
  if (facts === 'silent') return null;
  if (facts === 'unreal' || facts.birthDate > today) return 'pin_unreal';
  const isGrownUp = childUntilYears !== undefined && yearsOn(facts.birthDate, today) >= childUntilYears;
  const isTooYoung =
    policy.specialOrders.some(({ when }) => when === 'younger_than_cohorts') &&
    policy.cohorts.every(({ bornTo }) => facts.birthDate > bornTo);
  return isGrownUp || isTooYoung ? 'pin_age' : null;
}
