import { type Device, deviceOf } from '#domain/session/device.ts';
import type { Moment } from '#domain/core/day.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { read, transact } from '../db/transaction.ts';
import { append } from '../journal/store.ts';
import type { SignedIn } from './service.ts';
import { endOtherSessions, endOwnSession, findOwnSessions } from './store-devices.ts';

/** A live session as its owner sees it. */
export type DeviceSession = {
  readonly id: string;
  readonly device: Device;
  readonly begunAt: Moment;
  readonly seenAt: Moment;
  readonly isThis: boolean;
};

export type DeviceService = {
  /** The live sessions of this person: this one first, then the last seen. */
  mine(who: SignedIn): Promise<readonly DeviceSession[]>;
  /** Ends one of this person's sessions at once, in every process; of somebody else's nothing is known. */
  end(who: SignedIn, session: string): Promise<void>;
  /** Ends all but this one. */
  endOthers(who: SignedIn): Promise<void>;
};

/** Where somebody is signed in. `momentOf` gives the wall clock of the campaign's zone. `clock` is the world's, by which sessions live in the demo too. */
export function deviceService(
  database: Database,
  { momentOf, clock }: { readonly momentOf: (at: Date) => Moment; readonly clock: Clock },
): DeviceService {
  const time = () => new Date(clock.now());
  return {
    async mine(who) {
      const rows = await read(database, `person:${who.person}`, (reader) => findOwnSessions(reader, who.person, time()));
      const sessions = rows.map((row) => ({
        id: row.id,
        device: deviceOf(row.user_agent),
        begunAt: momentOf(row.created_at),
        seenAt: momentOf(row.last_seen_at),
        isThis: row.token_hash.equals(who.tokenHash),
      }));
      return sessions.sort((a, b) => Number(b.isThis) - Number(a.isThis));
    },

    end: (who, session) =>
      transact(database, `person:${who.person}`, async (tx) => {
        const at = time();
        if (!(await endOwnSession(tx, who.person, session, at))) return;
        await append(tx, [
          { at, actor: `person:${who.person}`, act: 'session.ended', campaign: null, subject: who.person, detail: { session } },
        ]);
      }),

    endOthers: (who) =>
      transact(database, `person:${who.person}`, async (tx) => {
        const at = time();
        const ended = await endOtherSessions(tx, who.person, who.tokenHash, at);
        await append(
          tx,
          ended.map((session) => ({
            at,
            actor: `person:${who.person}` as const,
            act: 'session.ended',
            campaign: null,
            subject: who.person,
            detail: { session },
          })),
        );
      }),
  };
}
