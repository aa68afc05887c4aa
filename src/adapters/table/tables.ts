import type { Tables, TableRead } from '#server/ports.ts';
import { decodeText, type NoText } from '#domain/core/decode-text.ts';
import { readCsv } from './csv.ts';
import { readXlsx } from './xlsx.ts';

/** Reads CSV and xlsx. */
export function createTables(): Tables {
  return { read: readTable };
}

/** Nobody types more rows than this into one act; a country has a hundred thousand streets. */
const rowsAtMost = 200_000;

function readTable(bytes: Uint8Array): TableRead {
  if (bytes.length === 0) return { kind: 'refused', because: 'empty' };
  const decoded = decodeText(bytes);
  if (decoded.kind in OTHER_KINDS) return { kind: 'refused', because: OTHER_KINDS[decoded.kind as keyof typeof OTHER_KINDS] };
  const table = decoded.kind === 'text' ? readCsv(decoded.text, decoded.encoding) : readXlsx(bytes);
  if (table.kind === 'refused') return table;
  if (table.cells.every((row) => row.every((cell) => cell.trim() === ''))) return { kind: 'refused', because: 'empty' };
  if (table.cells.length > rowsAtMost) return { kind: 'refused', because: 'too_many_rows' };
  return Math.max(...table.cells.map((row) => row.length).slice(0, 1000)) < 2 ? { kind: 'refused', because: 'one_column' } : table;
}

const OTHER_KINDS = {
  ole: 'old_or_locked',
  pdf: 'pdf',
  encoding: 'encoding',
  binary: 'not_text',
} as const satisfies Readonly<Record<Exclude<NoText, 'zip'>, string>>;
