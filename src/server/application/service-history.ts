import { reasonsToDecline } from '#domain/application/decline.ts';
import { type ActBy, type ActView, type HistoryPage, kindOfAct, type SeatView } from '#domain/application/history.ts';
import type { CampaignService } from '../campaign/service.ts';
import type { Database } from '../db/connect.ts';
import { read } from '../db/transaction.ts';
import type { SchoolService } from '../school/service.ts';
import type { SignedIn } from '../session/service.ts';
import type { FindOwnChild } from './service-own-child.ts';
import { type ActRow, findActs, findParentsAmong, findSeats } from './store-acts.ts';

export type HistoryService = {
  /** Every act on this child in the campaign, newest first, from those before a number; `null` when it is not this family's child (journaled). */
  of(who: SignedIn, child: string, before: number | null): Promise<HistoryPage | null>;
};

export type HistoryParts = { readonly campaign: CampaignService; readonly school: SchoolService; readonly ownChild: FindOwnChild };

const actsAtOnce = 20;

/** The history of an application. Arrivals are the truth, so it is drawn from them alone. */
export function historyService(database: Database, { campaign, school, ownChild }: HistoryParts): HistoryService {
  return {
    async of(who, id, before) {
      const child = await ownChild(who, id);
      if (child === null) return null;
      // One more than is shown, to know whether there are older ones.
      const found = await read(database, `person:${who.person}`, (reader) => findActs(reader, campaign.id, id, before, actsAtOnce + 1));
      const rows = found.slice(0, actsAtOnce);
      const { seats, people } = await read(database, 'system', async (reader) => ({
        seats: await findSeats(reader, [...new Set(rows.flatMap(poolsOf))]),
        people: await findParentsAmong(reader, id, [...new Set(rows.map((row) => row.person_id))]),
      }));
      const schools = await school.views([...new Set(seats.map((seat) => seat.school_id))]);
      const seatOf = (pool: number | null | undefined): SeatView | null => {
        const seat = seats.find((candidate) => candidate.id === pool);
        const view = schools.get(seat?.school_id ?? '');
        return seat === undefined || view === undefined ? null : { school: view, grade: seat.grade, language: seat.language };
      };
      const byOf = ({ person_id: person, act }: ActRow): ActBy =>
        act === 'advance'
          ? 'system'
          : act === 'confirm' || act === 'reject'
            ? 'school'
            : person === who.person
              ? 'you'
              : (people.get(person) ?? 'other_representative');
      const acts = rows.map((row) => viewOf(row, byOf(row), seatOf, campaign));
      return { child, acts, before: found.length > rows.length ? (rows.at(-1)?.seq ?? null) : null };
    },
  };
}

function poolsOf({ pool_id, applied_pool_id, released_id, wishes }: ActRow): readonly number[] {
  return [pool_id, applied_pool_id, released_id, wishes[0] ?? null].filter((pool) => pool !== null);
}

function viewOf(row: ActRow, by: ActBy, seatOf: (pool: number | null | undefined) => SeatView | null, campaign: CampaignService): ActView {
  const kind = kindOfAct({ act: row.act, outcome: row.outcome, applied: row.applied_pool_id, released: row.released_id });
  const given = kind === 'enrolled' || kind === 'moved' || kind === 'advanced' ? row.pool_id : (row.applied_pool_id ?? row.released_id);
  return {
    number: row.seq,
    at: campaign.momentOf(row.received_at),
    kind,
    by,
    stage: row.stage,
    seat: seatOf(given ?? row.wishes[0] ?? row.pool_id),
    left: kind === 'moved' ? seatOf(row.released_id) : null,
    free: row.free_before,
    overQuota: row.over_quota,
    // A program may name a reason that no law has; it is refused, and there are no words for it.
    reason: reasonsToDecline(campaign.policy).some(({ code }) => code === row.reason) ? row.reason : null,
    guaranteeLost: row.guarantee_lost,
    refusal: row.refusal,
    boundaries: row.number === null || row.from_day === null ? null : { number: row.number, fromDay: row.from_day },
    clause: row.clause,
  };
}
