import type { Cells, Columns } from './import-columns.ts';
import { rowsOfSheet, type RowsRead } from './import-rows.ts';

export type { Cells, ColumnRole, Columns, IncompleteRow } from './import-columns.ts';
export { columnRoles, guessColumns } from './import-columns.ts';

/** The rows of a table of one sheet without anything hidden. */
export function rowsOfTable(cells: Cells, columns: Columns): RowsRead {
  return rowsOfSheet({ name: '', cells }, columns);
}
