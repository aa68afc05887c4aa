import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { createTables } from './tables.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const read = (bytes: Uint8Array) => createTables().read(bytes);

test('a table in UTF-8 with a mark, UTF-16 with or without one, and windows-1251 says the same', () => {
  const text = 'Школа;Улица;Дома\n№ 1;улица Новая;1, 2, 3, 4, 5, 6, 7\n';
  const cyrillic = Uint8Array.from(
    Array.from(text, (letter) => (letter === '№' ? 0xb9 : letter > '\u0400' ? letter.charCodeAt(0) - 0x350 : letter.charCodeAt(0))),
  );
  const ways = [
    Buffer.from(text),
    Buffer.from(`\ufeff${text}`),
    Buffer.from(`\ufeff${text}`, 'utf16le'),
    Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
    cyrillic,
  ];
  for (const bytes of ways) {
    const table = read(bytes);
    assert.ok(table.kind === 'table');
    assert.deepEqual(table.cells, [
      ['Школа', 'Улица', 'Дома'],
      ['№ 1', 'улица Новая', '1, 2, 3, 4, 5, 6, 7'],
    ]);
  }
});

test('commas between columns are told from commas between houses', () => {
  for (const [delimiter, text] of [
    [';', 'a;b;1, 2, 3\nc;d;4, 5, 6'],
    ['\t', 'a\tb\t1, 2\nc\td\t3'],
    [',', 'a,b,"1, 2"\nc,d,3'],
  ] as const) {
    const table = read(Buffer.from(text));
    assert.equal(table.kind === 'table' && table.cells[0]?.length, 3, delimiter);
  }
});

test('a spreadsheet is read as a person meant it: merged cells, formulas, dates made of houses, each told with row and column', () => {
  const table = read(
    workbook(
      `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>Улица</t></is></c><c r="C1" t="str"><v>Дома</v></c></row>
       <row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c><c r="C2" s="1"><v>45968</v></c></row>
       <row r="3"><c r="B3" t="str"><f>B2</f><v>Мира</v></c><c r="C3" s="2"><v>22647</v></c></row>
       <row r="5"><c r="B5"><f>B9</f></c><c r="C5"><v>12.5</v></c></row>`,
      '<mergeCells><mergeCell ref="A2:A5"/></mergeCells>',
    ),
  );
  assert.ok(table.kind === 'table');
  assert.deepEqual(table.cells, [
    ['Школа', 'Улица', 'Дома'],
    ['Школа', 'Манас & Ко', '7.11'],
    ['Школа', 'Мира', '1.62'],
    ['Школа'],
    ['Школа', '', '12.5'],
  ]);
  assert.deepEqual(
    table.remarks.map(({ row, column, remark }) => [row, column, remark]),
    [
      [2, 3, 'date'],
      [3, 2, 'formula'],
      [3, 3, 'date'],
      [5, 2, 'formula_without_value'],
      [5, 3, 'number'],
      [2, 1, 'merged'],
    ],
  );
});

/** A file → why it is no table. */
const REFUSED: readonly (readonly [what: string, bytes: Uint8Array, because: string])[] = [
  ['nothing', Buffer.from(''), 'empty'],
  ['white space', Buffer.from('\ufeff \n\n'), 'empty'],
  ['a PDF', Buffer.from('%PDF-1.7'), 'pdf'],
  ['an old spreadsheet, or one with a password', Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), 'old_or_locked'],
  ['another archive', zip({ 'word/document.xml': '<x/>' }), 'archive'],
  ['an archive cut off', workbook('<row r="1"/>').subarray(0, 300), 'broken'],
  ['one column', Buffer.from('a\nb\n'), 'one_column'],
  ['bytes of no language', Buffer.from([0x80, 0x81, 0x82, 0xff, 0x41]), 'encoding'],
  ['a document type of its own', workbook('<row r="1"/>', '', '<!DOCTYPE x [<!ENTITY a "b">]>'), 'broken'],
  ['more rows than anybody has', Buffer.from('a;b\n'.repeat(200_001)), 'too_many_rows'],
  ['a row far below', workbook('<row r="99999999"><c><v>1</v></c></row>'), 'broken'],
];

for (const [what, bytes, because] of REFUSED) {
  test(`${what} is refused as ${because}`, () => assert.deepEqual(read(bytes), { kind: 'refused', because }));
}

test(`a spreadsheet broken anywhere is refused or read, and nothing is thrown (seed ${seed})`, () => {
  const whole = workbook('<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>');
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.nat(255), fc.nat(whole.length), (at, byte, cut) => {
      const broken = Buffer.from(whole.subarray(0, Math.max(cut, whole.length - 20)));
      if (at < broken.length) broken[at] = byte;
      assert.match(read(broken).kind, /table|refused/);
    }),
    { seed, numRuns: 2000 },
  );
});

/** A workbook of one sheet with these rows. */
function workbook(rows: string, more = '', before = ''): Buffer {
  return zip({
    'xl/workbook.xml': '<workbook xmlns:r="x"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels': '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
    'xl/styles.xml':
      '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="dd.mmm"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/><xf numFmtId="17"/></cellXfs></styleSheet>',
    'xl/sharedStrings.xml': '<sst><si><t>Школа</t></si><si><r><t>Манас</t></r><r><t xml:space="preserve"> &amp; Ко</t></r></si></sst>',
    'xl/worksheets/sheet1.xml': `${before}<worksheet><sheetData>${rows}</sheetData>${more}</worksheet>`,
  });
}

/** An archive as a spreadsheet program packs it. */
function zip(files: Readonly<Record<string, string>>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const [title, packed] = [Buffer.from(name), deflateRawSync(Buffer.from(text))];
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(title.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt16LE(title.length, 28);
    entry.writeUInt32LE(offset, 42);
    parts.push(local, title, packed);
    directory.push(entry, title);
    offset += local.length + title.length + packed.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, listed, end]);
}
