import type { Reader } from '../db/transaction.ts';

/** How many stand in line for each pool, by the claims of these stages; pools without a line are not in the answer. */
export function countInLine(
  reader: Reader,
  campaign: string,
  stages: readonly string[],
): Promise<readonly { readonly pool: number; readonly count: number }[]> {
  return reader
    .selectFrom('line')
    .select(({ fn }) => ['pool_id as pool', fn.countAll<number>().as('count')])
    .where('campaign_id', '=', campaign)
    .where('stage', 'in', [...stages])
    .groupBy('pool_id')
    .execute();
}

export type BeforeRow = { readonly child: string; readonly pool: number; readonly before: number };

/** How many stand before each of these children in each of its pools, by the claims of these stages. */
export function countBefore(
  reader: Reader,
  campaign: string,
  stages: readonly string[],
  children: readonly string[],
): Promise<readonly BeforeRow[]> {
  return reader
    .selectFrom('line as l')
    .leftJoin('line as o', (join) =>
      join
        .onRef('o.campaign_id', '=', 'l.campaign_id')
        .onRef('o.pool_id', '=', 'l.pool_id')
        .onRef('o.seq', '<', 'l.seq')
        .on('o.stage', 'in', [...stages]),
    )
    .select(({ fn }) => ['l.child_id as child', 'l.pool_id as pool', fn.count<number>('o.seq').as('before')])
    .where('l.campaign_id', '=', campaign)
    .where('l.child_id', 'in', [...children])
    .groupBy(['l.child_id', 'l.pool_id'])
    .execute();
}
