import type { TableRefusal } from '#server/ports.ts';

/** What a table may have, looked at while it is read. Nobody types more into an act of one district. */
export type TableLimits = {
  /** Of all parts of a workbook together, unpacked. */
  readonly unpackedBytes: number;
  readonly entries: number;
  readonly sheets: number;
  readonly rows: number;
  readonly columns: number;
  /** Cells with something in them, of all sheets; the shared texts of a workbook as well. */
  readonly cells: number;
  readonly charactersInCell: number;
  /** Pieces of rich text in one cell. */
  readonly runs: number;
  /** Characters of all cells together. */
  readonly characters: number;
  readonly styles: number;
  readonly merged: number;
  /** What is odd about cells; beyond this they are counted. */
  readonly remarks: number;
};

export const tableLimits: TableLimits = {
  unpackedBytes: 96 * 1024 * 1024,
  entries: 2000,
  sheets: 100,
  rows: 50_000,
  columns: 50,
  cells: 500_000,
  charactersInCell: 32_767,
  runs: 2000,
  characters: 24_000_000,
  styles: 20_000,
  merged: 50_000,
  remarks: 5000,
};

/** Thrown at the first thing that is more than a table may have, or broken; `row` where it can be said. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
  readonly because: TableRefusal;
  readonly row: number | null;
  constructor(because: TableRefusal, row: number | null = null) {
    super(because);
    this.because = because;
    this.row = row;
  }
}

/** Counts what a whole file has, over all its parts and sheets. */
export type Count = { add(what: 'unpackedBytes' | 'cells' | 'characters', amount: number, row?: number): void };

export function countTo(limits: TableLimits): Count {
  const counted = { unpackedBytes: 0, cells: 0, characters: 0 };
  return {
    add(what, amount, row) {
      counted[what] += amount;
      if (counted[what] > limits[what]) throw new Unreadable(what === 'cells' ? 'too_many_cells' : 'too_large', row ?? null);
    },
  };
}
