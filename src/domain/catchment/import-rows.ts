import type { ActRow } from './act-row.ts';
import { columnsLeftOut, type LeftOut, noData, shortened } from './import-left-out.ts';
import { spoiltHouses } from './import-spoilt.ts';
import { type Cells, type Columns, headingOf, type IncompleteRow } from './import-columns.ts';

/** A sheet as it is read: its cells, and what whoever sent the file does not see of it. */
export type SheetGiven = {
  readonly name: string;
  readonly isHidden?: boolean;
  readonly cells: Cells;
  /** What parts the cells of a text; `null` where cells are cells. */
  readonly delimiter?: string | null;
  readonly hiddenRows?: readonly number[];
  readonly unseen?: readonly { readonly row: number; readonly column: number; readonly left: string }[];
};

/** Something odd about a cell that was read all the same. */
export type CellTold = { readonly row: number; readonly column: number; readonly remark: 'date' | 'exponent'; readonly text: string };

/** What the sheets of a file say, row by row, and everything of them that is no data. */
export type RowsRead = {
  readonly rows: readonly ActRow[];
  readonly incomplete: readonly IncompleteRow[];
  readonly left: readonly LeftOut[];
  readonly told: readonly CellTold[];
};

const rowsBetweenSheets = 10_000_000;

/** The number of a row in a file of several sheets, which no two rows share; on the first sheet it is the row's own, from 1. */
export function rowOnSheet(sheet: number, row: number): number {
  return sheet * rowsBetweenSheets + row;
}

/** The sheet of a row, counted from 0, and the row's own number on it: the way back from {@link rowOnSheet}. */
export function sheetOfRow(row: number): { readonly sheet: number; readonly row: number } {
  return { sheet: Math.floor(row / rowsBetweenSheets), row: row % rowsBetweenSheets };
}

/** The rows of a file by the columns and sheets a person confirmed. What is not read is listed, with its place and why. */
export function rowsOfSheets(sheets: readonly SheetGiven[], columns: Columns): RowsRead {
  const chosen = columns.sheets ?? [0];
  const rows: ActRow[] = [];
  const incomplete: IncompleteRow[] = [];
  const left: LeftOut[] = [];
  const told: CellTold[] = [];
  sheets.forEach((sheet, place) => {
    if (!chosen.includes(place)) {
      const filled = sheet.cells.filter((row) => row.some((cell) => cell.trim() !== '')).length;
      left.push({ row: rowOnSheet(place, 1), column: null, because: 'sheet', text: sheet.name, count: filled });
      return;
    }
    const read = rowsOfSheet(sheet, place === chosen[0] ? columns : { ...columns, above: headingOf(sheet.cells) + 1 || columns.above });
    const numbered = <T extends { readonly row: number }>(all: readonly T[]) =>
      all.map((each) => ({ ...each, row: rowOnSheet(place, each.row) }));
    for (const each of numbered(read.rows)) rows.push(each);
    for (const each of numbered(read.incomplete)) incomplete.push(each);
    for (const each of numbered(read.left)) left.push(each);
    for (const each of numbered(read.told)) told.push(each);
  });
  return { rows, incomplete, left, told };
}

/** The rows of one sheet. */
export function rowsOfSheet(sheet: SheetGiven, columns: Columns): RowsRead {
  const { district, school, street, houses, above, schoolIn, fill } = columns;
  const cells = seenCells(sheet, columns);
  const roles = [...(schoolIn === undefined ? [school] : []), street, houses, ...(district === null ? [] : [district])];
  const heading = above > 0 ? (cells[above - 1] ?? null) : null;
  const width = widthOf(cells, heading, roles);
  const hidden = columns.unseen === 'leave' ? new Set(sheet.hiddenRows) : new Set<number>();
  const found = { rows: [] as ActRow[], incomplete: [] as IncompleteRow[], left: [] as LeftOut[], told: [] as CellTold[] };
  const leave = (row: number, because: LeftOut['because'], text: string, column: number | null = null) =>
    void found.left.push({ row, column, because, text: shortened(text), count: 1 });
  let [lastSchool, isFirst] = ['', true];
  cells.forEach((row, index) => {
    const number = index + 1;
    if (row.every((cell) => cell.trim() === '')) return;
    const written = row.filter((cell) => cell.trim() !== '').join('; ');
    if (number < above) return leave(number, 'above', written);
    if (number === above) return;
    if (hidden.has(number)) return leave(number, 'hidden', written);
    const because = noData(row, heading, isFirst, roles);
    isFirst = false;
    if (because !== null) return leave(number, because, written);
    const at = (place: number | null) => (place === null ? '' : (row[place] ?? '').trim());
    const filled = row.flatMap((cell, place) => (cell.trim() === '' ? [] : [place]));
    if (schoolIn === 'rows' && filled.length === 1 && !/^\d/.test(at(houses))) {
      lastSchool = oneLine(at(filled[0] ?? 0));
      return;
    }
    const own = schoolIn === 'rows' ? lastSchool : schoolIn === 'sheet' ? sheet.name : oneLine(at(school));
    const meant = own === '' && fill === 'down' ? lastSchool : own;
    if (meant !== '') lastSchool = meant;
    const { text, rest } = housesIn(row, houses, width, sheet.delimiter ?? null);
    if (rest !== '') leave(number, 'extra', rest, width + 1);
    const spoilt = spoiltHouses(text);
    if (spoilt !== null) found.told.push({ row: number, column: houses + 1, remark: spoilt.remark, text: spoilt.text });
    const read = { row: number, district: at(district), school: meant, street: oneLine(at(street)), houses: spoilt?.text ?? listed(text) };
    if (read.school === '' || (read.street === '' && read.houses === '')) found.incomplete.push({ row: number, text: shortened(written) });
    else found.rows.push(read);
  });
  const beside = columnsLeftOut(cells, above, width, roles).map((each) => ({ ...each, row: Math.max(above, 1) }));
  return { ...found, left: [...beside, ...found.left] };
}

/** The cells a person says count: without what is struck out or white where it does not. */
function seenCells({ cells, unseen = [] }: SheetGiven, { unseen: said }: Columns): Cells {
  if (said !== 'leave' || unseen.length === 0) return cells;
  const left = new Map(unseen.map(({ row, column, left: text }) => [`${row}:${column}`, text] as const));
  return cells.map((own, index) => own.map((text, place) => left.get(`${index + 1}:${place + 1}`) ?? text));
}

/** How many columns the table has: as many as its heading, else as most of its rows; none that was chosen stands outside. */
function widthOf(cells: Cells, heading: readonly string[] | null, roles: readonly number[]): number {
  const filled = (row: readonly string[]) => row.findLastIndex((cell) => cell.trim() !== '') + 1;
  const least = Math.max(...roles) + 1;
  if (heading !== null && filled(heading) > 0) return Math.max(filled(heading), least);
  const widths = Map.groupBy(cells.slice(0, 60).map(filled), (each) => each);
  const [usual] = [...widths].toSorted(([, a], [, b]) => b.length - a.length)[0] ?? [least];
  return Math.max(usual, least);
}

/** The houses of a row. A text file parts a list by its own delimiter: where the houses are the last column, what stands behind belongs to them. */
function housesIn(
  row: readonly string[],
  houses: number,
  width: number,
  delimiter: string | null,
): { readonly text: string; readonly rest: string } {
  const behind = row.slice(width).findLastIndex((cell) => cell.trim() !== '') + 1;
  if (behind === 0) return { text: (row[houses] ?? '').trim(), rest: '' };
  const isLast = houses === width - 1 && delimiter !== null && delimiter !== '\t';
  if (isLast)
    return {
      text: row
        .slice(houses, width + behind)
        .join(delimiter)
        .trim(),
      rest: '',
    };
  return { text: (row[houses] ?? '').trim(), rest: row.slice(width, width + behind).join('; ') };
}

/** A name in several lines is one name. */
function oneLine(text: string): string {
  return text.replace(/\s*[\r\n]+\s*/g, ' ');
}

/** Houses in lines of their own are houses apart. */
function listed(text: string): string {
  return text.replace(/([,;]?)[ \t]*\r?\n\s*/g, (_, sign: string) => `${sign || ';'} `);
}
