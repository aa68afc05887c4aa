import type { Claim } from './act.ts';
import type { BoundaryLine } from './boundary-version.ts';
import { type Conflict, type Conflicts, findConflicts } from './conflicts.ts';
import { readHouses, readItems } from './house-list.ts';
import type { ItemRead } from './reading.ts';
import type { Segment } from './segment.ts';

/** A line of some school's list. */
export type LineOfSchool = Pick<BoundaryLine, 'streetId' | 'houses' | 'habit'> & { readonly school: string };

/** Houses of a street that this school and others claim; `gradeSplit` where they teach different grades there: no conflict, but shown. */
export type BoundaryConflict = {
  readonly kind: keyof Conflicts;
  readonly streetId: number;
  readonly segments: readonly Segment[];
  readonly schools: readonly string[];
  readonly ifPrivateSector: boolean;
};

/** Where the lines of one school meet other schools' lines on the same streets, the gravest first. */
export function conflictsOf(school: string, own: readonly LineOfSchool[], others: readonly LineOfSchool[]): readonly BoundaryConflict[] {
  const streets = new Set(own.map(({ streetId }) => streetId));
  const lines = [...own, ...others.filter((line) => line.school !== school && streets.has(line.streetId))];
  const claims = Map.groupBy(lines.flatMap(claimsIn), ({ street }) => street);
  const found = findConflicts(claims);
  return KINDS.flatMap((kind) =>
    found[kind].filter(({ claims: its }) => its.some((claim) => claim.school === school)).map((one) => conflictOf(kind, one, school)),
  );
}

const KINDS: readonly (keyof Conflicts)[] = ['wholeTwice', 'houseVersusWhole', 'sameHouse', 'gradeSplit'];

function conflictOf(kind: keyof Conflicts, { street, houses, claims, ifPrivateSector }: Conflict, school: string): BoundaryConflict {
  const schools = [...new Set(claims.map((claim) => claim.school))].filter((other) => other !== school);
  return { kind, streetId: Number(street), segments: readHouses(houses).segments, schools, ifPrivateSector };
}

/** Streets are known by their keys here, so that a claim's street is a number. */
function claimsIn({ school, streetId, houses, habit }: LineOfSchool): readonly Claim[] {
  return readItems(houses, habit).flatMap((item) =>
    surelyIn(item).map((segment) => ({
      schoolKey: school,
      district: '',
      school,
      row: 0,
      street: String(streetId),
      token: item.token,
      at: item.at,
      reading: null,
      segment,
      isSure: true,
    })),
  );
}

/** What an item surely says of its own street. */
function surelyIn({ outcome }: ItemRead): readonly Segment[] {
  if (outcome.kind === 'confirm') return outcome.place === null ? outcome.sure : [];
  return outcome.kind === 'sure' ? outcome.parts.filter(({ place }) => place === null).flatMap(({ segments }) => segments) : [];
}
