import type { SheetRead, TableRead } from '#server/ports.ts';
import { decodeText, type NoText } from '#domain/core/decode-text.ts';
import { readCsv } from './csv.ts';
import { type TableLimits, tableLimits, Unreadable } from './limits.ts';
import { readXlsx } from './xlsx.ts';

/** Reads a table in this process. What is more than a table may have, or broken, is refused with its own reason. */
export async function readTable(bytes: Uint8Array, limits: TableLimits = tableLimits): Promise<TableRead> {
  try {
    return judged(await readAny(bytes, limits));
  } catch (fault) {
    if (!(fault instanceof Unreadable)) throw fault;
    return { kind: 'refused', because: fault.because, ...(fault.row !== null && { row: fault.row }) };
  }
}

async function readAny(bytes: Uint8Array, limits: TableLimits): Promise<TableRead> {
  if (bytes.length === 0) throw new Unreadable('empty');
  const decoded = decodeText(bytes);
  if (decoded.kind === 'zip') return readXlsx(bytes, limits);
  if (decoded.kind !== 'text') throw new Unreadable(OTHER_KINDS[decoded.kind]);
  return { kind: 'table', format: 'csv', encoding: decoded.encoding, sheets: [readCsv(decoded.text, limits)] };
}

function judged(table: TableRead): TableRead {
  if (table.kind === 'refused') return table;
  const filled = table.sheets.filter(({ cells }) => cells.some((row) => row.some((cell) => cell.trim() !== '')));
  if (filled.length === 0) throw new Unreadable('empty');
  if (!filled.some(hasColumns)) throw new Unreadable('one_column');
  return table;
}

function hasColumns({ cells }: SheetRead): boolean {
  return cells.some((row) => row.filter((cell) => cell.trim() !== '').length > 1);
}

const OTHER_KINDS = {
  ole: 'old_or_locked',
  pdf: 'pdf',
  encoding: 'encoding',
  binary: 'not_text',
} as const satisfies Readonly<Record<Exclude<NoText, 'zip'>, string>>;
