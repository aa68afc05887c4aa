import { windowAt } from '#domain/application/windows.ts';
import type { Moment } from '#domain/core/day.ts';
import type { Policy } from '#domain/policy/policy.ts';
import { type Clock, momentAt } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { read } from '../db/transaction.ts';
import { type CampaignFound, findCampaign, findDemoOffset } from './store.ts';

/** Where the campaign stands now, for a page to draw. */
export type WindowView =
  | { readonly kind: 'open'; readonly stage: string; readonly closes: Moment; readonly clause: string }
  | { readonly kind: 'not_open_yet' | 'between'; readonly opensAt: Moment; readonly clause: string }
  | { readonly kind: 'closed'; readonly closedAt: Moment; readonly clause: string };

/** The campaign this process serves, under the policy it was published with. */
export type CampaignService = {
  readonly id: string;
  readonly code: string;
  readonly policy: Policy;
  /** The campaign's wall clock. */
  now(): Moment;
  /** A time as the campaign's wall clock showed it. */
  momentOf(at: Date): Moment;
  window(): WindowView;
};

/** The published campaign of a code, or the newest. Throws (a fault) when nothing is published: there is nothing to serve. */
export async function publishedCampaign(database: Database, code: string | undefined): Promise<CampaignFound> {
  const campaign = await read(database, 'system', (reader) => findCampaign(reader, code));
  if (campaign === undefined) throw new Error(code === undefined ? 'no campaign is published in this database' : `no campaign ${code} is published`);
  return campaign;
}

export function campaignService(campaign: CampaignFound, clock: Clock): CampaignService {
  const { policy } = campaign;
  const now = () => momentAt(clock.now(), policy.timeZone);
  return {
    id: campaign.id,
    code: campaign.code,
    policy,
    now,
    momentOf: (at) => momentAt(at.getTime(), policy.timeZone),
    window: () => viewOf(windowAt(policy, now())),
  };
}

/** Seconds the demo's clock runs ahead of the world's; zero without one. */
export function demoOffsetSeconds(database: Database): Promise<number> {
  return read(database, 'system', async (reader) => (await findDemoOffset(reader)) ?? 0);
}

function viewOf(window: ReturnType<typeof windowAt>): WindowView {
  switch (window.kind) {
    case 'open':
      return { kind: 'open', stage: window.stage.code, closes: window.stage.closes, clause: window.stage.clause };
    case 'closed':
      return { kind: 'closed', closedAt: window.last.closes, clause: window.last.clause };
    default:
      return { kind: window.kind, opensAt: window.next.opens, clause: window.next.clause };
  }
}
