import { readFile, stat } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import type { ActRow } from '#domain/catchment/act-row.ts';
import { rowsOfText } from '#domain/catchment/act-text.ts';
import { decodeText, type NoText } from '#domain/core/decode-text.ts';

/** The rows of a file of boundaries; `incomplete` are rows with fewer than four columns, as they are written. */
export type BoundaryRows = {
  readonly rows: readonly ActRow[];
  readonly incomplete: readonly { readonly row: number; readonly text: string }[];
};

export type Refused = { readonly kind: 'refused'; readonly because: string };

const BYTES_AT_MOST = 200 * 1024 * 1024;

/** Reads a file of boundaries from the disk: a CSV, or a text act; refused with what to do about it. */
export async function readBoundaryFile(
  file: string,
  progress: (line: string) => void,
): Promise<({ readonly kind: 'rows' } & BoundaryRows) | Refused> {
  const size = await stat(file).catch((error: NodeJS.ErrnoException) => error);
  if (size instanceof Error) return refused(`the file cannot be opened (${size.code ?? size.message})`);
  if (size.isDirectory()) return refused('this is a folder; name the file in it');
  if (size.size === 0) return refused('the file is empty');
  if (size.size > BYTES_AT_MOST) return refused(`the file is larger than ${BYTES_AT_MOST / 1024 / 1024} MB; save each region by itself`);
  const bytes = await readFile(file);
  const decoded = decodeBoundaries(bytes);
  if (decoded.kind === 'refused') return decoded;
  progress(`${file}: ${decoded.encoding}, ${bytes.length} bytes`);
  return rowsOfFile(decoded.text);
}

/** The text of a file by its marks and bytes; a spreadsheet or an encoding that cannot be told is refused with what to do. */
export function decodeBoundaries(bytes: Uint8Array): { readonly kind: 'text'; readonly text: string; readonly encoding: string } | Refused {
  const decoded = decodeText(bytes);
  return decoded.kind === 'text' ? decoded : refused(NO_TEXT[decoded.kind]);
}

const NO_TEXT: Readonly<Record<NoText, string>> = {
  zip: 'this is a spreadsheet or an archive; save it as CSV in UTF-8',
  ole: 'this is a spreadsheet or an archive; save it as CSV in UTF-8',
  pdf: 'this is a PDF; copy its table into a spreadsheet and save it as CSV in UTF-8',
  encoding: 'the encoding is neither UTF-8 nor windows-1251; save the file as CSV in UTF-8',
  binary: 'this is not a text file; save it as CSV in UTF-8',
};

/** The rows of a decoded file: of a CSV when its first line has four columns, of a text act otherwise. */
export function rowsOfFile(text: string): ({ readonly kind: 'rows' } & BoundaryRows) | Refused {
  if (text.trim() === '') return refused('the file is empty');
  const header = /^[^\r\n]*/.exec(text)?.[0] ?? '';
  const delimiter = [';', '\t', ','].toSorted((a, b) => header.split(b).length - header.split(a).length)[0] ?? ';';
  if (header.startsWith('#') || header.split(delimiter).length < 3) return rowsOfTextAct(text);
  try {
    const table: string[][] = parse(text, { delimiter, bom: true, relax_quotes: true, relax_column_count: true, skip_empty_lines: false });
    return tableRows(table);
  } catch (error) {
    return refused(`the file is not a CSV (${error instanceof Error ? error.message : String(error)})`);
  }
}

function tableRows(table: readonly (readonly string[])[]): ({ readonly kind: 'rows' } & BoundaryRows) | Refused {
  const rows: ActRow[] = [];
  const incomplete: { row: number; text: string }[] = [];
  table.forEach((cells, index) => {
    const row = index + 1;
    if (index === 0 || cells.every((cell) => cell.trim() === '')) return;
    const [district = '', school = '', street = '', houses] = cells;
    if (houses === undefined) incomplete.push({ row, text: cells.join('; ') });
    else rows.push({ row, district, school, street, houses });
  });
  return rows.length + incomplete.length === 0 ? refused('the file has no rows under its header') : { kind: 'rows', rows, incomplete };
}

function rowsOfTextAct(text: string): ({ readonly kind: 'rows' } & BoundaryRows) | Refused {
  const rows = rowsOfText(text);
  return rows.length === 0
    ? refused('neither a CSV with the columns district, school, street, houses, nor a text that lists streets and houses')
    : { kind: 'rows', rows, incomplete: [] };
}

function refused(because: string): Refused {
  return { kind: 'refused', because };
}
