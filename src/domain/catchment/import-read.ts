import { type Act, type Claim, readAct, type Waiting } from './act.ts';
import { type ActRow, tidyRow } from './act-row.ts';
import { rangeHabit } from './house-list.ts';
import { type Chosen, itemKey, linesOfRow, type RowLine, type RowRead, settleClaims } from './import-lines.ts';
import { type Match, type Matcher, plainName, type Said } from './import-match.ts';
import type { RangeHabit } from './range-side.ts';
import { streetKey } from './street-key.ts';
import { streetsOf } from './street-names.ts';

/** How names of the file are looked up, and what people have said about them and about the items that wait. */
export type ImportWorld = {
  readonly schools: Matcher<string>;
  readonly streets: Matcher<number>;
  readonly said: { readonly schools: Said<string>; readonly streets: Said<number>; readonly readings: Chosen };
  readonly known: { readonly schools: ReadonlyMap<string, string>; readonly streets: ReadonlyMap<string, number> };
};

/** A school or a street as the file names it, in how many rows, and what that means. */
export type NameRead<Id> = { readonly key: string; readonly name: string; readonly rows: number; readonly match: Match<Id> };

/** A line as it would be published; `schoolId` and `streetId` are null until somebody has said what the names mean. */
export type ImportLine = RowLine & {
  readonly school: string;
  readonly schoolId: string | null;
  readonly streetId: number | null;
  readonly habit: RangeHabit;
};

/** An item that waits, with the reading a person chose, or null. */
export type ImportWaiting = Waiting & { readonly choice: number | null };

/** A file as read. `claims` by street: of the register where it is known, else by its key; what was left out is not among them. */
export type ImportRead = {
  readonly schools: readonly NameRead<string>[];
  readonly streets: readonly NameRead<number>[];
  readonly lines: readonly ImportLine[];
  readonly tokens: number;
  readonly understood: number;
  readonly unresolved: Act['unresolved'];
  readonly waiting: readonly ImportWaiting[];
  readonly notices: Act['notices'];
  readonly claims: ReadonlyMap<string, readonly Claim[]>;
};

/** Under which key the claims on a street stand: that of the register where it is known. */
export function placeKey(streetId: number | null, name: string): string {
  return streetId === null ? `name:${streetKey(name)}` : `street:${streetId}`;
}

/**
 * Reads the rows of a file school by school, each by its own habit, as people have said; yields how many rows are done, so that whoever reads
 * a large file can do something else in between.
 */
export function* readImport(rows: readonly ActRow[], world: ImportWorld): Generator<number, ImportRead> {
  const building: Building = {
    ...{ schools: [], streets: new Map(), lines: [], unresolved: [], waiting: [], notices: [], claims: new Map() },
    ...{ tokens: 0, understood: 0 },
  };
  let done = 0;
  for (const own of Map.groupBy(rows, (row) => tidyRow(row).schoolKey).values()) {
    addSchool(building, own, world);
    done += own.length;
    yield done;
  }
  const byRow = (a: { readonly row: number }, b: { readonly row: number }) => a.row - b.row;
  return {
    ...building,
    streets: [...building.streets.values()],
    unresolved: building.unresolved.toSorted(byRow),
    waiting: building.waiting.toSorted(byRow),
  };
}

type Building = {
  readonly schools: NameRead<string>[];
  readonly streets: Map<string, { readonly key: string; readonly name: string; rows: number; readonly match: Match<number> }>;
  readonly lines: ImportLine[];
  readonly unresolved: Act['unresolved'][number][];
  readonly waiting: ImportWaiting[];
  readonly notices: Act['notices'][number][];
  readonly claims: Map<string, Claim[]>;
  tokens: number;
  understood: number;
};

function addSchool(building: Building, rows: readonly ActRow[], world: ImportWorld): void {
  const act = readAct(rows);
  const name = tidyRow(rows[0] as ActRow).school;
  const key = plainName(name);
  const match = world.schools(key, name, world.said.schools, world.known.schools);
  const schoolId = idOf(match);
  const chosen = world.said.readings;
  building.schools.push({ key, name, rows: rows.length, match });
  building.tokens += act.tokens;
  building.understood += act.understood;
  building.unresolved.push(...act.unresolved);
  building.waiting.push(...act.confirm.map((item) => ({ ...item, choice: chosen.get(itemKey(item)) ?? null })));
  building.notices.push(...act.notices);
  const habit = rangeHabit(rows.map(({ houses }) => houses));
  for (const row of rowsRead(rows, act)) {
    for (const line of linesOfRow(row, habit, chosen)) {
      const streetId = streetOf(building, line.street, world);
      if (match.kind !== 'out' && streetId !== 'out') building.lines.push({ ...line, school: name, schoolId, streetId, habit });
    }
  }
  if (match.kind !== 'out') addClaims(building, act, schoolId, world);
}

/** The street of a name; it is counted once for each row that has it. */
function streetOf(building: Building, name: string, world: ImportWorld): number | null | 'out' {
  const street = lookUp(building, name, world);
  street.rows += 1;
  return street.match.kind === 'out' ? 'out' : idOf(street.match);
}

function lookUp(building: Building, name: string, world: ImportWorld) {
  const key = streetKey(name);
  const found = building.streets.get(key) ?? {
    key,
    name,
    rows: 0,
    match: world.streets(key, name, world.said.streets, world.known.streets),
  };
  building.streets.set(key, found);
  return found;
}

function addClaims(building: Building, act: Act, schoolId: string | null, world: ImportWorld): void {
  for (const claims of act.claims.values()) {
    for (const claim of settleClaims(claims, world.said.readings)) {
      const { match } = lookUp(building, claim.street, world);
      if (match.kind === 'out') continue;
      const place = placeKey(idOf(match), claim.street);
      // Within one district the same street is the same street, however the file names the district.
      const placed = { ...claim, district: '', schoolKey: schoolId ?? claim.schoolKey };
      const there = building.claims.get(place);
      if (there === undefined) building.claims.set(place, [placed]);
      else there.push(placed);
    }
  }
}

function idOf<Id>(match: Match<Id>): Id | null {
  return 'id' in match ? match.id : null;
}

function rowsRead(rows: readonly ActRow[], act: Act): readonly RowRead[] {
  const claims = Map.groupBy([...act.claims.values()].flat(), ({ row }) => row);
  const waiting = Map.groupBy(act.confirm, ({ row }) => row);
  const unresolved = Map.groupBy(act.unresolved, ({ row }) => row);
  return rows.map((row) => {
    const tidy = tidyRow(row);
    return {
      row: row.row,
      houses: tidy.houses,
      streets: streetsOf(tidy.street).map(({ name }) => name),
      claims: claims.get(row.row) ?? [],
      waiting: waiting.get(row.row) ?? [],
      unresolved: unresolved.get(row.row) ?? [],
      hasGrades: tidy.grades !== null,
    };
  });
}
