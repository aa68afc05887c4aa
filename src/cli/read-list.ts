import { readFile, stat } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { decodeText } from '#domain/core/decode-text.ts';
import { columnsOf, type EntryForms, type EntryRow, readEntryRow } from '#domain/entry/input.ts';
import type { Problem } from '#server/entry/service.ts';
import { Trouble } from '#tools/trouble.ts';

const bytesAtMost = 50 * 1024 * 1024;

/**
 * Reads a CSV with named columns, in UTF-8, UTF-16 or windows-1251, parted by “;”, “,” or tabulators. Every row is checked; what is wrong is told by
 * row, and nothing is guessed.
 */
export async function readList<Kind extends keyof EntryForms>(
  file: string,
  kind: Kind,
): Promise<{ readonly rows: readonly EntryRow<Kind>[]; readonly problems: readonly Problem[] }> {
  const [head, ...body] = cellsOf(file, await textOf(file));
  if (head === undefined) throw new Trouble(`${file} is empty.`);
  requireColumns(file, kind, head.cells);
  const problems: Problem[] = [];
  const rows = body.flatMap(({ row, cells }): readonly EntryRow<Kind>[] => {
    if (cells.every((cell) => cell.trim() === '')) return [];
    if (cells.length !== head.cells.length) {
      problems.push({ row, why: `it has ${cells.length} cells, the first row ${head.cells.length}` });
      return [];
    }
    const read = readEntryRow(kind, Object.fromEntries(head.cells.map((name, place) => [name.trim(), cells[place] ?? ''])));
    if (read.kind === 'read') return [{ row, given: read.given }];
    problems.push(...read.why.map((why) => ({ row, why })));
    return [];
  });
  if (rows.length + problems.length === 0) throw new Trouble(`${file} has no rows under its first one.`);
  return { rows, problems };
}

async function textOf(file: string): Promise<string> {
  const size = await stat(file).catch((fault: NodeJS.ErrnoException) => {
    throw new Trouble(`${file} cannot be opened (${fault.code ?? fault.message}).`);
  });
  if (size.size > bytesAtMost) throw new Trouble(`${file} is larger than ${bytesAtMost / 1024 / 1024} MB. Part it.`);
  const decoded = decodeText(await readFile(file));
  if (decoded.kind !== 'text') throw new Trouble(`${file} is no text. Save it as CSV in UTF-8.`);
  return decoded.text;
}

/** The rows with their numbers in the file; a quote that is not closed is told with its row. */
function cellsOf(file: string, text: string): readonly { readonly row: number; readonly cells: readonly string[] }[] {
  const header = /^[^\r\n]*/.exec(text)?.[0] ?? '';
  const delimiter = [';', '\t', ','].toSorted((a, b) => header.split(b).length - header.split(a).length)[0] ?? ';';
  try {
    const records = parse(text, {
      delimiter,
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
    }) as unknown as readonly {
      readonly info: { readonly lines: number };
      readonly record: readonly string[];
    }[];
    return records.map(({ info, record }) => ({ row: info.lines, cells: record }));
  } catch (fault) {
    throw new Trouble(`${file} is not a CSV: ${fault instanceof Error ? fault.message : String(fault)}.`);
  }
}

function requireColumns(file: string, kind: keyof EntryForms, head: readonly string[]): void {
  const { needed, known } = columnsOf(kind);
  const names = head.map((name) => name.trim());
  const lacking = needed.filter((name) => !names.includes(name));
  const unknown = names.filter((name) => !known.includes(name));
  const doubled = names.filter((name, place) => names.indexOf(name) !== place);
  if (lacking.length + unknown.length + doubled.length === 0) return;
  const why = [
    ...(lacking.length > 0 ? [`lacks ${lacking.join(', ')}`] : []),
    ...(unknown.length > 0 ? [`has the unknown ${unknown.join(', ')}`] : []),
    ...(doubled.length > 0 ? [`has ${doubled.join(', ')} twice`] : []),
  ];
  throw new Trouble(`The first row of ${file} ${why.join('; ')}. The columns are ${known.join(', ')}.`);
}
