import { parse } from 'csv-parse/sync';
import type { CellRemark, SheetRead } from '#server/ports.ts';
import { keeper } from './kept-text.ts';
import { countTo, type TableLimits, Unreadable } from './limits.ts';
import { sheetBuilder } from './sheet-builder.ts';

/**
 * Reads delimited text line by line. Quotes are believed where they stand around a whole cell; any other is kept as it is written, and told with
 * its row: rows are never glued together to make sense of it. `known` is the delimiter where it need not be guessed. Throws {@link Unreadable}.
 */
export function readCsv(text: string, limits: TableLimits, known?: string): SheetRead {
  const { lines, delimiter } = openLines(text, limits, known);
  const builder = sheetBuilder(limits, countTo(limits));
  const keep = keeper();
  let [row, from] = [0, 0];
  for (;;) {
    const record = nextRecord(lines, from, delimiter, limits);
    if (record === null) break;
    [row, from] = [row + 1, record.to];
    addRecord(builder, row, record, { delimiter, limits, keep });
  }
  return { name: '', isHidden: false, delimiter, ...builder.done() };
}

type Lines = { readonly text: string; readonly end: string };
type Record = { readonly cells: readonly string[]; readonly to: number; readonly remark: CellRemark | null };

function openLines(given: string, limits: TableLimits, known?: string): { readonly lines: Lines; readonly delimiter: string } {
  const text = given.replace(/^\ufeff/, '');
  const end = text.includes('\n') || !text.includes('\r') ? '\n' : '\r';
  const said = /^sep=(.)\r?(?=\n|$)/.exec(text.slice(0, 20))?.[1];
  // A line that says the delimiter is no row: spreadsheets do not show it.
  if (said !== undefined) return { lines: { text: text.replace(/^[^\r\n]*\r?\n?/, ''), end }, delimiter: said };
  return { lines: { text, end }, delimiter: known ?? delimiterOf(text.slice(0, limits.charactersInCell), end) };
}

/** Houses have commas, so a comma counts only where nothing else parts the lines. */
export function delimiterOf(beginning: string, end = '\n'): string {
  const lines = beginning
    .slice(0, 20_000)
    .split(end)
    .filter((line) => line.trim() !== '')
    .slice(0, 20);
  const found = [';', '\t'].find((delimiter) => lines.filter((line) => line.includes(delimiter)).length * 2 > lines.length);
  return found ?? ',';
}

/** The next row: a line, or several where a quoted cell has line ends in it. */
function nextRecord(lines: Lines, from: number, delimiter: string, limits: TableLimits): Record | null {
  const first = lineAt(lines, from, limits);
  if (first === null) return null;
  if (!first.line.includes('"')) return { cells: split(first.line, delimiter), to: first.to, remark: null };
  return quotedRecord(lines, first, delimiter, limits) ?? literalRecord(first, delimiter);
}

type Line = { readonly line: string; readonly to: number };

const lineAtMost = 400_000;

function lineAt({ text, end }: Lines, from: number, limits: TableLimits): Line | null {
  if (from >= text.length) return null;
  const found = text.indexOf(end, from);
  const to = found === -1 ? text.length : found;
  if (to - from > lineAtMost)
    throw new Unreadable(isMostlyDelimiters(text.slice(from, from + limits.charactersInCell)) ? 'too_many_columns' : 'too_long');
  return { line: text.slice(from, to).replace(/\r$/, ''), to: to + 1 };
}

function isMostlyDelimiters(text: string): boolean {
  return (text.match(/[;,\t]/g)?.length ?? 0) * 4 > text.length;
}

const linesInRecord = 200;

/** A row with quotes as they ought to be; null when they are not, or when a line within would be a whole row by itself. */
function quotedRecord(lines: Lines, first: Line, delimiter: string, limits: TableLimits): Record | null {
  const inner = [first.line];
  let { to } = first;
  let quotes = countOf(first.line, '"');
  while (quotes % 2 === 1) {
    const next = inner.length < linesInRecord ? lineAt(lines, to, limits) : null;
    if (next === null) return null;
    inner.push(next.line);
    quotes += countOf(next.line, '"');
    to = next.to;
  }
  const cells = parsed(inner.join('\n'), delimiter);
  if (cells === null) return null;
  if (cells.some((cell, place) => hasRowIn(cell, place, cells.length, delimiter))) return null;
  // A cell with line ends and delimiters in it may be two rows: it is told.
  const isOdd = cells.some((cell) => cell.includes('\n') && cell.includes(delimiter) && delimiter !== ',');
  return { cells, to, remark: isOdd ? 'quoted_rows' : null };
}

/** Whether a line of a quoted cell is, with what stands beside the cell on it, a row by itself: then the marks stand around rows by chance. */
function hasRowIn(cell: string, place: number, columns: number, delimiter: string): boolean {
  const lines = cell.split('\n').map((line) => countOf(line, delimiter));
  const last = lines.length - 1;
  return (
    last > 0 && lines.some((own, at) => own > 0 && own + 1 + (at === 0 ? place : 0) + (at === last ? columns - 1 - place : 0) === columns)
  );
}

function parsed(record: string, delimiter: string): readonly string[] | null {
  try {
    const [cells, ...more] = parse(record, {
      delimiter,
      record_delimiter: ['\n'],
      relax_column_count: true,
      bom: false,
      ltrim: false,
    });
    // Only blank lines come out as no row.
    return more.length > 0 ? null : (cells ?? null);
  } catch {
    return parsedTrimmed(record, delimiter);
  }
}

/** Once more, with blanks around the quotes allowed. */
function parsedTrimmed(record: string, delimiter: string): readonly string[] | null {
  try {
    const [cells, ...more] = parse(record, { delimiter, record_delimiter: ['\n'], relax_column_count: true, trim: true });
    return more.length > 0 ? null : (cells ?? null);
  } catch {
    return null;
  }
}

function literalRecord({ line, to }: Line, delimiter: string): Record {
  return { cells: split(line, delimiter), to, remark: 'quote' };
}

function countOf(text: string, sign: string): number {
  let [count, at] = [0, text.indexOf(sign)];
  while (at !== -1) {
    count += 1;
    at = text.indexOf(sign, at + 1);
  }
  return count;
}

/** More pieces than this are no list of houses. */
const piecesAtMost = 2000;

function split(line: string, delimiter: string): readonly string[] {
  return line.split(delimiter, piecesAtMost + 1);
}

type Reading = { readonly delimiter: string; readonly limits: TableLimits; readonly keep: (text: string) => string };

/** Cells behind the last column there may be are one cell together, as they are written: a list of houses may have delimiters. */
function addRecord(
  builder: ReturnType<typeof sheetBuilder>,
  row: number,
  { cells, remark }: Record,
  { delimiter, limits, keep }: Reading,
): void {
  if (cells.length > piecesAtMost) throw new Unreadable('too_many_columns', row);
  const own =
    cells.length <= limits.columns ? cells : [...cells.slice(0, limits.columns - 1), cells.slice(limits.columns - 1).join(delimiter)];
  if (row === 1 && cells.findLastIndex((cell) => cell.trim() !== '') >= limits.columns) throw new Unreadable('too_many_columns', row);
  const last = own.findLastIndex((cell) => cell.trim() !== '');
  own.slice(0, last + 1).forEach((cell, place) => {
    if (cell.length > limits.charactersInCell) throw new Unreadable('too_long', row);
    const text = keep(cell);
    const isBroken = text.includes('\ufffd');
    builder.add({ row, column: place + 1, isHiddenRow: false }, { text, left: text, remark: isBroken ? 'broken_letter' : null });
  });
  if (remark !== null) builder.remark(row, quotePlace(own, remark), remark, own.join(delimiter));
}

function quotePlace(cells: readonly string[], remark: CellRemark): number {
  const place = cells.findIndex((cell) => (remark === 'quote' ? cell.includes('"') : cell.includes('\n')));
  return Math.max(place, 0) + 1;
}
