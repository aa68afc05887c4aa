import { windowAt, windowView, type WindowView } from '#domain/application/windows.ts';
import type { Moment } from '#domain/core/day.ts';
import type { Policy } from '#domain/policy/policy.ts';
import { policyOf } from '#domain/policy/registry.ts';
import { type Clock, epochOf, momentAt } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { read, type Reader, type Tx } from '../db/transaction.ts';
import { append } from '../journal/store.ts';
import {
  type CampaignFound,
  findCampaign,
  findDemoOffset,
  findPublished,
  hashOfPolicy,
  insertCampaign,
  type PublishedRow,
  upsertDemoOffset,
} from './store.ts';

/** The campaign this process serves, under the policy it was published with. */
export type CampaignService = {
  readonly id: string;
  readonly code: string;
  readonly policy: Policy;
  /** The campaign's wall clock. */
  now(): Moment;
  /** Milliseconds since 1970 on the campaign's clock. */
  nowMs(): number;
  /** The time at which the campaign's wall clock shows a moment, in milliseconds since 1970. */
  epochOf(at: Moment): number;
  /** A time as the campaign's wall clock showed it. */
  momentOf(at: Date): Moment;
  window(): WindowView;
};

/** The published campaign of a code, or the newest. Throws (a fault) when nothing is published: there is nothing to serve. */
export async function publishedCampaign(database: Database, code: string | undefined): Promise<CampaignFound> {
  const campaign = await read(database, 'system', (reader) => findCampaign(reader, code));
  if (campaign === undefined)
    throw new Error(
      `${code === undefined ? 'No campaign is published in this database' : `No campaign ${code} is published`}. Publish one: npm run mektep -- campaign publish FILE.`,
    );
  // A law published by an older version lacks what the engine has learnt to ask since; what was published stands as it was.
  const policy = { ...policyOf(campaign.policy.code), ...campaign.policy };
  refuseUnwired(policy);
  return { ...campaign, policy };
}

/** The campaign’s law and its wall clock. */
export function campaignService(campaign: CampaignFound, clock: Clock): CampaignService {
  const { policy } = campaign;
  const now = () => momentAt(clock.now(), policy.timeZone);
  return {
    id: campaign.id,
    code: campaign.code,
    policy,
    now,
    nowMs: () => clock.now(),
    epochOf: (at) => epochOf(at, policy.timeZone),
    momentOf: (at) => momentAt(at.getTime(), policy.timeZone),
    window: () => windowView(windowAt(policy, now())),
  };
}

/** Seconds the demo's clock runs ahead of the world's; zero without one. */
export function demoOffsetSeconds(database: Database): Promise<number> {
  return read(database, 'system', async (reader) => (await findDemoOffset(reader)) ?? 0);
}

/**
 * Publishes a campaign under a policy, frozen from now on. KG25-26. Throws (a fault) for a law that asks for what the register does not do: seats would
 * be given in another order than the campaign says.
 */
export async function publishCampaign(tx: Tx, code: string, policy: Policy, publishedBy: string, at: Date, ground = ''): Promise<string> {
  refuseUnwired(policy);
  const { id, hash } = await insertCampaign(tx, code, policy, publishedBy);
  const detail = { code, policy: policy.code, hash: hash.toString('hex'), by: publishedBy, ...(ground !== '' && { ground }) };
  await append(tx, [{ at, actor: 'system', act: 'campaign.published', campaign: id, subject: null, detail }]);
  return id;
}

/** So many children of the catchment, then so many from outside: a law that switches this on is not served yet. */
function refuseUnwired({ code, ratio }: Policy): void {
  if (ratio?.active === true)
    throw new Error(
      `the law ${code} gives seats by a ratio (${ratio.catchment} to ${ratio.outside}): the register gives them by arrival alone`,
    );
}

/** A campaign as it was published: by whom, when, and whether its policy is still that of its hash. */
export type Published = PublishedRow & { readonly isWhole: boolean };

/** The campaigns of this database, the newest first. */
export async function publishedCampaigns(reader: Reader): Promise<readonly Published[]> {
  const rows = await findPublished(reader);
  return rows.map((row) => ({ ...row, isWhole: hashOfPolicy(row.policy).equals(row.hash) }));
}

/** The hash a policy is published under. */
export function policyHash(policy: Policy): string {
  return hashOfPolicy(policy).toString('hex');
}

/** Sets the demo's clock so that it shows `moment` in the campaign's zone now, and runs on. `worldMs` is the world's time, in milliseconds since 1970. */
export async function setDemoClock(tx: Tx, policy: Policy, moment: Moment, worldMs: number): Promise<void> {
  await upsertDemoOffset(tx, Math.round((epochOf(moment, policy.timeZone) - worldMs) / 1000));
}
