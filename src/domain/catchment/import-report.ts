import type { Claim } from './act.ts';
import { type Conflicts, findConflicts } from './conflicts.ts';
import { type Gap, gapsOn } from './gaps.ts';
import { type ImportLine, type ImportRead, placeKey } from './import-read.ts';
import type { Boundary } from './resolve.ts';

/** One street that a school's part of the file names in several rows. */
export type StreetTwice = { readonly school: string; readonly street: string; readonly rows: readonly number[] };

/** What is wrong between the schools of a file, and between them and the schools whose boundaries stay as they are. */
export type ImportReport = { readonly conflicts: Conflicts; readonly gaps: readonly Gap[]; readonly twice: readonly StreetTwice[] };

/** A line in force of a school that the file does not speak of. */
export type StandingLine = { readonly boundary: Boundary; readonly school: string; readonly street: string };

/** The conflicts and gaps of a file among the boundaries that stay. Claims of these have row 0. */
export function reportOn(read: Pick<ImportRead, 'claims' | 'lines'>, standing: readonly StandingLine[]): ImportReport {
  const claims = new Map([...read.claims].map(([place, own]) => [place, [...own]]));
  for (const line of standing) {
    // Streets that the file does not touch are as they were.
    const there = claims.get(placeKey(line.boundary.streetId, line.street));
    if (there !== undefined) there.push(...claimsOf(line));
  }
  return { conflicts: findConflicts(claims), gaps: [...claims.values()].flatMap(gapsOn), twice: namedTwice(read.lines) };
}

function claimsOf({ boundary, school, street }: StandingLine): readonly Claim[] {
  const { schoolId, houses, segments } = boundary;
  return segments.map((segment) => ({
    ...{ schoolKey: schoolId, district: '', school, row: 0, street, token: houses, segment, isSure: true, at: 0, reading: null },
  }));
}

function namedTwice(lines: readonly ImportLine[]): readonly StreetTwice[] {
  const groups = Map.groupBy(lines, ({ school, street, streetId }) => `${school};${placeKey(streetId, street)}`);
  return [...groups.values()].flatMap((own) => {
    const rows = [...new Set(own.map(({ row }) => row))];
    const [first] = own;
    return rows.length > 1 && first !== undefined ? [{ school: first.school, street: first.street, rows }] : [];
  });
}
