import { parse } from 'csv-parse/sync';
import type { TableRead } from '#server/ports.ts';

/** Reads delimited text; the delimiter is the one that parts the first lines most evenly. */
export function readCsv(text: string, encoding: string): TableRead {
  if (text.trim() === '') return { kind: 'refused', because: 'empty' };
  try {
    const cells: string[][] = parse(text, {
      delimiter: delimiterOf(text),
      bom: true,
      relax_quotes: true,
      relax_column_count: true,
      skip_empty_lines: false,
    });
    return { kind: 'table', format: 'csv', encoding, cells, remarks: [] };
  } catch {
    return { kind: 'refused', because: 'broken' };
  }
}

/** Houses have commas, so a comma counts only where nothing else parts the lines. */
function delimiterOf(text: string): string {
  const lines = text
    .slice(0, 20_000)
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .slice(0, 20);
  const found = [';', '\t'].find((delimiter) => lines.filter((line) => line.includes(delimiter)).length * 2 > lines.length);
  return found ?? ',';
}
