import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { parse } from 'csv-parse/sync';
import { rangeHabit, readHouses } from '#domain/catchment/house-list.ts';
import type { UnreadReason } from '#domain/catchment/unread.ts';

/** One item that was not read. `row` counts as a spreadsheet does: the header is 1. */
export type UnreadRow = {
  readonly row: number;
  readonly street: string;
  readonly token: string;
  readonly reason: UnreadReason | 'row_incomplete';
};

/** What was read of a file of boundaries; `tokens` = `understood` + the unread. `rows` are those under the header. */
export type BoundariesRead = {
  readonly rows: number;
  readonly tokens: number;
  readonly understood: number;
  readonly unread: readonly UnreadRow[];
};

/** `boundaries read FILE [--json]`: what Mektep understands of an act's list of streets and houses, and what it does not. */
export function boundariesCommand(): Command {
  const command = new Command('boundaries').description('read the acts that assign addresses to schools');
  command
    .command('read')
    .description('read a CSV of district, school, street, houses (any header, “;” or “,”) and list what was not understood')
    .argument('<file>', 'the file: UTF-8, UTF-16 with a mark, or windows-1251')
    .option('--json', 'print the result as JSON')
    .action(async (file: string, options: { json?: true }) => {
      const outcome = await readBoundaryFile(file, (line) => process.stderr.write(`${line}\n`));
      if (outcome.kind === 'refused') return command.error(`${file}: ${outcome.because}`);
      process.stdout.write(options.json ? `${JSON.stringify(outcome.read)}\n` : summary(outcome.read));
    });
  return command;
}

type FileOutcome = { readonly kind: 'read'; readonly read: BoundariesRead } | { readonly kind: 'refused'; readonly because: string };

async function readBoundaryFile(file: string, progress: (line: string) => void): Promise<FileOutcome> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => error);
  if (!Buffer.isBuffer(bytes)) return { kind: 'refused', because: `the file cannot be opened (${bytes.code ?? bytes.message})` };
  const decoded = decodeBoundaries(bytes);
  if (decoded.kind === 'refused') return decoded;
  progress(`${file}: ${decoded.encoding}, ${bytes.length} bytes`);
  return readBoundaries(decoded.text, progress);
}

/** The text of a file by its marks and bytes; a spreadsheet or an encoding that cannot be told is refused with what to do. */
export function decodeBoundaries(
  bytes: Uint8Array,
): { readonly kind: 'text'; readonly text: string; readonly encoding: string } | { readonly kind: 'refused'; readonly because: string } {
  const marked = ENCODING_MARKS.find(([, mark]) => mark.every((byte, index) => bytes[index] === byte))?.[0];
  if (marked === 'zip') return { kind: 'refused', because: 'this is a spreadsheet or an archive; save it as CSV in UTF-8' };
  const encoding = marked ?? (isUtf8(bytes) ? 'utf-8' : 'windows-1251');
  const text = new TextDecoder(encoding).decode(bytes);
  if (encoding === 'windows-1251' && !isMostlyCyrillic(text)) {
    return { kind: 'refused', because: 'the encoding is neither UTF-8 nor windows-1251; save the file as CSV in UTF-8' };
  }
  return text.includes('\0')
    ? { kind: 'refused', because: 'this is not a text file; save it as CSV in UTF-8' }
    : { kind: 'text', text, encoding };
}

/** Reads the rows of a decoded file; a row with fewer than four columns is listed as one unread item. */
export function readBoundaries(text: string, progress: (line: string) => void = () => undefined): FileOutcome {
  const table = rowsOf(text);
  if (typeof table === 'string') return { kind: 'refused', because: table };
  const rows = table.slice(1);
  if (rows.length === 0) return { kind: 'refused', because: 'the file has no rows under its header' };
  const lists = Map.groupBy(rows, schoolOf);
  const habits = new Map([...lists].map(([school, its]) => [school, rangeHabit(its.map((row) => row[3] ?? ''))] as const));
  let tokens = 0;
  const unread: UnreadRow[] = [];
  rows.forEach((row, index) => {
    const place = { row: index + 2, street: (row[2] ?? '').trim() };
    const reading = row.length < 4 ? null : readHouses(row[3] ?? '', habits.get(schoolOf(row)) ?? 'unsure');
    tokens += reading?.tokens ?? 1;
    if (reading === null) unread.push({ ...place, token: row.join('; '), reason: 'row_incomplete' });
    else for (const item of reading.unread) unread.push({ ...place, ...item });
    if ((index + 1) % ROWS_PER_LINE === 0) progress(`${index + 1} of ${rows.length} rows`);
  });
  progress(`${rows.length} rows read`);
  return { kind: 'read', read: { rows: rows.length, tokens, understood: tokens - unread.length, unread } };
}

const ROWS_PER_LINE = 10_000;

const ENCODING_MARKS: readonly (readonly [encoding: string, mark: readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
];

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

/** The rows of a CSV, or why it is none. The separator is the one that the header has more of. */
function rowsOf(text: string): readonly (readonly string[])[] | string {
  const header = /^[^\r\n]*/.exec(text)?.[0] ?? '';
  const delimiter = header.split(';').length >= header.split(',').length ? ';' : ',';
  try {
    return parse(text, { delimiter, bom: true, relax_quotes: true, relax_column_count: true, skip_empty_lines: false });
  } catch (error) {
    return `the file is not a CSV (${error instanceof Error ? error.message : String(error)})`;
  }
}

/** District and school: whose habit of writing ranges a row follows. */
function schoolOf(row: readonly string[]): string {
  return `${row[0] ?? ''};${row[1] ?? ''}`;
}

function summary({ rows, tokens, understood, unread }: BoundariesRead): string {
  const share = tokens === 0 ? '–' : `${((understood / tokens) * 100).toFixed(1)} %`;
  const reasons = [...Map.groupBy(unread, ({ reason }) => reason)].toSorted(([, a], [, b]) => b.length - a.length);
  return [
    `${rows} rows, ${tokens} items, ${understood} understood (${share}), ${unread.length} not:`,
    ...reasons.map(([reason, items]) => `  ${String(items.length).padStart(6)}  ${reason}`),
    ...unread.map(({ row, street, token, reason }) => `row ${row}, ${street || '(no street)'}: “${token}” ${reason}`),
    '',
  ].join('\n');
}
