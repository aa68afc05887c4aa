/**
 * Arrays as PostgreSQL writes them, for statements that send a thousand rows as columns: the driver's own conversion looks at every value twice.
 * Meant for `unnest($1::int[], …)`.
 */

/** Numbers and nulls. */
export function numbersText(values: readonly (number | null)[]): string {
  return `{${values.map((value) => value ?? 'NULL').join(',')}}`;
}

/** Truth values. */
export function flagsText(values: readonly boolean[]): string {
  return `{${values.map((value) => (value ? 't' : 'f')).join(',')}}`;
}

/** Ids and codes that need no quoting: of letters, digits, `_`, `-`, `.` and `:`. Nulls are kept; anything else is quoted. */
export function wordsText(values: readonly (string | null)[]): string {
  return `{${values.map((value) => (value === null ? 'NULL' : wordOf(value))).join(',')}}`;
}

/** Ids that came from the database: nothing in them needs quoting. */
export function idsText(values: readonly string[]): string {
  return `{${values.join(',')}}`;
}

/** Texts of any kind; nulls are kept. */
export function textsText(values: readonly (string | null)[]): string {
  return `{${values.map((value) => (value === null ? 'NULL' : `"${value.replace(/["\\]/g, '\\$&')}"`)).join(',')}}`;
}

/** Bytes and nulls. */
export function bytesText(values: readonly (Buffer | null)[]): string {
  return `{${values.map((value) => (value === null ? 'NULL' : `"\\\\x${value.toString('hex')}"`)).join(',')}}`;
}

function wordOf(value: string): string {
  // The word NULL would be read as none.
  if (!/^[\w.:-]+$/.test(value) || value.length === 4) return `"${value.replace(/["\\]/g, '\\$&')}"`;
  return value;
}
