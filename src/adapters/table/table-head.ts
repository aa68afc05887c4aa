import type { SheetHead, SheetRead, TableHead, TableRead } from '#server/ports.ts';

const sampleRows = 60;
const sampleCharacters = 300;
const firstShown = 20;

/** The beginning of each sheet of a table, small whatever the table is. */
export function headOf(table: TableRead): TableHead {
  if (table.kind === 'refused') return table;
  return { kind: 'head', format: table.format, encoding: table.encoding, sheets: table.sheets.map(headOfSheet) };
}

function headOfSheet({ name, isHidden, cells, hiddenRows, hiddenColumns, unseen }: SheetRead): SheetHead {
  return {
    ...{ name, isHidden, hiddenColumns, rows: cells.length },
    sample: cells.slice(0, sampleRows).map((row) => row.map((cell) => cell.slice(0, sampleCharacters))),
    hiddenRows: { count: hiddenRows.length, first: hiddenRows.slice(0, firstShown) },
    unseen: { count: unseen.length, first: unseen.slice(0, firstShown).map(({ row, column }) => [row, column]) },
  };
}
