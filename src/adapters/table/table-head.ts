import type { SheetHead, SheetRead, TableHead, TableRead } from '#server/ports.ts';

const sampleRows = 60;
const sampleCharacters = 120;
/** Of all sheets together: whoever looks at them does so where everybody waits. */
const sampledAtMost = 600_000;
const firstShown = 20;

/** The beginning of each sheet of a table, small whatever the table is. */
export function headOf(table: TableRead): TableHead {
  if (table.kind === 'refused') return table;
  let sampled = 0;
  const sheets = table.sheets.map((sheet) => {
    const sample = sheet.cells.slice(0, sampleRows).map((row) => row.map((cell) => cell.slice(0, sampleCharacters)));
    sampled += sample.flat().reduce((sum, cell) => sum + cell.length + 1, 0);
    return headOfSheet(sheet, sampled > sampledAtMost ? [] : sample);
  });
  return { kind: 'head', format: table.format, encoding: table.encoding, sheets };
}

function headOfSheet({ name, isHidden, cells, hiddenRows, hiddenColumns, unseen }: SheetRead, sample: SheetHead['sample']): SheetHead {
  return {
    ...{ name, isHidden, hiddenColumns, rows: cells.length, sample },
    hiddenRows: { count: hiddenRows.length, first: hiddenRows.slice(0, firstShown) },
    unseen: { count: unseen.length, first: unseen.slice(0, firstShown).map(({ row, column }) => [row, column]) },
  };
}
