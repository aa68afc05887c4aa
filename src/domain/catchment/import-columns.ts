/** The cells of a file as text, row by row; the first row is row 1 of a spreadsheet. */
export type Cells = readonly (readonly string[])[];

export type ColumnRole = 'district' | 'school' | 'street' | 'houses';
export const columnRoles = ['district', 'school', 'street', 'houses'] as const satisfies readonly ColumnRole[];

/**
 * Which column is what, counted from 0, and how many rows stand above the first that counts. A file of one district names none. What follows is
 * said where there is something to say: which sheets, whether what cannot be seen counts, whether an empty cell of the school means the one above,
 * and where the school's name stands if not in a column.
 */
export type Columns = Readonly<Record<'school' | 'street' | 'houses', number>> & {
  readonly district: number | null;
  readonly above: number;
  readonly sheets?: readonly number[];
  readonly unseen?: 'read' | 'leave';
  readonly fill?: 'down' | 'none';
  readonly schoolIn?: 'rows' | 'sheet';
};

/** A row that lacks what a row needs, as it is written. */
export type IncompleteRow = { readonly row: number; readonly text: string };

/** Guesses which column is what: by the words of the first rows, else by what the cells look like. A person confirms it. */
export function guessColumns(cells: Cells): Columns {
  const width = Math.max(0, ...cells.slice(0, rowsLookedAt).map((row) => row.length));
  const above = headingOf(cells) + 1;
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
  const isUnderRows = standsOverRows(body);
  for (const role of NAMED_FIRST) take(role, (column) => (HEADS[role].test(head[column] ?? '') ? 1 : 0));
  for (const role of NAMED_FIRST)
    if (role !== 'district' && !(role === 'school' && isUnderRows)) take(role, (column) => share(body, column, LOOKS[role]));
  const rest = [...free];
  const place = (role: 'school' | 'street' | 'houses') => found.get(role) ?? rest.shift() ?? 0;
  if (isUnderRows && !found.has('school'))
    return {
      ...{ district: found.get('district') ?? null, school: 0, street: place('street'), houses: place('houses'), above },
      schoolIn: 'rows',
    };
  return { district: found.get('district') ?? null, school: place('school'), street: place('street'), houses: place('houses'), above };
}

/** The place of the row with the names of the columns among the first ten, or -1. */
export function headingOf(cells: Cells): number {
  return cells.slice(0, 10).findIndex((row) => {
    const named = row.map((cell) => cell.slice(0, 300)).filter((cell) => cell.trim() !== '');
    return named.length >= 2 && columnRoles.filter((role) => named.some((cell) => HEADS[role].test(cell))).length >= 2;
  });
}

/** Whether a sheet looks like a table of boundaries: it has a heading, or streets beside houses. */
export function looksLikeTable(cells: Cells): boolean {
  if (headingOf(cells) !== -1) return true;
  const { street, houses } = guessColumns(cells);
  return share(cells, houses, LOOKS.houses) > 0.5 && share(cells, street, LOOKS.street) > 0.3;
}

/** Whether a school's name stands in a row of its own above its streets. */
function standsOverRows(body: Cells): boolean {
  const filled = body.map((row) => row.filter((cell) => cell.trim() !== ''));
  const alone = filled.filter((row) => row.length === 1 && LOOKS.school.test(row[0]?.slice(0, 300) ?? '')).length;
  return alone >= 1 && filled.filter((row) => row.length >= 2).length >= alone && !filled.some((row) => row.length >= 3);
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
