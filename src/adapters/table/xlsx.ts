import { XMLParser } from 'fast-xml-parser';
import type { TableRead } from '#server/ports.ts';
import { cellText, type CellXml, type Remark, textOf } from './xlsx-cell.ts';
import { dateFormats } from './xlsx-styles.ts';
import { NotZip, openZip, type Zip } from './zip.ts';

/**
 * Reads the first visible sheet of a spreadsheet as text. Merged cells are filled with what stands in their first one, a formula is read by
 * its last value, a number that wears a date becomes `7.11`; each is told. Document types are refused unread.
 */
export function readXlsx(bytes: Uint8Array): TableRead {
  try {
    const zip = openZip(bytes);
    return zip.names.includes('xl/workbook.xml') ? readBook(zip) : { kind: 'refused', because: 'archive' };
  } catch (fault) {
    if (fault instanceof NotZip)
      return {
        kind: 'refused',
        because: /encrypted/.test(fault.message) ? 'old_or_locked' : fault.message.includes('larger than') ? 'too_large' : 'broken',
      };
    throw fault;
  }
}

/** What a sheet may unpack to: two hundred thousand rows of long cells. */
const unpackedAtMost = 200 * 1024 * 1024;

const parser = new XMLParser({
  removeNSPrefix: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  ignoreDeclaration: true,
  ignorePiTags: true,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  htmlEntities: true,
  processEntities: { enabled: true, maxTotalExpansions: 5_000_000, maxExpandedLength: unpackedAtMost },
  maxNestedTags: 30,
  isArray: (name) => ['row', 'c', 'r', 'si', 'sheet', 'mergeCell', 'Relationship', 'xf', 'numFmt'].includes(name),
});

type Xml = Readonly<Record<string, unknown>>;

function part(zip: Zip, name: string): Xml {
  const text = zip.text(name, unpackedAtMost);
  if (text === null) return {};
  if (/<!DOCTYPE/i.test(text.slice(0, 1000))) throw new NotZip('a document type is not read');
  try {
    return parser.parse(text) as Xml;
  } catch {
    throw new NotZip(`${name} is broken`);
  }
}

function readBook(zip: Zip): TableRead {
  const sheets = list<{ state?: string; id?: string }>(at(part(zip, 'xl/workbook.xml'), 'workbook', 'sheets', 'sheet'));
  const links = list<{ Id: string; Target: string }>(at(part(zip, 'xl/_rels/workbook.xml.rels'), 'Relationships', 'Relationship'));
  const first = sheets.find(({ state }) => state === undefined || state === 'visible') ?? sheets[0];
  const target = links.find(({ Id }) => Id === first?.id)?.Target ?? 'worksheets/sheet1.xml';
  const sheet = part(zip, target.startsWith('/') ? target.slice(1) : `xl/${target}`);
  const strings = list(at(part(zip, 'xl/sharedStrings.xml'), 'sst', 'si')).map(textOf);
  const isDate = dateFormats(part(zip, 'xl/styles.xml'));
  const remarks: Remark[] = [];
  const cells: string[][] = [];
  list<{ r?: string; c?: readonly CellXml[] }>(at(sheet, 'worksheet', 'sheetData', 'row')).forEach((row, index) => {
    const number = Number(row.r ?? index + 1);
    if (!(number > 0 && number <= 1_048_576)) throw new NotZip('a row has no number');
    while (cells.length < number) cells.push([]);
    list<CellXml>(row.c).forEach((cell, place) => {
      const column = cell.r === undefined ? place : columnOf(cell.r);
      const own = cells[number - 1] as string[];
      while (own.length <= column) own.push('');
      const { text, remark } = cellText(cell, strings, isDate);
      own[column] = text;
      if (remark !== null) remarks.push({ row: number, column: column + 1, remark, text });
    });
  });
  fillMerged(cells, list<{ ref?: string }>(at(sheet, 'worksheet', 'mergeCells', 'mergeCell')), remarks);
  return { kind: 'table', format: 'xlsx', encoding: null, cells, remarks };
}

/** A merged cell says the same of each row it stands beside. */
function fillMerged(cells: string[][], merged: readonly { readonly ref?: string }[], remarks: Remark[]): void {
  for (const { ref = '' } of merged) {
    const [from = '', to = from] = ref.split(':');
    const [top, bottom] = [Number(/\d+/.exec(from)?.[0]), Math.min(Number(/\d+/.exec(to)?.[0]), cells.length)];
    const column = columnOf(from);
    const text = cells[top - 1]?.[column] ?? '';
    // Across columns a heading is merged; only downwards a value is meant for each row.
    if (!(bottom > top) || text === '') continue;
    for (let row = top; row < bottom; row += 1) {
      const own = cells[row] as string[];
      while (own.length <= column) own.push('');
      own[column] = text;
    }
    remarks.push({ row: top, column: column + 1, remark: 'merged', text });
  }
}

/** `B7` is column 1, counted from 0. */
function columnOf(reference: string): number {
  const letters = /^[A-Z]{1,3}/.exec(reference)?.[0] ?? 'A';
  return Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function at(xml: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((found, name) => (typeof found === 'object' && found !== null ? (found as Xml)[name] : undefined), xml);
}

function list<T = unknown>(found: unknown): readonly T[] {
  return Array.isArray(found) ? (found as readonly T[]) : [];
}
