import type { ActRow } from './act-row.ts';

/** The cells of a file as text, row by row; the first row is row 1 of a spreadsheet. */
export type Cells = readonly (readonly string[])[];

export type ColumnRole = 'district' | 'school' | 'street' | 'houses';
export const columnRoles = ['district', 'school', 'street', 'houses'] as const satisfies readonly ColumnRole[];

/** Which column is what, counted from 0, and how many rows stand above the first that counts. A file of one district names none. */
export type Columns = Readonly<Record<'school' | 'street' | 'houses', number>> & {
  readonly district: number | null;
  readonly above: number;
};

/** A row that lacks what a row needs, as it is written. */
export type IncompleteRow = { readonly row: number; readonly text: string };

/** Guesses which column is what: by the words of the first rows, else by what the cells look like. A person confirms it. */
export function guessColumns(cells: Cells): Columns {
  const width = Math.max(0, ...cells.slice(0, rowsLookedAt).map((row) => row.length));
  const above =
    cells.slice(0, 10).findIndex((row) => columnRoles.filter((role) => row.some((cell) => HEADS[role].test(cell))).length >= 2) + 1;
  const head = above > 0 ? (cells[above - 1] ?? []) : [];
  const body = cells.slice(above, above + rowsLookedAt);
  const free = new Set(Array.from({ length: width }, (_, column) => column));
  const found = new Map<ColumnRole, number>();
  const take = (role: ColumnRole, score: (column: number) => number) => {
    if (found.has(role)) return;
    const [best] = [...free].map((column) => ({ column, score: score(column) })).toSorted((a, b) => b.score - a.score);
    if (best === undefined || best.score <= 0) return;
    found.set(role, best.column);
    free.delete(best.column);
  };
  for (const role of NAMED_FIRST) take(role, (column) => (HEADS[role].test(head[column] ?? '') ? 1 : 0));
  for (const role of NAMED_FIRST) if (role !== 'district') take(role, (column) => share(body, column, LOOKS[role]));
  const rest = [...free];
  const place = (role: 'school' | 'street' | 'houses') => found.get(role) ?? rest.shift() ?? 0;
  return { district: found.get('district') ?? null, school: place('school'), street: place('street'), houses: place('houses'), above };
}

/** The rows of an act by the columns a person confirmed; empty rows do not count, rows without a school or a column of houses are told. */
export function rowsOfTable(
  cells: Cells,
  columns: Columns,
): { readonly rows: readonly ActRow[]; readonly incomplete: readonly IncompleteRow[] } {
  const rows: ActRow[] = [];
  const incomplete: IncompleteRow[] = [];
  cells.forEach((row, index) => {
    if (index < columns.above || row.every((cell) => cell.trim() === '')) return;
    const at = (column: number | null) => (column === null ? '' : (row[column] ?? '').trim());
    const read = {
      row: index + 1,
      district: at(columns.district),
      school: at(columns.school),
      street: at(columns.street),
      houses: at(columns.houses),
    };
    if (read.school === '' || (read.street === '' && read.houses === ''))
      incomplete.push({ row: read.row, text: row.join('; ').slice(0, 200) });
    else rows.push(read);
  });
  return { rows, incomplete };
}

const rowsLookedAt = 60;

/** Houses first: «номера домов» names no street, «улица, дом» no school. */
const NAMED_FIRST = ['houses', 'district', 'school', 'street'] as const satisfies readonly ColumnRole[];

const HEADS: Readonly<Record<ColumnRole, RegExp>> = {
  houses: /дом(а|ов)(?!\p{L})|үй(лөр|лер)?(?!\p{L})|номера|houses|№ дом/iu,
  district: /район|аудан|округ|district/iu,
  school: /школ|мектеп|организаци|уюм|ұйым|учрежден|(?<!\p{L})ОУ(?!\p{L})|school/iu,
  street: /улиц|көчө|көше|адрес|дарек|street/iu,
};

const LOOKS: Readonly<Record<'houses' | 'school' | 'street', RegExp>> = {
  houses: /^\s*(№|с\s)?\s*\d.*[,;–-]|^\s*\d{1,3}\p{L}?\s*$|все дома|бардык|барлық|сторона/iu,
  school: /школ|мектеп|лицей|гимнази|(?<!\p{L})(СОШ|ООШ|МОУ|МБОУ)(?!\p{L})|«/iu,
  street: /(?<!\p{L})(ул|пер|пр|мкр|улица|проспект|переулок|көчөсү|көшесі|бульвар)(?!\p{L})|^\p{Lu}\p{Ll}+(\s\p{L}+)*$/iu,
};

function share(rows: Cells, column: number, look: RegExp): number {
  const filled = rows.map((row) => (row[column] ?? '').slice(0, 300)).filter((cell) => cell.trim() !== '');
  return filled.length === 0 ? 0 : filled.filter((cell) => look.test(cell)).length / filled.length;
}
