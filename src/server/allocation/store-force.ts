import type { RangeHabit } from '#domain/catchment/range-side.ts';
import type { BoundaryAct } from '#domain/catchment/resolve.ts';
import type { Day } from '#domain/core/day.ts';
import { numbersText, wordsText } from '../db/array-text.ts';
import type { Turn } from './store-turn.ts';

/** A version of a school's boundaries with the days it is in force; `to_day` is the first day it is not. */
export type VersionRow = { readonly school_id: string; readonly id: string; readonly from_day: Day; readonly to_day: Day | null };

/** Of every school the versions that are, were or will be in force, as they stand now. */
export async function findVersionsInForce(client: Turn, campaign: string): Promise<readonly VersionRow[]> {
  const { rows } = await client.query<VersionRow>({
    name: 'find-versions-in-force',
    text: `select school_id, id, from_day, to_day from boundary_version
           where campaign_id = $1 and (to_day is null or to_day > from_day) order by school_id, from_day, number`,
    values: [campaign],
  });
  return rows;
}

/** What one version says of one street. */
export type LineAsked = { readonly version: string; readonly street: number };

export type LineRow = {
  readonly version_id: string;
  readonly street_id: number;
  readonly houses: string;
  readonly range_habit: RangeHabit;
  readonly act: BoundaryAct;
};

/** The lines of versions about streets. */
export async function findLines(client: Turn, campaign: string, asked: readonly LineAsked[]): Promise<readonly LineRow[]> {
  const { rows } = await client.query<LineRow>({
    name: 'find-lines-of-street',
    text: `select l.* from unnest($2::uuid[], $3::int[]) as asked(version, street)
           cross join lateral (
             select version_id, street_id, houses, range_habit, act from boundary
             where campaign_id = $1 and street_id = asked.street and version_id = asked.version order by id offset 0
           ) l`,
    values: [campaign, wordsText(asked.map(({ version }) => version)), numbersText(asked.map(({ street }) => street))],
  });
  return rows;
}
