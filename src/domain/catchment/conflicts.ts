import type { Claim } from './act.ts';
import { overlapOf, spanOf } from './overlap.ts';
import { printSegment } from './print-houses.ts';
import { type Segment } from './segment.ts';

/** Schools that claim the same houses, each by an item of a row. */
export type Conflict = {
  readonly street: string;
  /** The houses in question, in the notation. */
  readonly houses: string;
  readonly claims: readonly { readonly district: string; readonly school: string; readonly row: number; readonly token: string }[];
  /** The schools are of one district; streets of two districts may only share their name. */
  readonly inOneDistrict: boolean;
  /** One of the claims holds for the private sector only: perhaps there is no conflict. */
  readonly ifPrivateSector: boolean;
};

export type Conflicts = {
  /** The same house named by two schools, by itself or within a range. */
  readonly sameHouse: readonly Conflict[];
  /** Houses that one school names, and another's “all houses” (or its whole side) take in. */
  readonly houseVersusWhole: readonly Conflict[];
  /** A whole street (or side) at two schools. */
  readonly wholeTwice: readonly Conflict[];
  /** Any of these where the schools teach different grades there: no conflict, but shown. */
  readonly gradeSplit: readonly Conflict[];
};

/**
 * Finds the addresses that two schools claim. Each street is swept once over its house numbers, so that the work grows with the claims and
 * the conflicts found, not with the length of ranges; equal claims are compared as one.
 */
export function findConflicts(claims: ReadonlyMap<string, readonly Claim[]>): Conflicts {
  const found: Found = { sameHouse: [], houseVersusWhole: [], wholeTwice: [], gradeSplit: [] };
  for (const its of claims.values()) {
    const sure = its.filter(({ isSure, segment }) => isSure && segment.kind !== 'described');
    if (sure.some(({ schoolKey }) => schoolKey !== sure[0]?.schoolKey)) sweepStreet(sure, found);
  }
  return found;
}

type Found = { readonly [Kind in keyof Conflicts]: Conflict[] };

/** Claims with one and the same segment. */
type Group = { readonly segment: Segment; readonly claims: Claim[]; readonly from: number; readonly to: number };

function sweepStreet(claims: readonly Claim[], found: Found): void {
  const groups = groupsOf(claims);
  let open: Group[] = [];
  for (const group of groups) {
    judge(group.segment, group.claims, group.claims, kindOf(group.segment, group.segment), found);
    open = open.filter(({ to }) => to >= group.from);
    for (const other of open) {
      const overlap = overlapOf(other.segment, group.segment);
      if (overlap === null) continue;
      judge(overlap, other.claims, group.claims, kindOf(other.segment, group.segment), found);
    }
    open.push(group);
  }
}

function groupsOf(claims: readonly Claim[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const claim of claims) {
    const { grades: _, ...plain } = claim.segment;
    const key = printSegment(plain);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { segment: plain, claims: [claim], ...spanOf(plain) });
    else group.claims.push(claim);
  }
  return [...groups.values()].toSorted((a, b) => a.from - b.from);
}

function kindOf(a: Segment, b: Segment): 'sameHouse' | 'houseVersusWhole' | 'wholeTwice' {
  if (isWhole(a) && isWhole(b)) return 'wholeTwice';
  return isWhole(a) || isWhole(b) ? 'houseVersusWhole' : 'sameHouse';
}

function isWhole({ kind }: Segment): boolean {
  return kind === 'all' || kind === 'side' || kind === 'series';
}

/** Enters a conflict when two schools are in it; whether it is one of grades only, their grades say. */
function judge(
  overlap: Segment,
  some: readonly Claim[],
  others: readonly Claim[],
  kind: 'sameHouse' | 'houseVersusWhole' | 'wholeTwice',
  found: Found,
): void {
  const claims = some === others ? some : [...some, ...others];
  const first = claims[0];
  if (first === undefined || claims.every(({ schoolKey }) => schoolKey === first.schoolKey)) return;
  if (some !== others && !meet(some, others)) return;
  const conflict: Conflict = {
    street: first.street,
    houses: printSegment(overlap),
    claims: claims.map(({ district, school, row, token }) => ({ district, school, row, token })),
    inOneDistrict: claims.every(({ district }) => district === first.district),
    ifPrivateSector: claims.some(({ segment }) => segment.only !== undefined),
  };
  found[gradesMeet(claims) ? kind : 'gradeSplit'].push(conflict);
}

/** Whether the two groups have a pair of different schools; pairs within one group were judged by themselves. */
function meet(some: readonly Claim[], others: readonly Claim[]): boolean {
  return some.some((a) => others.some((b) => a.schoolKey !== b.schoolKey));
}

/** Whether a grade is taught by two of the schools. */
function gradesMeet(claims: readonly Claim[]): boolean {
  const bySchool = new Map<string, number>();
  for (const { schoolKey, segment } of claims) bySchool.set(schoolKey, (bySchool.get(schoolKey) ?? 0) | gradesMask(segment));
  let taken = 0;
  for (const mask of bySchool.values()) {
    if ((taken & mask) !== 0) return true;
    taken |= mask;
  }
  return false;
}

const EVERY_GRADE = 0x1fff;

function gradesMask({ grades }: Segment): number {
  if (grades === undefined) return EVERY_GRADE;
  let mask = 0;
  for (const { from, to } of grades) for (let grade = from; grade <= to; grade += 1) mask |= 1 << grade;
  return mask;
}
