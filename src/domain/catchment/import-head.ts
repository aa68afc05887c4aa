import { type Cells, type Columns, guessColumns, looksLikeTable } from './import-columns.ts';

/** The beginning of a sheet as a file brings it. */
export type SheetBeginning = {
  readonly name: string;
  readonly isHidden: boolean;
  readonly rows: number;
  readonly sample: Cells;
  readonly hiddenRows: { readonly count: number; readonly first: readonly number[] };
  readonly hiddenColumns: readonly number[];
  readonly unseen: { readonly count: number; readonly first: readonly (readonly [row: number, column: number])[] };
};

/** A sheet as a person is asked about it. */
export type SheetOffered = Omit<SheetBeginning, 'sample'> & { readonly looksLikeTable: boolean };

/** What is kept of a file to ask a person about its columns and sheets: small, whatever the file is. */
export type ImportHead = {
  /** The first rows of the sheet that looks most like the table, cut short. */
  readonly cells: Cells;
  readonly main: number;
  readonly columns: Columns;
  readonly sheets: readonly SheetOffered[];
  /** What only a person can say of this file. */
  readonly asks: { readonly unseen: boolean; readonly fill: boolean };
};

const rowsShown = 12;
const charactersShown = 120;

/** The head of a file: which sheet is meant and which column is what is guessed, for a person to confirm. */
export function headFor(sheets: readonly SheetBeginning[]): ImportHead {
  const like = sheets.map(({ sample }) => looksLikeTable(sample));
  const main = Math.max(
    [
      sheets.findIndex(({ isHidden }, place) => !isHidden && like[place]),
      sheets.findIndex(({ isHidden, rows }) => !isHidden && rows > 0),
    ].find((place) => place !== -1) ?? 0,
    0,
  );
  const sample = sheets[main]?.sample ?? [];
  const columns = guessColumns(sample);
  const same = sheets.flatMap(({ isHidden, sample: own }, place) => {
    const isMeant = place === main || (!isHidden && like[place] === true && isSamePlaces(guessColumns(own), columns));
    return isMeant ? [place] : [];
  });
  return {
    cells: sample.slice(0, rowsShown).map((row) => row.map((cell) => cell.slice(0, charactersShown))),
    main,
    columns: sheets.length === 1 ? columns : { ...columns, sheets: [main, ...same.filter((place) => place !== main)] },
    sheets: sheets.map(({ sample: _, ...sheet }, place) => ({ ...sheet, looksLikeTable: like[place] ?? false })),
    asks: {
      unseen: sheets.some(({ hiddenRows, unseen, hiddenColumns }) => hiddenRows.count + unseen.count + hiddenColumns.length > 0),
      fill: hasBlanksBelow(sample, columns),
    },
  };
}

function isSamePlaces(a: Columns, b: Columns): boolean {
  return a.school === b.school && a.street === b.street && a.houses === b.houses && a.schoolIn === b.schoolIn;
}

/** Whether the school stands once and its cells below are empty. */
function hasBlanksBelow(sample: Cells, { school, street, houses, above, schoolIn }: Columns): boolean {
  if (schoolIn !== undefined) return false;
  const has = (row: readonly string[], place: number) => (row[place] ?? '').trim() !== '';
  const body = sample.slice(above).filter((row) => has(row, street) && has(row, houses));
  return body.some((row) => has(row, school)) && body.some((row) => !has(row, school));
}
