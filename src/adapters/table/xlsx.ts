import type { SheetRead, TableRead } from '#server/ports.ts';
import { countTo, type TableLimits, Unreadable } from './limits.ts';
import { textCollector } from './rich-text.ts';
import { findBook, type SheetPart } from './xlsx-book.ts';
import { columnOf, readSheet, type Workbook } from './xlsx-sheet.ts';
import { readStrings, type SharedTexts } from './xlsx-strings.ts';
import { readStyles } from './xlsx-styles.ts';
import { readXml } from './xml-stream.ts';
import { openParts, type Parts } from './zip-parts.ts';

/**
 * Reads every sheet of a workbook as text, hidden ones as well. Merged cells are filled with what stands in their first one, a formula is read
 * by its last value, a number that wears a date becomes `7.11`; each is told. Throws {@link Unreadable}.
 */
export async function readXlsx(bytes: Uint8Array, limits: TableLimits): Promise<TableRead> {
  const count = countTo(limits);
  const parts = await openParts(bytes, limits, count);
  const book = await findBook(parts, limits);
  if (book === null) throw new Unreadable('archive');
  const strings: SharedTexts = book.strings === null ? { at: () => null } : await readStrings(parts.pieces(book.strings), limits, count);
  const styles = book.styles === null ? [] : await readStyles(parts.pieces(book.styles), limits);
  const workbook: Workbook = { strings, styles, is1904: book.is1904 };
  const sheets: SheetRead[] = [];
  for (const sheet of book.sheets) {
    const { name, isHidden, part } = sheet;
    const read = part === null ? nothingIn(sheet) : await readSheet(parts.pieces(part), { name, isHidden }, workbook, limits, count);
    sheets.push(sheet.notes === null ? read : { ...read, remarks: [...read.remarks, ...(await notesOf(parts, sheet.notes, limits))] });
  }
  return { kind: 'table', format: 'xlsx', encoding: null, sheets };
}

function nothingIn({ name, isHidden }: SheetPart): SheetRead {
  return { name, isHidden, delimiter: null, cells: [], remarks: [], remarksMore: 0, hiddenRows: [], hiddenColumns: [], unseen: [] };
}

/** Notes that people pinned to cells: nothing of them is read as data, so each is told. */
async function notesOf(parts: Parts, part: string, limits: TableLimits): Promise<SheetRead['remarks']> {
  const notes: SheetRead['remarks'][number][] = [];
  if (!parts.has(part)) return notes;
  let [reference, row] = ['', 0];
  const collector = textCollector(limits, () => row);
  await readXml(parts.pieces(part), {
    open(name, attributes) {
      if (name === 'comment') [reference, row] = [attributes['ref'] ?? '', Number(/\d+$/.exec(attributes['ref'] ?? '')?.[0] ?? 0)];
      collector.open(name, attributes);
    },
    text: (text) => collector.text(text),
    close(name) {
      collector.close(name);
      if (name !== 'comment') return;
      const { text } = collector.take();
      if (notes.length < limits.remarks) notes.push({ row, column: columnOf(reference), remark: 'note', text: text.slice(0, 200) });
    },
  });
  return notes;
}
