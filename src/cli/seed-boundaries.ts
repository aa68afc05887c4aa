import { readCsv } from '#adapters/table/csv.ts';
import { tableLimits } from '#adapters/table/limits.ts';
import type { BoundaryLine } from '#domain/catchment/boundary-version.ts';
import { readImport } from '#domain/catchment/import-read.ts';
import { guessColumns, rowsOfTable } from '#domain/catchment/import-table.ts';
import { rangeHabit } from '#domain/catchment/house-list.ts';
import { streetKey } from '#domain/catchment/street-key.ts';
import { worldOf } from '#server/catchment/service-import-reading.ts';
import type { School, Street } from '#simulators/population/population.ts';

/** The lines of a school as the importer reads them. */
export type LinesOf = { readonly school: string; readonly lines: readonly BoundaryLine[] };

/** A country of the demo may be larger than what a district sends. */
const limits = { ...tableLimits, rows: 1_000_000, cells: 10_000_000, characters: 1_000_000_000 };

/**
 * The catchments of some schools by way of the importer: the acts are printed as each district's file, and read as a district's file is read.
 * A school one of whose streets the importer would have to ask about is entered as its act was meant.
 */
export function linesFromFile(
  schools: readonly School[],
  ids: ReadonlyMap<string, string>,
  streetsOf: ReadonlyMap<string, readonly Street[]>,
): readonly LinesOf[] {
  return [...Map.groupBy(schools, ({ districtCode }) => districtCode)].flatMap(([district, own]) =>
    readDistrict(own, ids, streetsOf.get(district) ?? []),
  );
}

function readDistrict(schools: readonly School[], ids: ReadonlyMap<string, string>, streets: readonly Street[]): readonly LinesOf[] {
  const { cells } = readCsv(printAct(schools, streets), limits);
  const { rows } = rowsOfTable(cells, guessColumns(cells));
  const register = { schools: schools.map(({ id: code, number, name }) => ({ id: ids.get(code) as string, code, number, name })), streets };
  const reading = readImport(rows, worldOf(register, [], []));
  let step = reading.next();
  while (step.done !== true) step = reading.next();
  const lines = Map.groupBy(step.value.lines, ({ schoolId }) => schoolId);
  return schools.map((school) => {
    const id = ids.get(school.id) as string;
    const found = lines.get(id) ?? [];
    const known = found.flatMap(({ streetId, houses, habit }) => (streetId === null ? [] : [{ streetId, houses, habit, act: school.act }]));
    // Of streets that share their names the importer asks a person; whoever printed the act knows which one it meant.
    return { school: id, lines: known.length === found.length ? known : asMeant(school) };
  });
}

function asMeant({ catchment, act }: School): readonly BoundaryLine[] {
  const habit = rangeHabit(catchment.map(({ houses }) => houses));
  return catchment.map(({ streetId, houses }) => ({ streetId, houses, habit, act }));
}

/** The acts of a district's schools as one file. A school that shares its name with another is written by its code. */
export function printAct(schools: readonly School[], streets: readonly Street[]): string {
  const names = Map.groupBy(schools, ({ name }) => name.ru);
  const nameOf = namesOf(streets);
  const rows = schools.flatMap(({ id, name, catchment }) =>
    catchment.map(({ streetId, houses }) => [(names.get(name.ru)?.length ?? 0) > 1 ? id : name.ru, nameOf.get(streetId) ?? '', houses]),
  );
  return [['Школа', 'Улица', 'Дома'], ...rows].map((row) => row.map(quoted).join(';')).join('\n');
}

/** A street by the first of its names that no other street of the district has. */
function namesOf(streets: readonly Street[]): ReadonlyMap<number, string> {
  const bearers = new Map<string, Set<number>>();
  for (const { id, name } of streets)
    for (const each of Object.values(name)) bearers.set(streetKey(each), (bearers.get(streetKey(each)) ?? new Set()).add(id));
  return new Map(
    streets.map(({ id, name }) => [id, Object.values(name).find((each) => bearers.get(streetKey(each))?.size === 1) ?? name.ru]),
  );
}

function quoted(cell: string): string {
  return /[;"\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
