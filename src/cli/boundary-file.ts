import { readFile, stat } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import type { ActRow } from '#domain/catchment/act-row.ts';
import { rowsOfText } from '#domain/catchment/act-text.ts';

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
  const marked = ENCODING_MARKS.find(([, mark]) => mark.every((byte, index) => bytes[index] === byte))?.[0];
  if (marked === 'zip' || marked === 'ole') return refused('this is a spreadsheet or an archive; save it as CSV in UTF-8');
  if (marked === 'pdf') return refused('this is a PDF; copy its table into a spreadsheet and save it as CSV in UTF-8');
  const encoding = marked ?? unmarkedUtf16(bytes) ?? (isUtf8(bytes) ? 'utf-8' : 'windows-1251');
  const text = new TextDecoder(encoding).decode(bytes);
  if (encoding === 'windows-1251' && !isMostlyCyrillic(text)) {
    return refused('the encoding is neither UTF-8 nor windows-1251; save the file as CSV in UTF-8');
  }
  return text.includes('\0') ? refused('this is not a text file; save it as CSV in UTF-8') : { kind: 'text', text, encoding };
}

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

const ENCODING_MARKS: readonly (readonly [encoding: string, mark: readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
  ['ole', [0xd0, 0xcf, 0x11, 0xe0]],
  ['pdf', [0x25, 0x50, 0x44, 0x46]],
];

/** UTF-16 without its mark: every second byte of the delimiters, digits and spaces is zero, and nearly none of the others. */
function unmarkedUtf16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const sample = bytes.subarray(0, 4000);
  const zeros = [0, 0];
  sample.forEach((byte, index) => {
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = zeros;
  if (sample.length < 8) return null;
  if (odd > sample.length / 20 && even * 10 < odd) return 'utf-16le';
  return even > sample.length / 20 && odd * 10 < even ? 'utf-16be' : null;
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** windows-1251 takes any bytes; text that is really Russian has more Cyrillic small letters than other signs beyond ASCII. */
function isMostlyCyrillic(text: string): boolean {
  const cyrillic = text.match(/[а-яё]/g)?.length ?? 0;
  const beyondAscii = text.match(/[^\x00-\x7f]/g)?.length ?? 0;
  return cyrillic * 2 > beyondAscii;
}
