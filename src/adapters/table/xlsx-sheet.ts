import type { SheetRead } from '#server/ports.ts';
import { keeper } from './kept-text.ts';
import { type Count, type TableLimits, Unreadable } from './limits.ts';
import { isOn, textCollector } from './rich-text.ts';
import { sheetBuilder } from './sheet-builder.ts';
import { cellText } from './xlsx-cell.ts';
import type { SharedTexts } from './xlsx-strings.ts';
import { plainStyle, type Style } from './xlsx-styles.ts';
import { readXml, type XmlReader } from './xml-stream.ts';

/** What cells of every sheet refer to. */
export type Workbook = { readonly strings: SharedTexts; readonly styles: readonly Style[]; readonly is1904: boolean };

const lastRow = 1_048_576;

/** Reads a sheet row by row, as it is unpacked. */
export async function readSheet(
  pieces: AsyncIterable<Buffer>,
  title: { readonly name: string; readonly isHidden: boolean },
  workbook: Workbook,
  limits: TableLimits,
  count: Count,
): Promise<SheetRead> {
  const builder = sheetBuilder(limits, count);
  await readXml(pieces, sheetReader(builder, workbook, limits));
  return { ...title, delimiter: null, ...builder.done() };
}

function sheetReader(builder: ReturnType<typeof sheetBuilder>, { strings, styles, is1904 }: Workbook, limits: TableLimits): XmlReader {
  let [row, column, isHiddenRow, rowsHiddenByDefault] = [0, 0, false, false];
  let [type, style, value, hasFormula, inside] = ['', plainStyle, '', false, ''];
  const own = textCollector(limits, () => row);
  const keep = keeper();

  function openRow({ r, hidden, ht }: Readonly<Record<string, string>>): void {
    row = r === undefined ? row + 1 : Number(r);
    if (!Number.isInteger(row) || row < 1 || row > lastRow) throw new Unreadable('broken');
    column = 0;
    isHiddenRow = hidden === undefined ? Number(ht ?? 1) === 0 || (rowsHiddenByDefault && ht === undefined) : isOn(hidden);
  }

  function openCell({ r, s, t }: Readonly<Record<string, string>>): void {
    column = r === undefined ? column + 1 : columnOf(r);
    [type, style, value, hasFormula] = [t ?? 'n', styles[Number(s ?? 0)] ?? plainStyle, '', false];
  }

  function closeCell(): void {
    const cell = cellText({ type, value, own: own.take(), hasFormula, shown: style.shown }, strings, is1904);
    const [text, left] = [keep(cell.text), style.isStruck || style.isUnseen ? '' : keep(cell.unstruck)];
    if (text === '' && cell.remark === null) return;
    builder.add({ row, column, isHiddenRow }, { text, left, remark: cell.remark });
    if (left !== text) builder.remark(row, column, style.isUnseen ? 'white' : 'struck', text);
  }

  return {
    row: () => row,
    open(name, attributes) {
      if (name === 'row') openRow(attributes);
      else if (name === 'c') openCell(attributes);
      else if (name === 'f') hasFormula = true;
      else if (name === 'mergeCell') builder.merge(attributes['ref'] ?? '');
      else if (name === 'sheetFormatPr') rowsHiddenByDefault = attributes['zeroHeight'] !== undefined && isOn(attributes['zeroHeight']);
      else if (name === 'col') hideColumns(builder, attributes, limits);
      if (name === 'v' || name === 'is') inside = name;
      if (inside === 'is') own.open(name, attributes);
    },
    text(text) {
      if (inside === 'is') own.text(text);
      if (inside !== 'v') return;
      value += text;
      if (value.length > limits.charactersInCell) throw new Unreadable('too_long', row);
    },
    close(name) {
      if (inside === 'is') own.close(name);
      if (name === 'v' || name === 'is') inside = '';
      if (name === 'c') closeCell();
    },
  };
}

function hideColumns(
  builder: ReturnType<typeof sheetBuilder>,
  { min, max, hidden, width }: Readonly<Record<string, string>>,
  { columns }: TableLimits,
): void {
  const isHidden = (hidden !== undefined && isOn(hidden)) || (width !== undefined && Number(width) === 0);
  if (!isHidden) return;
  for (let column = Math.max(1, Number(min)); column <= Math.min(Number(max), columns); column += 1) builder.hideColumn(column);
}

/** `B7` is column 2, counted from 1. */
export function columnOf(reference: string): number {
  const letters = /^\$?([A-Za-z]{1,3})\$?\d*$/.exec(reference.trim())?.[1];
  if (letters === undefined) throw new Unreadable('broken');
  return Array.from(letters.toUpperCase()).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}
