import type { ReadinessPart } from '#domain/readiness/readiness.ts';
import type { Reader, Tx } from '../db/transaction.ts';

export type PrintRow = { readonly school_id: string; readonly part: ReadinessPart; readonly print: string | null };
export type CheckRow = { readonly school_id: string; readonly part: ReadinessPart; readonly print: string; readonly at: Date };

/** The content of each part of some schools now: of one school, of a district, or of all. */
export function findPrints(reader: Reader, campaign: string, where: Where): Promise<readonly PrintRow[]> {
  return reader
    .selectFrom('readiness_print')
    .select(['school_id', 'part', 'print'])
    .where('campaign_id', '=', campaign)
    .$if('school' in where, (query) => query.where('school_id', '=', (where as { school: string }).school))
    .$if('district' in where, (query) => query.where('district_id', '=', (where as { district: number }).district))
    .execute();
}

/** What was checked off, the same way. */
export function findChecks(reader: Reader, campaign: string, where: Where): Promise<readonly CheckRow[]> {
  return reader
    .selectFrom('readiness_check as c')
    .innerJoin('school as s', 's.id', 'c.school_id')
    .select(['c.school_id', 'c.part', 'c.print', 'c.at'])
    .where('c.campaign_id', '=', campaign)
    .$if('school' in where, (query) => query.where('c.school_id', '=', (where as { school: string }).school))
    .$if('district' in where, (query) => query.where('s.district_id', '=', (where as { district: number }).district))
    .execute();
}

export type Where = { readonly school: string } | { readonly district: number } | Readonly<Record<never, never>>;

/** Of each district how many schools there are, and how many have every part checked off as it stands. */
export async function countReady(
  reader: Reader,
  campaign: string,
): Promise<readonly { readonly district: number; readonly schools: number; readonly ready: number }[]> {
  const rows = await reader
    .with('standing', (db) =>
      db
        .selectFrom('readiness_print as p')
        .leftJoin('readiness_check as c', (join) =>
          join
            .onRef('c.campaign_id', '=', 'p.campaign_id')
            .onRef('c.school_id', '=', 'p.school_id')
            .onRef('c.part', '=', 'p.part')
            .onRef('c.print', '=', 'p.print'),
        )
        .select(['p.district_id', 'p.school_id'])
        .select(({ fn, eb }) => eb(fn.count<number>('c.id'), '=', fn.countAll<number>()).as('is_ready'))
        .where('p.campaign_id', '=', campaign)
        .groupBy(['p.district_id', 'p.school_id']),
    )
    .selectFrom('standing')
    .select(({ fn }) => [
      'district_id as district',
      fn.countAll<number>().as('schools'),
      fn.countAll<number>().filterWhere('is_ready', '=', true).as('ready'),
    ])
    .groupBy('district_id')
    .execute();
  return rows;
}

/** Checks a part off as it was shown; the same content checked again keeps the later time. */
export async function insertCheck(
  tx: Tx,
  check: {
    readonly campaign: string;
    readonly school: string;
    readonly part: ReadinessPart;
    readonly print: string;
    readonly at: Date;
    readonly by: string;
  },
): Promise<void> {
  const { campaign, school, ...rest } = check;
  await tx
    .insertInto('readiness_check')
    .values({ campaign_id: campaign, school_id: school, ...rest })
    .onConflict((conflict) => conflict.columns(['campaign_id', 'school_id', 'part', 'print']).doUpdateSet({ at: check.at, by: check.by }))
    .execute();
}
