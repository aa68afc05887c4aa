import type { Day, Moment } from '../core/day.ts';
import type { FileProblem } from '../document/acceptance.ts';
import type { Relation } from '../policy/admission.ts';
import type { Policy } from '../policy/policy.ts';
import type { ChildNumberProblem } from './child-number.ts';

/** What keeps an application of a legal representative from being taken; the codes are those of the form's messages. */
export type GuardianshipProblem = 'pin_wrong' | ChildNumberProblem | 'relation_missing' | 'already_sent' | 'too_many_files' | FileProblem;

/** An application as its applicant sees it: of the child's national id only the end. `answerBy` is the last day for the check, if the law sets one. */
export type GuardianshipView = {
  readonly id: string;
  readonly relation: Relation;
  readonly nationalIdEnd: string;
  readonly state: 'submitted';
  readonly at: Moment;
  readonly answerBy: Day | null;
};

/** The relation a person named, if the law lets it apply with a document; a parent needs none. KG25-3, KG25-20. */
export function relationByDocument(policy: Policy, text: string): Relation | null {
  return policy.applicants.relations.find(({ relation, proof }) => proof === 'document' && relation === text)?.relation ?? null;
}
