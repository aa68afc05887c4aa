import type { ProblemCode } from './form.ts';

/** Why a file was not taken or could not be read → the code of its problem. */
export const tableProblems = {
  missing: 'table_missing',
  empty: 'table_empty',
  too_large: 'table_too_large',
  old_or_locked: 'table_old_or_locked',
  pdf: 'table_pdf',
  archive: 'table_archive',
  encoding: 'table_encoding',
  not_text: 'table_not_text',
  broken: 'table_broken',
  one_column: 'table_one_column',
  too_many_rows: 'table_too_many_rows',
  too_many_columns: 'table_too_many_columns',
  too_many_cells: 'table_too_many_cells',
  too_long: 'table_too_long',
  took_too_long: 'table_took_too_long',
  ended: 'table_ended',
  busy: 'table_busy',
} as const satisfies Readonly<Record<string, ProblemCode>>;
