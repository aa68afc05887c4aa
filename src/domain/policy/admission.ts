import type { Day } from '../core/day.ts';
import type { Cited } from './cited.ts';

/** Who may apply for a child, and how each proves it. */
export type Applicants = {
  readonly relations: readonly (Cited & {
    readonly relation: Relation;
    /** The civil registry's link is enough, or a document must be attached and checked. */
    readonly proof: 'civil_registry' | 'document';
  })[];
  /** Whose permanent registration decides the school. */
  readonly addressOf: Cited & { readonly whose: 'applicant' | 'either_parent_or_guardian' | 'child' };
};

export type Relation = 'parent' | 'adoptive_parent' | 'guardian' | 'trustee' | 'child_protection_officer';

/** Birth dates that belong to a grade. A child may belong to several cohorts; the family then chooses the grade. */
export type Cohort = Cited & {
  readonly bornFrom: Day;
  readonly bornTo: Day;
  readonly grade: number;
  readonly condition: 'none' | 'preschool_prepared';
};

/** Children whom the general rules do not admit, and who decides about them. */
export type SpecialOrder = Cited &
  (
    | { readonly when: 'older_than'; readonly years: number; readonly onDay: Day; readonly decidedBy: 'commission' }
    | { readonly when: 'no_cohort' | 'no_identity_documents'; readonly decidedBy: 'commission' }
    | { readonly when: 'younger_than_cohorts'; readonly decidedBy: 'nobody_this_year' }
  );

/** Giving up a proposed or held place: the reasons in the source's order, and what each costs. */
export type Declines = Cited & {
  readonly reasons: readonly DeclineReason[];
  /** What must be said before the parent confirms. */
  readonly warning: Cited;
};

export type DeclineReason = Cited & {
  readonly code: string;
  readonly effect: 'guarantee_lost' | 'guarantee_kept';
  /** The category a family that gives this reason may apply for instead, keeping its place. */
  readonly preference: string | null;
};

/** How many times an enrolment may be cancelled (`null`: no limit), and whether an application must be withdrawn before another school is asked. */
export type Cancellation = Cited & { readonly atMost: number | null; readonly withdrawFirst: boolean };
