import { createHash } from 'node:crypto';
import type { Policy } from '#domain/policy/policy.ts';
import type { Reader, Tx } from '../db/transaction.ts';
import { canonical } from '../journal/entry.ts';

export type CampaignFound = { readonly id: string; readonly code: string; readonly policy: Policy };

/** The campaign of a code, or the newest published one when no code is asked for. */
export function findCampaign(reader: Reader, code: string | undefined): Promise<CampaignFound | undefined> {
  return reader
    .selectFrom('campaign')
    .select(['id', 'code', 'policy'])
    .$if(code !== undefined, (query) =>
      query.where((eb) => eb.or([eb('code', '=', code as string), eb(eb.cast<string>('id', 'text'), '=', code as string)])),
    )
    .orderBy('published_at', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** Freezes a policy into a new campaign and gives it its register of seats. */
export async function insertCampaign(
  tx: Tx,
  code: string,
  policy: Policy,
  publishedBy: string,
): Promise<{ readonly id: string; readonly hash: Buffer }> {
  const hash = hashOfPolicy(policy);
  const { id } = await tx
    .insertInto('campaign')
    .values({ code, policy: canonical(policy), policy_hash: hash, version: 1, published_by: publishedBy })
    .returning('id')
    .executeTakeFirstOrThrow();
  await tx.insertInto('register').values({ campaign_id: id, writer: null }).execute();
  return { id, hash };
}

/** The hash of a policy: of its canonical text, so that it can be made again from what the database keeps. */
export function hashOfPolicy(policy: Policy): Buffer {
  return createHash('sha256').update(canonical(policy)).digest();
}

export type PublishedRow = CampaignFound & { readonly hash: Buffer; readonly publishedBy: string; readonly publishedAt: Date };

const campaignsAtMost = 200;

export function findPublished(reader: Reader): Promise<readonly PublishedRow[]> {
  return reader
    .selectFrom('campaign')
    .select(['id', 'code', 'policy', 'policy_hash as hash', 'published_by as publishedBy', 'published_at as publishedAt'])
    .orderBy('published_at', 'desc')
    .limit(campaignsAtMost)
    .execute();
}

/** Seconds between the world's clock and the demo's; `null` where there is no demo clock. */
export async function findDemoOffset(reader: Reader): Promise<number | null> {
  const row = await reader.selectFrom('demo_clock').select('offset_seconds').executeTakeFirst();
  return row?.offset_seconds ?? null;
}

export async function upsertDemoOffset(tx: Tx, offsetSeconds: number): Promise<void> {
  await tx
    .insertInto('demo_clock')
    .values({ offset_seconds: offsetSeconds })
    .onConflict((conflict) => conflict.column('only_row').doUpdateSet({ offset_seconds: offsetSeconds }))
    .execute();
}
