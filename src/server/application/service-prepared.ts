import type { ChildPage, PreparedPage } from '#domain/application/view.ts';
import type { SchoolService } from '../school/service.ts';
import type { SignedIn } from '../session/service.ts';

/** Finds one seat for a child, with the draft of its claim; `nothing` when it is not this child's to ask for, `null` when the child is a stranger's. */
export type FindPrepared = (who: SignedIn, child: string, pool: number) => Promise<PreparedPage | 'nothing' | null>;

/** Prepares a claim to the last, before the opening and after it. */
export function preparedFinder(
  childPage: (who: SignedIn, child: string, grade?: number) => Promise<ChildPage | null>,
  school: Pick<SchoolService, 'freeSeats'>,
): FindPrepared {
  return async (who, id, pool) => {
    const { schools } = await school.freeSeats();
    const own = schools.find(({ pools }) => pools.some((one) => one.id === pool));
    const seats = own?.pools.find((one) => one.id === pool);
    const page = await childPage(who, id, seats?.grade);
    if (page === null) return null;
    const { child, address, window, place, line, waitingList, schoolDecides, opening } = page;
    const draft = page.enrolDraft ?? opening?.draft ?? null;
    if (own === undefined || seats === undefined || draft === null || page.grade !== seats.grade) return 'nothing';
    const isChosen = (opening === null ? page.choosing : opening.choosing) !== null;
    const isProposed = page.proposals.some(({ pools }) => pools.some((one) => one.id === pool));
    if (!isChosen && !isProposed) return 'nothing';
    const { grade, language, free, capacity, inLine } = seats;
    const seat = { pool, school: own.school, grade, language, free, capacity, inLine };
    return { child, address: isChosen ? null : address, seat, window, place, line, waitingList, schoolDecides, opening, draft };
  };
}
