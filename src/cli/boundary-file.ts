import { readFile, stat } from 'node:fs/promises';
import { readCsv } from '#adapters/table/csv.ts';
import { tableLimits, Unreadable } from '#adapters/table/limits.ts';
import type { ActRow } from '#domain/catchment/act-row.ts';
import { rowsOfText } from '#domain/catchment/act-text.ts';
import type { LeftOut } from '#domain/catchment/import-left-out.ts';
import { rowsOfSheets } from '#domain/catchment/import-rows.ts';
import { decodeText, type NoText } from '#domain/core/decode-text.ts';

/** The rows of a file of boundaries; `incomplete` are rows with fewer than four columns, as they are written. */
export type BoundaryRows = {
  readonly rows: readonly ActRow[];
  readonly incomplete: readonly { readonly row: number; readonly text: string }[];
  /** What is odd about cells that were read all the same. */
  readonly remarks: readonly { readonly row: number; readonly column: number; readonly remark: string; readonly text: string }[];
  /** What of the file is no data, and why. */
  readonly leftOut: readonly LeftOut[];
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
    return tableRows(readCsv(text, limits, delimiter));
  } catch (fault) {
    if (!(fault instanceof Unreadable)) throw fault;
    return refused(`the file is not a CSV that can be read: ${fault.because}${fault.row === null ? '' : `, row ${fault.row}`}`);
  }
}

/** A whole country's acts may be one file here: whoever reads it reads it on her own machine. */
const limits = { ...tableLimits, rows: 5_000_000, cells: 50_000_000, characters: 500_000_000 };

const columns = { district: 0, school: 1, street: 2, houses: 3, above: 1 } as const;

function tableRows(sheet: ReturnType<typeof readCsv>): ({ readonly kind: 'rows' } & BoundaryRows) | Refused {
  const { rows, incomplete, left, told } = rowsOfSheets([sheet], columns);
  const more =
    sheet.remarksMore === 0 ? [] : [{ row: 1, column: null, because: 'more_remarks' as const, text: '', count: sheet.remarksMore }];
  if (rows.length + incomplete.length === 0) return refused('the file has no rows under its header');
  return { kind: 'rows', rows, incomplete, remarks: [...sheet.remarks, ...told], leftOut: [...left, ...more] };
}

function rowsOfTextAct(text: string): ({ readonly kind: 'rows' } & BoundaryRows) | Refused {
  const rows = rowsOfText(text);
  return rows.length === 0
    ? refused('neither a CSV with the columns district, school, street, houses, nor a text that lists streets and houses')
    : { kind: 'rows', rows, incomplete: [], remarks: [], leftOut: [] };
}

function refused(because: string): Refused {
  return { kind: 'refused', because };
}
