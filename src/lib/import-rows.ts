import { sheetOfRow } from '#domain/catchment/import-rows.ts';
import type { Translate } from './messages.ts';

/** A row as a person finds it: its number, with the sheet where a file has several. */
export function rowText(row: number, sheets: readonly string[], t: Translate): string {
  const { sheet, row: own } = sheetOfRow(row);
  const name = sheets[sheet] ?? '';
  return sheets.length < 2 || name === '' ? String(own) : t('import.row_on_sheet', { row: String(own), sheet: name });
}
