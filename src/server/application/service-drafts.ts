import type { Basis, SeatAct } from '#domain/allocation/seat.ts';
import { reasonsToDecline, refuseCancelling } from '#domain/application/decline.ts';
import { stateAfter } from '#domain/application/lifecycle.ts';
import type { ChildCard, ChildPage } from '#domain/application/view.ts';
import { refuseOutside, stageOf, windowAt } from '#domain/application/windows.ts';
import type { Moment } from '#domain/core/day.ts';
import type { Policy } from '#domain/policy/policy.ts';
import type { Stage } from '#domain/policy/stages.ts';
import type { Tx } from '../db/transaction.ts';
import { openDraft, type PoolRow, upsertOffer } from './store.ts';

/** Idempotency keys of the acts that are open to a family; `null` where an act is not. */
export type Drafts = Pick<ChildPage, 'enrolDraft' | 'declineDraft' | 'withdrawDraft'>;

/** What the drafts of one child are prepared from. */
export type Preparation = {
  readonly campaign: string;
  readonly policy: Policy;
  readonly now: Moment;
  readonly card: ChildCard;
  readonly cancellations: number;
  /** What was offered; `null` when nothing is. */
  readonly basis: Basis | null;
};

/** What a claim under this stage is judged on. */
export function basisOf(stage: Stage, pools: readonly PoolRow[], grades: readonly number[]): Basis {
  return { stage: stage.code, route: stage.route, offered: stage.shows === 'catchment' ? pools.map((pool) => pool.id) : null, grades };
}

/** Opens the drafts of the buttons a family can press now, and brings what this person is offered up to date. */
export async function prepareDrafts(tx: Tx, person: string, at: Date, preparation: Preparation): Promise<Drafts> {
  const { campaign, card, basis } = preparation;
  const draftOf = async (act: SeatAct, offered: Basis | null) => {
    if (offered === null) return null;
    const draft = await openDraft(tx, campaign, card.id, act);
    await upsertOffer(tx, draft, person, offered, at);
    return draft;
  };
  return {
    enrolDraft: await draftOf('enrol', canEnrol(preparation) ? basis : null),
    declineDraft: await draftOf('decline', canDecline(preparation) ? basis : null),
    withdrawDraft: await draftOf('withdraw', canWithdraw(preparation) ? (basis ?? latestBasis(preparation)) : null),
  };
}

function openStage({ policy, now, basis }: Preparation): Stage | null {
  const stage = basis === null ? null : stageOf(policy, basis.stage);
  return stage !== null && refuseOutside(policy, stage, now) === null ? stage : null;
}

function canEnrol(preparation: Preparation): boolean {
  const { card } = preparation;
  const stage = openStage(preparation);
  if (stage === null || card.refusal !== null) return false;
  const canMove = stage.move === 'seat_for_seat' && stateAfter(card.state, 'move', 'applicant') !== null;
  return canMove || stateAfter(card.state, stage.decision.by === 'school' ? 'submit' : 'enrol', 'applicant') !== null;
}

function canDecline(preparation: Preparation): boolean {
  const { card, basis, policy } = preparation;
  const stage = openStage(preparation);
  if (stage === null || stateAfter(card.state, 'decline', 'applicant') === null || reasonsToDecline(policy).length === 0) return false;
  return card.place !== null || (stage.guarantee !== 'none' && card.refusal === null && basis?.offered?.length !== 0);
}

/** An application that waits can always be taken back; a place where the law asks for no reason. KZA-9. */
function canWithdraw({ card, policy, cancellations }: Preparation): boolean {
  if (stateAfter(card.state, 'withdraw', 'applicant') === null) return false;
  return card.state === 'waiting' || (policy.declines === null && refuseCancelling(policy, cancellations) === null);
}

/** The stage that is open, or the last one that was: taking back is bound to no window. */
function latestBasis({ policy, now, card }: Preparation): Basis | null {
  const grade = card.place?.grade ?? card.waiting?.grade;
  const window = windowAt(policy, now, grade === undefined ? null : [grade]);
  const stage = window.kind === 'open' ? window.stage : window.kind === 'not_open_yet' ? null : window.last;
  return stage === null ? null : basisOf(stage, [], grade === undefined ? [] : [grade]);
}
