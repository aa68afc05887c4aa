/** One line of a table a lawyer can read: `given → expected`. */
export type Row = { readonly given: string; readonly expected: string };

/** Reads a table of sentences; every line must have one arrow. */
export function tableOf(text: string): readonly Row[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const [given, expected, ...more] = line.split('→').map((part) => part.trim());
      if (!given || !expected || more.length > 0) throw new Error(`not a line of a table: ${line}`);
      return { given, expected };
    });
}
