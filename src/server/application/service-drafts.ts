import type { Basis, SeatAct } from '#domain/allocation/seat.ts';
import { reasonsToDecline, refuseCancelling } from '#domain/application/decline.ts';
import { stateAfter } from '#domain/application/lifecycle.ts';
import type { ChildCard, ChildPage } from '#domain/application/view.ts';
import { refuseOutside, stageOf, windowAt } from '#domain/application/windows.ts';
import type { Moment } from '#domain/core/day.ts';
import type { Policy } from '#domain/policy/policy.ts';
import type { Stage } from '#domain/policy/stages.ts';
import type { Tx } from '../db/transaction.ts';
import { type DraftsFound, openDraft, type PoolRow, type Served, upsertOffer } from './store.ts';

/** Idempotency keys of the acts that are open to a family, and of the claim prepared for the next stage; `null` where an act is not. */
export type Drafts = Pick<ChildPage, 'enrolDraft' | 'declineDraft' | 'withdrawDraft'> & { readonly preparedDraft: string | null };

/** What the drafts of one child are prepared from. */
export type Preparation = {
  readonly campaign: string;
  readonly policy: Policy;
  readonly now: Moment;
  readonly card: ChildCard;
  readonly cancellations: number;
  /** What was offered; `null` when nothing is. */
  readonly basis: Basis | null;
  /** What will be offered when the next stage opens; `null` while one is open. A claim for it is turned away until then. */
  readonly ahead: Basis | null;
  /** Which pools the boundaries in force serve the family's homes for; kept with the draft, so that the register need not look again. */
  readonly served: Served;
};

/** What a claim under this stage is judged on. */
export function basisOf(stage: Stage, pools: readonly PoolRow[], grades: readonly number[]): Basis {
  return { stage: stage.code, route: stage.route, offered: stage.shows === 'catchment' ? pools.map((pool) => pool.id) : null, grades };
}

/** What the buttons need that a family can press now, by act. */
function needed(preparation: Preparation): readonly { readonly act: SeatAct; readonly basis: Basis }[] {
  const { basis, ahead } = preparation;
  const acts: readonly (readonly [SeatAct, Basis | null])[] = [
    ['enrol', canEnrol(preparation) ? basis : canPrepare(preparation) ? ahead : null],
    ['decline', canDecline(preparation) ? basis : null],
    ['withdraw', canWithdraw(preparation) ? (basis ?? latestBasis(preparation)) : null],
  ];
  return acts.flatMap(([act, asked]) => (asked === null ? [] : [{ act, basis: asked }]));
}

/**
 * The drafts of the buttons a family can press now. Those that are open are taken as they are; only a change is written, in one transaction that
 * `write` opens. What was found of boundaries is kept beside them: it decides nothing, for the register looks at its turn whether it still holds.
 */
export async function prepareDrafts(
  write: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>,
  person: string,
  at: Date,
  preparation: Preparation,
  known: DraftsFound,
): Promise<Drafts> {
  const asked = needed(preparation);
  const { served } = preparation;
  const isKnown = (act: SeatAct) => act !== 'enrol' || isSame(known.enrol?.offer ?? null, served);
  const isReady = asked.every(({ act }) => known[act]?.isOpen === true && isKnown(act));
  const ids = isReady
    ? new Map(asked.map(({ act }) => [act, known[act]?.id ?? null]))
    : await write(async (tx) => {
        const { campaign, card } = preparation;
        const opened = new Map<SeatAct, string | null>();
        for (const { act } of asked) {
          const latest = known[act];
          const id = latest?.isOpen === true ? latest.id : await openDraft(tx, campaign, card.id, act, (latest?.generation ?? 0) + 1);
          if (act === 'enrol' && !(latest?.isOpen === true && isKnown(act))) await upsertOffer(tx, id, person, served, at);
          opened.set(act, id);
        }
        return opened;
      });
  const enrol = ids.get('enrol') ?? null;
  const isOpen = preparation.basis !== null;
  return {
    enrolDraft: isOpen ? enrol : null,
    declineDraft: ids.get('decline') ?? null,
    withdrawDraft: ids.get('withdraw') ?? null,
    preparedDraft: isOpen ? null : enrol,
  };
}

function isSame(kept: Served | null, served: Served): boolean {
  const words = ({ homes, pools, versions }: Served) => JSON.stringify([homes, pools, versions]);
  return kept !== null && words(kept) === words(served);
}

function openStage({ policy, now, basis }: Preparation): Stage | null {
  const stage = basis === null ? null : stageOf(policy, basis.stage);
  return stage !== null && refuseOutside(policy, stage, now) === null ? stage : null;
}

function canEnrol(preparation: Preparation): boolean {
  const { card } = preparation;
  const stage = openStage(preparation);
  return stage !== null && card.refusal === null && canAsk(stage, card);
}

/** The hour alone may stand in the way of a claim that is prepared. */
function canPrepare({ policy, ahead, card }: Preparation): boolean {
  const isOnlyEarly = card.refusal === null || card.refusal.kind === 'not_open_yet';
  return ahead !== null && isOnlyEarly && canAsk(stageOf(policy, ahead.stage), card);
}

function canAsk(stage: Stage, { state }: ChildCard): boolean {
  const canMove = stage.move === 'seat_for_seat' && stateAfter(state, 'move', 'applicant') !== null;
  return canMove || stateAfter(state, stage.decision.by === 'school' ? 'submit' : 'enrol', 'applicant') !== null;
}

function canDecline(preparation: Preparation): boolean {
  const { card, basis, policy } = preparation;
  const stage = openStage(preparation);
  if (stage === null || stateAfter(card.state, 'decline', 'applicant') === null || reasonsToDecline(policy).length === 0) return false;
  return card.place !== null || (stage.guarantee !== 'none' && card.refusal === null && basis?.offered?.length !== 0);
}

/** An application that waits or stands in line can always be taken back; a place where the law asks for no reason. KZA-9. */
function canWithdraw({ card, policy, cancellations }: Preparation): boolean {
  if (stateAfter(card.state, 'withdraw', 'applicant') === null) return false;
  return (
    card.state === 'waiting' || card.state === 'in_line' || (policy.declines === null && refuseCancelling(policy, cancellations) === null)
  );
}

/** The stage that is open, or the last one that was: taking back is bound to no window. */
function latestBasis({ policy, now, card }: Preparation): Basis | null {
  const grade = card.place?.grade ?? card.waiting?.grade ?? card.line?.wishes[0]?.grade;
  const window = windowAt(policy, now, grade === undefined ? null : [grade]);
  const stage = window.kind === 'open' ? window.stage : window.kind === 'not_open_yet' ? null : window.last;
  return stage === null ? null : basisOf(stage, [], grade === undefined ? [] : [grade]);
}
