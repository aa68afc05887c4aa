import { type Day, yearsOn } from '../core/day.ts';
import type { Refusal } from '../core/refusal.ts';
import type { Cohort, SpecialOrder } from '../policy/admission.ts';
import type { Policy } from '../policy/policy.ts';

/** What the law needs to know of a child to name its grade. */
export type ChildFacts = {
  readonly birthDate: Day;
  /** On the list of a school's or kindergarten's preparation class. */
  readonly preparedAtPreschool: boolean;
  /** The civil registry holds the child's birth act. */
  readonly hasIdentityDocuments: boolean;
  /** False when the civil registry has not confirmed in this campaign that the child is this applicant's. */
  readonly isLinkKnown?: boolean;
};

export type Eligibility =
  { readonly kind: 'admitted'; readonly grades: readonly GradeOpen[] } | { readonly kind: 'refused'; readonly refusal: Refusal };

/** A grade open to the child, the first one is the one the law proposes. */
export type GradeOpen = { readonly grade: number; readonly clause: string };

/** The grades a child may enter under the campaign's law, or who decides instead. KG25-5.1, KG25-5.2, KG25-27. */
export function gradesOpenTo(policy: Policy, child: ChildFacts): Eligibility {
  const special = policy.specialOrders.find((order) => specialOrders[order.when](policy, order, child));
  if (special !== undefined) return { kind: 'refused', refusal: refusalOf(policy, special) };
  const cohorts = cohortsOf(policy, child.birthDate).filter((cohort) => conditions[cohort.condition](child));
  // The cohort with a condition is the more special rule, so it is proposed first; nobody loses grade 1 by being prepared (clause 27).
  const proposedFirst = [...cohorts].sort((a, b) => Number(a.condition === 'none') - Number(b.condition === 'none'));
  return { kind: 'admitted', grades: proposedFirst.map(({ grade, clause }) => ({ grade, clause })) };
}

const conditions: Readonly<Record<Cohort['condition'], (child: ChildFacts) => boolean>> = {
  none: () => true,
  preschool_prepared: (child) => child.preparedAtPreschool,
};

const specialOrders: Readonly<Record<SpecialOrder['when'], (policy: Policy, order: SpecialOrder, child: ChildFacts) => boolean>> = {
  older_than: (_policy, order, child) => order.when === 'older_than' && yearsOn(child.birthDate, order.onDay) > order.years,
  no_identity_documents: (_policy, _order, child) => !child.hasIdentityDocuments,
  no_cohort: (policy, _order, child) => cohortsOf(policy, child.birthDate).length === 0 && child.birthDate <= lastBirthDay(policy),
  younger_than_cohorts: (policy, _order, child) => child.birthDate > lastBirthDay(policy),
};

function cohortsOf(policy: Policy, born: Day): readonly Cohort[] {
  return policy.cohorts.filter((cohort) => cohort.bornFrom <= born && born <= cohort.bornTo);
}

function lastBirthDay(policy: Policy): Day {
  return policy.cohorts.map((cohort) => cohort.bornTo).reduce((latest, candidate) => (candidate > latest ? candidate : latest));
}

function refusalOf(policy: Policy, order: SpecialOrder): Refusal {
  if (order.when === 'younger_than_cohorts') {
    return { kind: 'too_young', bornTo: lastBirthDay(policy), remedy: 'next_campaign', clause: order.clause };
  }
  return { kind: 'commission_decides', why: order.when, remedy: 'go_to_commission', clause: order.clause };
}
