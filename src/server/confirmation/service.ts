import { timingSafeEqual } from 'node:crypto';
import { type Confirmation, readCode, type Verified, writeCode } from '#domain/application/confirmation.ts';
import { initialsOf } from '#domain/core/person-name.ts';
import type { FindOwnChild } from '../application/service-own-child.ts';
import type { CampaignService } from '../campaign/service.ts';
import type { Database } from '../db/connect.ts';
import type { KeyRing } from '../db/keys.ts';
import { read } from '../db/transaction.ts';
import type { Press, Sheet } from '../ports.ts';
import type { SchoolService } from '../school/service.ts';
import type { SignedIn } from '../session/service.ts';
import { findBearer, findGiven, findHeld, type PlaceGiven } from './store.ts';

export type ConfirmationService = {
  /** The confirmation of the place a child holds; `no_place` when it holds none, `null` when it is not this family's child (journaled). */
  of(who: SignedIn, child: string): Promise<Confirmation | 'no_place' | null>;
  /** What a paper with this code should say, and whether it holds now; `null` when we never gave out such a code. */
  verify(code: string): Promise<Verified | null>;
  /** The sheet as a PDF of one A4 page. */
  print(sheet: Sheet, order: { readonly by: string; readonly signal: AbortSignal }): Promise<Uint8Array>;
};

export type ConfirmationParts = {
  readonly campaign: CampaignService;
  readonly school: SchoolService;
  readonly ownChild: FindOwnChild;
  readonly keys: KeyRing;
  readonly press: Press;
  readonly publicOrigin: string;
};

/** Confirmations of places. A code is made from the arrival's number with a key nobody else has: nothing is stored, nothing can be forged. */
export function confirmationService(
  database: Database,
  { campaign, school, ownChild, keys, press, publicOrigin }: ConfirmationParts,
): ConfirmationService {
  const codeOf = (number: number) => writeCode(number, keys.index(`${campaign.id}:${number}`, 'confirmation'));

  async function drawn({ seq, received_at, school_id }: PlaceGiven) {
    const view = (await school.views([school_id])).get(school_id);
    if (view === undefined) throw new Error(`the school of arrival ${seq} is missing`);
    return { number: seq, at: campaign.momentOf(received_at), school: view };
  }

  return {
    async of(who, id) {
      const child = await ownChild(who, id);
      if (child === null) return null;
      const held = await read(database, `person:${who.person}`, (reader) => findHeld(reader, campaign.id, id));
      if (held === undefined) return 'no_place';
      const { grade, language, free_before, over_quota, clause, number, from_day: fromDay } = held;
      const boundaries = number === null || fromDay === null ? null : { number, fromDay };
      const code = codeOf(held.seq);
      const place = { ...(await drawn(held)), grade, language, freeBefore: free_before ?? 0, overQuota: over_quota, clause, boundaries };
      return { child, place, drawnAt: campaign.now(), code, address: new URL(`/verify/${code}`, publicOrigin).href };
    },

    async verify(text) {
      const asked = readCode(text);
      if (asked === null || !isSame(asked.code, codeOf(asked.number))) return null;
      const found = await read(database, 'system', async (reader) => {
        const given = await findGiven(reader, campaign.id, asked.number);
        if (given === undefined) return null;
        const held = await findHeld(reader, campaign.id, given.child_id);
        return { given, bearer: await findBearer(reader, campaign.id, given.child_id), isHeld: held?.seq === given.seq };
      });
      if (found === null) return null;
      const { given, bearer, isHeld } = found;
      return {
        ...(await drawn(given)),
        grade: given.grade,
        language: given.language,
        initials: initialsOf(bearer),
        birthYear: bearer.birth_date.slice(0, 4),
        holds: isHeld ? 'holds' : bearer.holdsPlace ? 'replaced' : 'given_up',
      };
    },

    print: (sheet, order) => press.print(sheet, order),
  };
}

function isSame(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
