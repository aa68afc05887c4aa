import { type ChildFacts, gradesOpenTo } from '#domain/application/eligibility.ts';
import { stateAfter } from '#domain/application/lifecycle.ts';
import { type Ahead, aheadOf, type Offer } from '#domain/application/offer.ts';
import type { ChildCard, ChildPage, Opening } from '#domain/application/view.ts';
import { binds } from '#domain/application/windows.ts';
import type { SchoolView } from '#domain/core/school.ts';
import type { Match } from '#domain/catchment/resolve.ts';
import type { Policy } from '#domain/policy/policy.ts';
import type { Stage } from '#domain/policy/stages.ts';
import type { SchoolSeats } from '#domain/school/seats.ts';
import type { CampaignService } from '../campaign/service.ts';
import type { BirthAct } from '../ports.ts';
import type { ChildRecord } from '../person/service.ts';

/** What the law asks of a child. */
export function factsOf(record: ChildRecord): ChildFacts {
  return {
    birthDate: record.birthDate,
    preparedAtPreschool: record.preparedAtPreschool,
    hasIdentityDocuments: record.hasCertificate,
    isLinkKnown: record.isLinkKnown,
  };
}

/** What a page shows of a birth certificate: of its number the end alone. */
export function certificateShown(held: BirthAct['certificate'] | null): ChildPage['child']['certificate'] {
  if (held === null) return null;
  const { number, issued, issuer } = held;
  return { numberEnd: number === null ? null : number.slice(-digitsShown), issued, issuer };
}

const digitsShown = 3;

/** The grade a child is judged for: the one asked for where it is open to the child, else the one the law proposes. */
export function gradeAsked({ policy }: CampaignService, record: ChildRecord, wanted?: number): number | undefined {
  const eligible = gradesOpenTo(policy, factsOf(record));
  if (eligible.kind === 'refused') return undefined;
  return eligible.grades.find(({ grade }) => grade === wanted)?.grade ?? eligible.grades[0]?.grade;
}

/** The stage a family is shown: the one that is open, or the next as far as its claim can be prepared. */
export type Shown = { readonly open: Stage | null; readonly ahead: Ahead | null };

/** What is open to a family, or what it can prepare. */
export function shownOf({ policy, now }: CampaignService, offer: Offer, grade?: number): Shown {
  return { open: offer.kind === 'offered' ? offer.stage : null, ahead: aheadOf(policy, now(), offer, grade) };
}

/** The next stage as a page draws it, with the claim that is prepared for it. */
export function openingOf({ ahead }: Shown, card: ChildCard, draft: string | null): Opening | null {
  if (ahead === null) return null;
  const { code, opens, clause } = ahead.stage;
  return { stage: code, opensAt: opens, clause, choosing: choosingOf(ahead.stage, card), draft };
}

/** Whether a stage, open or the next, lets this child's family choose among schools with free seats: by what the stage says, not by what it is called. */
export function choosingOf(stage: Stage | null, { state }: ChildCard): ChildPage['choosing'] {
  if (stage === null || stage.shows === 'catchment') return null;
  const { move, decision } = stage;
  if (stateAfter(state, decision.by === 'school' ? 'submit' : 'enrol', 'applicant') !== null) return 'open';
  if (decision.by === 'school') return null;
  return move === 'seat_for_seat' && stateAfter(state, 'move', 'applicant') !== null ? 'move' : 'no_move';
}

/** The schools of the family's microdistrict that teach a grade (any, where none is chosen yet). KZA-4. */
export function microdistrictAmong(
  schools: readonly SchoolSeats[],
  { matches }: { readonly matches: readonly Match[] },
  grade: number | null,
): readonly SchoolView[] {
  const own = new Set(matches.map(({ schoolId }) => schoolId));
  const teaches = ({ pools }: SchoolSeats) => pools.some((pool) => grade === null || pool.grade === grade);
  return schools.filter((one) => own.has(one.school.id) && teaches(one)).map(({ school }) => school);
}

/** How soon the school answers, where it is the school that decides about this child. KZA-6. */
export function schoolDecides(policy: Policy, shown: Stage | null, { waiting }: ChildCard): ChildPage['schoolDecides'] {
  const applied = waiting === null ? undefined : policy.stages.find((stage) => binds(stage, [waiting.grade]));
  const stage = shown ?? applied;
  return stage?.decision.by === 'school' ? { withinWorkingDays: stage.decision.withinWorkingDays, clause: stage.decision.clause } : null;
}

/** The clause by which schools are proposed. */
export function clauseOfProposal({ policy }: CampaignService): string {
  return policy.stages.find((stage) => stage.shows === 'catchment')?.clause ?? policy.stages[0]?.clause ?? '';
}

/** What to bring to the school and when. KG25-21.14. */
export function bringing({ policy }: CampaignService): ChildPage['bring'] {
  const { from, to, clause, list } = policy.documents.toSchool;
  return { from, to, clause, documents: list.map((document) => document.code) };
}
