import type { StreetChanged } from '#domain/addition/addition.ts';
import { type InForce, inForceAt } from '#domain/catchment/boundary-sequence.ts';
import { type BoundaryLine, differenceOf } from '#domain/catchment/boundary-version.ts';
import { serves } from '#domain/catchment/serves.ts';
import type { CampaignService } from '../campaign/service.ts';
import type { Database } from '../db/connect.ts';
import { openly, read, type Reader } from '../db/transaction.ts';
import { findLines } from './store-boundaries.ts';
import {
  type ChangeRow,
  type ChildrenIn,
  findChildrenOn,
  findDistrictNames,
  findHeads,
  findLinesAbout,
  findSchoolsOn,
} from './store-changes.ts';
import { findStreetNames } from './store-editor.ts';
import { type DatedHead, sequences } from './service-touched.ts';

/** A change with what it did, street by street, and when it was in force. */
export type ChangeLooked = {
  readonly row: ChangeRow;
  readonly beginsMs: number | null;
  readonly endsMs: number | null;
  readonly streets: readonly (StreetChanged & { readonly streetId: number; readonly districtId: number })[];
};

type Campaign = Pick<CampaignService, 'id' | 'policy' | 'epochOf'>;

/** What versions did against what was in force until each of them began: houses that came and went, who lives there, and who serves them else. */
export async function lookAt(database: Database, campaign: Campaign, rows: readonly ChangeRow[]): Promise<readonly ChangeLooked[]> {
  const reader = openly(database);
  const own = sequences(campaign, await findHeads(reader, campaign.id, [...new Set(rows.map(({ school }) => school))]));
  const placed = rows.map((row) => ({ row, ...placeOf(row, own.get(row.school) ?? []) }));
  const versions = [...new Set(placed.flatMap(({ row, before }) => [row.id, ...(before === null ? [] : [before])]))];
  const lines = await findLines(reader, versions);
  const changed = placed.map((one) => ({
    ...one,
    before: lines.get(one.before ?? '') ?? [],
    after: lines.get(one.row.id) ?? [],
    differences: differenceOf(lines.get(one.before ?? '') ?? [], lines.get(one.row.id) ?? []).filter(({ onlyWords }) => !onlyWords),
  }));
  const streets = [...new Set(changed.flatMap(({ differences }) => differences.map(({ streetId }) => streetId)))];
  const [names, children, around] = await Promise.all([
    findStreetNames(reader, streets),
    read(database, 'system', (asSystem) => findChildrenOn(asSystem, campaign.policy.country, streets)),
    aroundOf(reader, campaign, streets),
  ]);
  const districts = await findDistrictNames(reader, [...new Set([...names.values()].map(({ districtId }) => districtId))]);
  const living = Map.groupBy(children, ({ streetId }) => streetId);
  return changed.map(({ row, beginsMs, endsMs, before, after, differences }) => ({
    ...{ row, beginsMs, endsMs },
    streets: differences.map(({ streetId, came, gone }) => {
      const street = names.get(streetId);
      const moved = (living.get(streetId) ?? []).filter((home) => serves(before, [home]) !== serves(after, [home]));
      return {
        ...{ streetId, districtId: street?.districtId ?? 0, street: street?.name ?? null },
        ...{ district: districts.get(street?.districtId ?? 0) ?? null, came, gone },
        children: moved.reduce((sum, one: ChildrenIn) => sum + one.children, 0),
        unserved:
          gone.length === 0 || beginsMs === null ? null : unservedAt(around(streetId, row.school, beginsMs), { streetId, before, after }),
      };
    }),
  }));
}

function placeOf(row: ChangeRow, sequence: readonly InForce<DatedHead>[]) {
  const found = sequence.find(({ version }) => version.id === row.id);
  return {
    before: found?.before?.id ?? null,
    beginsMs: found?.beginsMs ?? null,
    endsMs: found?.endsMs ?? null,
  };
}

/** What the other schools had of a street at a time. */
async function aroundOf(
  reader: Reader,
  campaign: Campaign,
  streets: readonly number[],
): Promise<(street: number, but: string, ms: number) => readonly BoundaryLine[]> {
  const heads = await findHeads(reader, campaign.id, await findSchoolsOn(reader, campaign.id, streets));
  const ordered = sequences(campaign, heads);
  const lines = await findLinesAbout(
    reader,
    heads.map(({ id }) => id),
    streets,
  );
  return (street, but, ms) =>
    [...ordered].flatMap(([school, sequence]) => {
      const version = school === but ? null : inForceAt(sequence, ms);
      return (lines.get(version?.id ?? '') ?? []).filter(({ streetId }) => streetId === street);
    });
}

/** Whether houses that went had no school when the change began: the whole street, or houses of it. */
function unservedAt(
  others: readonly BoundaryLine[],
  {
    streetId,
    before,
    after,
  }: { readonly streetId: number; readonly before: readonly BoundaryLine[]; readonly after: readonly BoundaryLine[] },
): StreetChanged['unserved'] {
  const own = after.filter((line) => line.streetId === streetId);
  if (own.length + others.length === 0) return 'street';
  const was = before.filter((line) => line.streetId === streetId);
  return differenceOf(was, [...own, ...others]).some(({ gone }) => gone.length > 0) ? 'houses' : null;
}
