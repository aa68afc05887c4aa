import type { InboxPage } from '#domain/application/inbox.ts';
import type { CampaignService } from '../campaign/service.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { read, transact } from '../db/transaction.ts';
import { append } from '../journal/store.ts';
import type { SchoolService } from '../school/service.ts';
import type { SignedIn } from '../session/service.ts';
import { countUnread, findInbox, markRead } from './store.ts';

export type NoticeService = {
  /** The few newest, for the family's page. */
  latest(who: SignedIn): Promise<InboxPage['notices']>;
  /** The notices of a person, newest first, from those before a number. */
  inbox(who: SignedIn, before: number | null): Promise<InboxPage>;
  /** How many are not read yet. */
  unread(who: SignedIn): Promise<number>;
  /** Marks as read what was shown: all up to a number, and up to a notice among those of that number. A notice that came since stays new. */
  markRead(who: SignedIn, upTo: number, last?: string): Promise<void>;
};

export type NoticeParts = { readonly campaign: CampaignService; readonly school: SchoolService; readonly clock: Clock };

const noticesAtOnce = 20;
const tiesAtMost = 20;
const latestAtMost = 10;

/** The inbox of a person: notices of the campaign, written by the job after each batch of arrivals. */
export function noticeService(database: Database, { campaign, school, clock }: NoticeParts): NoticeService {
  async function viewsOf(rows: Awaited<ReturnType<typeof findInbox>>): Promise<InboxPage['notices']> {
    const schools = await school.views(rows.flatMap((row) => (row.school_id === null ? [] : [row.school_id])));
    return rows.map((row) => ({
      id: row.id,
      kind: row.kind as InboxPage['notices'][number]['kind'],
      child: row.child_id === null ? null : { surname: row.surname ?? '', given: row.given ?? '', patronymic: row.patronymic },
      childId: row.child_id,
      school: schools.get(row.school_id ?? '')?.name ?? null,
      schoolId: row.school_id,
      number: row.seq,
      at: campaign.momentOf(row.at),
      isRead: row.read_at !== null,
    }));
  }

  return {
    async latest(who) {
      return viewsOf(
        await read(database, `person:${who.person}`, (reader) => findInbox(reader, campaign.id, who.person, null, latestAtMost)),
      );
    },

    async inbox(who, before) {
      const { found, unread } = await read(database, `person:${who.person}`, async (reader) => ({
        found: await findInbox(reader, campaign.id, who.person, before, noticesAtOnce + tiesAtMost),
        unread: await countUnread(reader, campaign.id, who.person),
      }));
      // Notices of one number stand on one page: the next page begins before that number.
      const rows = found.filter((row, place) => place < noticesAtOnce || row.seq === found[noticesAtOnce - 1]?.seq);
      const notices = await viewsOf(rows);
      return { notices, unread, before: found.length > rows.length ? (rows.at(-1)?.seq ?? null) : null };
    },

    unread: (who) => read(database, `person:${who.person}`, (reader) => countUnread(reader, campaign.id, who.person)),

    markRead: (who, upTo, last) =>
      transact(database, `person:${who.person}`, async (tx) => {
        const at = new Date(clock.now());
        const count = await markRead(tx, campaign.id, who.person, upTo, last ?? null, at);
        if (count === 0) return;
        await append(tx, [
          { at, actor: `person:${who.person}`, act: 'notice.read', campaign: campaign.id, subject: who.person, detail: { count, upTo } },
        ]);
      }),
  };
}
