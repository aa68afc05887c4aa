import { createTables } from '#adapters/table/tables.ts';
import type { BoundaryLine } from '#domain/catchment/boundary-version.ts';
import { readImport } from '#domain/catchment/import-read.ts';
import { guessColumns, rowsOfTable } from '#domain/catchment/import-table.ts';
import { streetKey } from '#domain/catchment/street-key.ts';
import { worldOf } from '#server/catchment/service-import-reading.ts';
import type { School, Street } from '#simulators/population/population.ts';

/** The lines of a school as the importer reads them. */
export type LinesOf = { readonly school: string; readonly lines: readonly BoundaryLine[] };

const tables = createTables();

/**
 * The catchments of some schools by way of the importer: the acts are printed as each district's file, and read as a district's file is read.
 * Throws where the importer understands something else than the act meant, or would have to ask.
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
  const table = tables.read(Buffer.from(printAct(schools, streets)));
  if (table.kind === 'refused') throw new Error(`the act of a district is refused: ${table.because}`);
  const { rows } = rowsOfTable(table.cells, guessColumns(table.cells));
  const register = { schools: schools.map(({ id: code, number, name }) => ({ id: ids.get(code) as string, code, number, name })), streets };
  const reading = readImport(rows, worldOf(register, [], []));
  let step = reading.next();
  while (step.done !== true) step = reading.next();
  const lines = Map.groupBy(step.value.lines, ({ schoolId }) => schoolId);
  return schools.map(({ id: code, act }) => {
    const school = ids.get(code) as string;
    return {
      school,
      lines: (lines.get(school) ?? []).map(({ streetId, street, houses, habit }) => {
        if (streetId === null) throw new Error(`the importer does not know the street ${street} of ${code}`);
        return { streetId, houses, habit, act };
      }),
    };
  });
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
