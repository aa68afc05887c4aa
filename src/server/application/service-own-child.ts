import type { Day } from '#domain/core/day.ts';
import type { PersonName } from '#domain/core/person-name.ts';
import { isUuid } from '#domain/core/uuid.ts';
import type { CampaignService } from '../campaign/service.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { read } from '../db/transaction.ts';
import { noteStranger } from '../journal/stranger.ts';
import type { SignedIn } from '../session/service.ts';
import { findOwnChild } from './store-acts.ts';

export type OwnChild = { readonly id: string; readonly name: PersonName; readonly birthDate: Day };
/** A child of this family; `null` for somebody else's or none, which is written down. */
export type FindOwnChild = (who: SignedIn, child: string) => Promise<OwnChild | null>;

/** Opens the one door to a child for the errands after enrolling. */
export function ownChildFinder(database: Database, campaign: CampaignService, clock: Clock): FindOwnChild {
  return async (who, child) => {
    const known = isUuid(child);
    const row = known ? await read(database, `person:${who.person}`, (reader) => findOwnChild(reader, who.person, child)) : undefined;
    if (row !== undefined)
      return { id: row.id, name: { surname: row.surname, given: row.given, patronymic: row.patronymic }, birthDate: row.birth_date };
    const refused = { person: who.person, act: 'child.refused_to_stranger', campaign: campaign.id, subject: known ? child : null };
    return noteStranger(database, clock, refused);
  };
}
