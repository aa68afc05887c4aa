import type { Moment } from '#domain/core/day.ts';
import type { Named } from '#domain/core/language.ts';
import { type CampaignService, setDemoClock } from '../campaign/service.ts';
import type { Database } from '../db/connect.ts';
import { transact } from '../db/transaction.ts';

/** Somebody the demo offers to look through the eyes of. */
export type Persona = { readonly pin: string; readonly title: Named };

/** What the demo's bar can do: show another day, sign in as somebody made up. */
export type Demo = {
  readonly personas: readonly Persona[];
  /** Moves the campaign's clock; it runs on from there. */
  setClock(at: Moment): Promise<void>;
};

/** The demo's bar. `personas` is what the starter of the demo says of the people its simulators know. */
export function demoService(database: Database, campaign: CampaignService, personas: string): Demo {
  return {
    personas: JSON.parse(personas) as readonly Persona[],
    setClock: (at) => transact(database, 'system', (tx) => setDemoClock(tx, campaign.policy, at)),
  };
}
