import { bookOf, partsOf, rowsOf, zip } from './workbook.ts';

const cell = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
const row = (number: number, cells: string) => `<row r="${number}">${cells}</row>`;
const sheet = (rows: string) => ({ ...partsOf(''), 'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${rows}</sheetData></worksheet>` });
const three = cell('Школа № 1') + cell('ул. Новая') + cell('1-63');

/** Small files that are large to read, each with the reason it is refused for; made of words when they are asked for. */
export const largeTables: Readonly<Record<string, { readonly because: string; readonly make: () => Buffer }>> = {
  'two million shared texts of one letter': {
    because: 'too_many_cells',
    make: () => zip({ ...partsOf(row(1, three)), 'xl/sharedStrings.xml': `<sst>${'<si><t>a</t></si>'.repeat(2_000_000)}</sst>` }),
  },
  'two hundred thousand rows of three cells': {
    because: 'too_many_rows',
    make: () => zip(sheet(Array.from({ length: 200_000 }, (_, place) => row(place + 1, three)).join(''))),
  },
  'two lines of text, the second with millions of delimiters': {
    because: 'too_many_columns',
    make: () => Buffer.from(`a;b\n${';'.repeat(15_700_000)}\n`),
  },
  'a sheet that unpacks to 400 MB of blanks': {
    because: 'too_large',
    make: () =>
      zip({
        ...partsOf(''),
        'xl/worksheets/sheet1.xml': Buffer.concat([Buffer.from('<worksheet>'), Buffer.alloc(400 * 1024 * 1024, ' ')]),
      }),
  },
  'a sheet of elements that say nothing': {
    because: 'too_large',
    make: () => zip({ ...partsOf(''), 'xl/worksheets/sheet1.xml': `<worksheet>${'<a/> '.repeat(24_000_000)}</worksheet>` }),
  },
  'more rows of text than anybody has': { because: 'too_many_rows', make: () => Buffer.from('a;b\n'.repeat(200_001)) },
  'a row with the last number there is': { because: 'too_many_rows', make: () => zip(sheet(row(1_048_576, three))) },
  'cells up to the last column, in every row': {
    because: 'too_many_columns',
    make: () =>
      zip(sheet(Array.from({ length: 2000 }, (_, place) => `<row r="${place + 1}"><c r="XFD${place + 1}"><v>1</v></c></row>`).join(''))),
  },
  'a text in a million pieces': {
    because: 'too_long',
    make: () => zip({ ...partsOf(row(1, three)), 'xl/sharedStrings.xml': `<sst><si>${'<r><t>a</t></r>'.repeat(1_000_000)}</si></sst>` }),
  },
  'a part of styles without end': {
    because: 'too_large',
    make: () =>
      zip({ ...partsOf(row(1, three)), 'xl/styles.xml': `<styleSheet><cellXfs>${'<xf/>'.repeat(1_000_000)}</cellXfs></styleSheet>` }),
  },
  'relationships without end': {
    because: 'too_large',
    make: () =>
      zip({
        ...partsOf(row(1, three)),
        'xl/_rels/workbook.xml.rels': `<Relationships>${'<Relationship Id="a" Target="b"/>'.repeat(200_000)}</Relationships>`,
      }),
  },
  'one enormous cell': { because: 'too_long', make: () => zip(sheet(row(1, cell('а'.repeat(900_000)) + cell('b')))) },
  'one enormous cell of text': { because: 'too_long', make: () => Buffer.from(`a;b\nc;"${'1, '.repeat(100_000)}"\n`) },
  'merged cells over all rows again and again': {
    because: 'too_many_cells',
    make: () =>
      zip({
        ...partsOf(''),
        'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${row(1, three)}${row(49_999, three)}</sheetData><mergeCells>${'<mergeCell ref="A1:A49998"/>'.repeat(40_000)}</mergeCells></worksheet>`,
      }),
  },
  'elements within elements without end': {
    because: 'broken',
    make: () => zip({ ...partsOf(''), 'xl/worksheets/sheet1.xml': '<a>'.repeat(1_000_000) }),
  },
  'sheets without end': {
    because: 'too_large',
    make: () => zip(bookOf(Array.from({ length: 500 }, (_, place) => ({ name: `A${place}`, rows: '' })))),
  },
  'sheets that are too much together': {
    because: 'too_large',
    make: () =>
      zip(bookOf(Array.from({ length: 8 }, (_, place) => ({ name: `A${place}`, rows: `${' '.repeat(900_000)}<row/>`.repeat(20) })))),
  },
};

/** The largest table that is taken: as many rows as there may be, each with its own houses. */
export function largestTable(): Buffer {
  const rows = Array.from({ length: 49_999 }, (_, place) => [
    `Школа № ${(place % 40) + 1}`,
    `улица ${place % 3000}-я Новая`,
    `${place}, ${place + 2}-${place + 20}`,
  ]);
  return zip(sheet(rowsOf([['Школа', 'Улица', 'Дома'], ...rows])));
}
