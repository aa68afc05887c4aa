import { sql } from 'kysely';
import type { BoundaryVersion } from '#domain/catchment/boundary-version.ts';
import type { Moment } from '#domain/core/day.ts';
import type { Tx } from '../db/transaction.ts';

type Campaign = { readonly id: string; readonly nowMs: () => number; readonly epochOf: (at: Moment) => number };

/**
 * After versions are published: the directors whose lists were replaced are told at once, the families when the versions begin. The jobs exist if and
 * only if the versions do.
 */
export async function enqueueBegun(tx: Tx, campaign: Campaign, versions: readonly BoundaryVersion[]): Promise<void> {
  if (versions.length === 0) return;
  const idsOf = (some: readonly BoundaryVersion[]) => JSON.stringify(some.map(({ id }) => id));
  await sql`select graphile_worker.add_job('boundaries_replaced',
    json_build_object('campaign', ${campaign.id}::uuid, 'versions', ${idsOf(versions)}::json))`.execute(tx);
  for (const [fromDay, own] of Map.groupBy(versions, (version) => version.fromDay)) {
    const inMs = Math.max(0, campaign.epochOf(`${fromDay}T00:00:00` as Moment) - campaign.nowMs());
    await sql`select graphile_worker.add_job('boundaries_began',
      json_build_object('campaign', ${campaign.id}::uuid, 'versions', ${idsOf(own)}::json),
      run_at := now() + ${inMs} * interval '1 millisecond')`.execute(tx);
  }
}
