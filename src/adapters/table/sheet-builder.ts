import type { CellRemark, SheetRead } from '#server/ports.ts';
import { type Count, type TableLimits, Unreadable } from './limits.ts';

type Place = { readonly row: number; readonly column: number; readonly isHiddenRow: boolean };

/** Builds a sheet cell by cell, with the limits looked at before anything grows. */
export function sheetBuilder(limits: TableLimits, count: Count) {
  const cells: string[][] = [];
  const remarks: SheetRead['remarks'][number][] = [];
  const hiddenRows = new Set<number>();
  const hiddenColumns = new Set<number>();
  const usedColumns = new Set<number>();
  const unseen: SheetRead['unseen'][number][] = [];
  const merged: string[] = [];
  let remarksMore = 0;

  function remark(row: number, column: number, kind: CellRemark, text: string): void {
    if (remarks.length < limits.remarks) remarks.push({ row, column, remark: kind, text: text.slice(0, 200) });
    else remarksMore += 1;
  }

  function put(row: number, column: number, text: string): void {
    if (column > limits.columns) throw new Unreadable('too_many_columns', row);
    if (row > limits.rows) throw new Unreadable('too_many_rows');
    count.add('cells', 1, row);
    count.add('characters', text.length, row);
    while (cells.length < row) cells.push([]);
    const own = cells[row - 1] as string[];
    while (own.length < column) own.push('');
    // One place with two texts: one of them would be lost.
    if (own[column - 1] !== '') throw new Unreadable('broken', row);
    own[column - 1] = text;
    usedColumns.add(column);
  }

  /** A merged cell says the same of each row it stands beside; across columns a heading is merged. */
  function fill(reference: string): void {
    const place = /^\$?([A-Za-z]{1,3})\$?(\d{1,7})(?::\$?[A-Za-z]{1,3}\$?(\d{1,7}))?$/.exec(reference.trim());
    if (place === null) throw new Unreadable('broken');
    const [, letters = '', first = '', last = first] = place;
    const [top, bottom, column] = [Number(first), Math.min(Number(last), cells.length), columnNumber(letters)];
    const text = cells[top - 1]?.[column - 1] ?? '';
    if (!(bottom > top) || text === '') return;
    count.add('cells', bottom - top, top);
    for (let row = top + 1; row <= bottom; row += 1) if ((cells[row - 1]?.[column - 1] ?? '') === '') put(row, column, text);
    remark(top, column, 'merged', text);
  }

  return {
    add(
      { row, column, isHiddenRow }: Place,
      { text, left, remark: kind }: { text: string; left: string; remark: CellRemark | null },
    ): void {
      if (text !== '') put(row, column, text);
      if (text !== '' && isHiddenRow) hiddenRows.add(row);
      if (left !== text) unseen.push({ row, column, left });
      if (kind !== null && column <= limits.columns) remark(row, column, kind, text);
    },
    remark,
    hideColumn: (column: number): void => void hiddenColumns.add(column),
    merge(reference: string): void {
      if (merged.length >= limits.merged) throw new Unreadable('too_large');
      merged.push(reference);
    },
    done(): Omit<SheetRead, 'name' | 'isHidden' | 'delimiter'> {
      merged.forEach(fill);
      return {
        ...{ cells, remarks, remarksMore, unseen },
        hiddenRows: [...hiddenRows],
        hiddenColumns: [...hiddenColumns].filter((column) => usedColumns.has(column)).toSorted((a, b) => a - b),
      };
    },
  };
}

function columnNumber(letters: string): number {
  return Array.from(letters.toUpperCase()).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}
