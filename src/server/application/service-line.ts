import type { LineKept, Seats } from '#domain/application/seats.ts';
import type { ChildCard, LineEnded, LineView, WaitingListOffered } from '#domain/application/view.ts';
import { stageOf } from '#domain/application/windows.ts';
import type { Policy } from '#domain/policy/policy.ts';
import type { Stage } from '#domain/policy/stages.ts';
import type { LineService } from '../allocation/service-line.ts';
import type { CampaignService } from '../campaign/service.ts';
import type { Database } from '../db/connect.ts';
import { openly } from '../db/transaction.ts';
import type { SchoolService } from '../school/service.ts';
import { findSeats } from './store-acts.ts';

/** Draws the places in line of these children; those who stand in none are not in the answer. */
export type ViewLines = (seats: Seats, children: readonly string[]) => Promise<ReadonlyMap<string, LineView>>;

/** Opens the view of the waiting list: what the claim was for, and how many stand before it at this moment. */
export function lineViewer(
  database: Database,
  { campaign, school, line }: { readonly campaign: CampaignService; readonly school: SchoolService; readonly line: LineService },
): ViewLines {
  return async (seats, children) => {
    const standing = children.flatMap((child): readonly (LineKept & { readonly child: string })[] => {
      const kept = seats.line(child);
      return kept === null || kept.isOver ? [] : [{ ...kept, child }];
    });
    if (standing.length === 0) return new Map();
    const [pools, counts] = await Promise.all([
      findSeats(openly(database), [...new Set(standing.flatMap(({ wishes }) => wishes))]),
      line.before(standing.map(({ child }) => child)),
    ]);
    const schools = await school.views([...new Set(pools.map((pool) => pool.school_id))]);
    const countedAt = campaign.now();
    return new Map(
      standing.map(({ child, number, at, clause, stage, wishes }) => {
        const drawn = wishes.flatMap((wish): LineView['wishes'] => {
          const pool = pools.find(({ id }) => id === wish);
          const view = schools.get(pool?.school_id ?? '');
          const before = counts.find((one) => one.child === child && one.pool === wish)?.before ?? 0;
          return pool === undefined || view === undefined
            ? []
            : [{ pool: wish, school: view, grade: pool.grade, language: pool.language, before }];
        });
        return [child, { number, at, clause, closes: stageOf(campaign.policy, stage).closes, wishes: drawn, countedAt }];
      }),
    );
  };
}

/** The line in which a child stood until its stage closed, as long as nothing came after it. */
export function lineEnded(policy: Policy, kept: LineKept | null): LineEnded | null {
  return kept?.isOver ? { number: kept.number, clause: kept.clause, closedAt: stageOf(policy, kept.stage).closes } : null;
}

/** Whether a stage, open or the next, lets this child's family stand in line where everything is full: not while the child holds a place. */
export function waitingListOf({ waitingList }: Policy, stage: Stage | null, { place, waiting }: ChildCard): WaitingListOffered | null {
  const { active, clause } = waitingList;
  const canBeFull = stage?.decision.by === 'system' && stage.guarantee !== 'without_limit';
  return active && canBeFull && place === null && waiting === null ? { clause } : null;
}
