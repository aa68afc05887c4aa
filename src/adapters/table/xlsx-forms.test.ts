import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bookOf, partsOf, rowsOf, zip } from '#test/support/workbook.ts';
import { readTable } from './read-table.ts';

type Files = Readonly<Record<string, string | Buffer>>;

async function sheetOf(files: Files, place = 0) {
  const table = await readTable(zip(files));
  assert.ok(table.kind === 'table', JSON.stringify(table));
  const sheet = table.sheets[place];
  assert.ok(sheet);
  return sheet;
}

const row = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>';
const meant = [['Школа', 'Манас & Ко']];

/** The parts under other names: from → to. */
function renamed(files: Files, names: Readonly<Record<string, string>>): Files {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [names[name] ?? name, text]));
}

/** The ways in which programs name and link the parts of the same workbook. */
const WAYS: readonly (readonly [what: string, files: Files])[] = [
  [
    'texts at another place, by relationship',
    {
      ...renamed(partsOf(row), { 'xl/sharedStrings.xml': 'xl/strings/shared.xml' }),
      'xl/_rels/workbook.xml.rels':
        '<Relationships><Relationship Id="rId1" Type="t/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="t/sharedStrings" Target="strings/shared.xml"/></Relationships>',
    },
  ],
  ['other capitals', renamed(partsOf(row), { 'xl/workbook.xml': 'xl/Workbook.xml', 'xl/sharedStrings.xml': 'xl/SharedStrings.xml' })],
  [
    'backslashes and a slash in front',
    renamed(partsOf(row), { 'xl/workbook.xml': '/xl/workbook.xml', 'xl/worksheets/sheet1.xml': 'xl\\worksheets\\sheet1.xml' }),
  ],
  [
    'absolute targets',
    {
      ...partsOf(row),
      'xl/_rels/workbook.xml.rels':
        '<Relationships><Relationship Id="rId1" Type="t/worksheet" Target="/xl/worksheets/sheet1.xml"/></Relationships>',
    },
  ],
  [
    'strict, in another folder, named by the root',
    {
      '_rels/.rels':
        '<Relationships><Relationship Id="a" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="book/main.xml"/></Relationships>',
      'book/main.xml':
        '<x:workbook xmlns:x="strict" xmlns:r="y"><x:sheets><x:sheet name="A" sheetId="9" r:id="q"/></x:sheets></x:workbook>',
      'book/_rels/main.xml.rels':
        '<Relationships><Relationship Id="q" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/worksheet" Target="../data/s.xml"/><Relationship Id="w" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/sharedStrings" Target="t.xml"/></Relationships>',
      'data/s.xml': `<x:worksheet xmlns:x="strict"><x:dimension ref="A1:B9999999"/><x:sheetData>${row.replaceAll('<', '<x:').replaceAll('<x:/', '</x:')}</x:sheetData></x:worksheet>`,
      'book/t.xml':
        '<x:sst xmlns:x="s"><x:si><x:t>Школа</x:t></x:si><x:si><x:r><x:t>Манас</x:t></x:r><x:r><x:t> &amp; Ко</x:t></x:r></x:si></x:sst>',
    },
  ],
  [
    'types of the parts alone',
    {
      '[Content_Types].xml':
        '<Types><Override PartName="/a/b.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/a/c.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/a/d.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>',
      'a/b.xml': partsOf('')['xl/workbook.xml'] ?? '',
      'a/c.xml': `<worksheet><sheetData>${row}</sheetData></worksheet>`,
      'a/d.xml': partsOf('')['xl/sharedStrings.xml'] ?? '',
    },
  ],
  ['rows and cells without numbers', partsOf(row.replaceAll(/ r="[^"]+"/g, ''))],
  [
    'UTF-16 in a part',
    { ...partsOf(row), 'xl/worksheets/sheet1.xml': Buffer.from(`\ufeff<worksheet><sheetData>${row}</sheetData></worksheet>`, 'utf16le') },
  ],
];

for (const [what, files] of WAYS)
  test(`a workbook with ${what} says what its author sees`, async () => assert.deepEqual((await sheetOf(files)).cells, meant));

test('a text that the workbook does not have is damage, never an empty cell', async () => {
  const { 'xl/sharedStrings.xml': _, ...without } = partsOf(row);
  for (const files of [
    without,
    partsOf('<row r="1"><c r="A1" t="s"><v>7</v></c></row>'),
    partsOf('<row r="1"><c r="A1" t="s"><v></v></c></row>'),
  ])
    assert.deepEqual(await readTable(zip(files)), { kind: 'refused', because: 'broken' });
});

/** A cell, the formats of its workbook, and what its author sees; the remark, if any. */
const formats =
  '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="dd.mmm"/><numFmt numFmtId="171" formatCode="0&quot;а&quot;"/><numFmt numFmtId="172" formatCode="000"/><numFmt numFmtId="173" formatCode="[$-419]d mmmm;@"/><numFmt numFmtId="174" formatCode="mmm\\-yy"/></numFmts><cellXfs>' +
  [0, 170, 17, 9, 20, 12, 2, 171, 172, 173, 174].map((id) => `<xf numFmtId="${id}"/>`).join('') +
  '</cellXfs></styleSheet>';

const SEEN: readonly (readonly [cell: string, text: string, remark: string | null])[] = [
  ['<c s="1"><v>45968</v></c>', '7.11', 'date'],
  ['<c s="2"><v>22647</v></c>', '1.62', 'date'],
  ['<c s="9"><v>45968</v></c>', '7.11', 'date'],
  ['<c s="10"><v>22647</v></c>', '1.62', 'date'],
  ['<c t="d"><v>2025-11-07</v></c>', '7.11', 'date'],
  ['<c s="1"><v>1</v></c>', '1.1', 'date'],
  ['<c s="1"><v>60</v></c>', '29.2', 'date'],
  ['<c s="1"><v>-5</v></c>', '-5', 'number'],
  ['<c><v>37.390000000000001</v></c>', '37.39', 'number'],
  ['<c><v>12.0</v></c>', '12', null],
  ['<c><v>1.2E1</v></c>', '12', null],
  ['<c><v>2.2E+13</v></c>', '22000000000000', 'number'],
  ['<c><v>-7</v></c>', '-7', 'number'],
  ['<c s="3"><v>0.12</v></c>', '12%', 'percent'],
  ['<c s="4"><v>0.0625</v></c>', '1:30', 'time'],
  ['<c s="5"><v>0.5</v></c>', '1/2', 'fraction'],
  ['<c s="5"><v>12.25</v></c>', '12 1/4', 'fraction'],
  ['<c s="6"><v>37.4</v></c>', '37.40', 'number'],
  ['<c s="7"><v>12</v></c>', '12а', 'number'],
  ['<c s="8"><v>7</v></c>', '007', null],
  ['<c t="b"><v>1</v></c>', 'TRUE', 'boolean'],
  ['<c t="str"><f>A1</f><v>7, 9</v></c>', '7, 9', 'formula'],
  ['<c t="e"><v>#N/A</v></c>', '', 'formula_without_value'],
  ['<c t="inlineStr"><is><r><t>1, </t></r><r><t>3</t></r><rPh sb="0" eb="1"><t>читай</t></rPh></is></c>', '1, 3', null],
  ['<c t="inlineStr"><is><t>1_x000D_</t></is></c>', '1\r', null],
];

for (const [cell, text, remark] of SEEN)
  test(`a cell ${cell} is read as its author sees it: ${JSON.stringify(text)}`, async () => {
    const sheet = await sheetOf({ ...partsOf(`<row><c><v>1</v></c><c><v>2</v></c>${cell}</row>`), 'xl/styles.xml': formats });
    assert.deepEqual([sheet.cells[0]?.[2] ?? '', sheet.remarks[0]?.remark ?? null], [text, remark]);
  });

test('days that are counted from 1904 are the days their author sees', async () => {
  const files = partsOf('<row><c><v>1</v></c><c s="1"><v>44506</v></c></row>');
  const book = '<workbook xmlns:r="x"><workbookPr date1904="1"/><sheets><sheet name="A" r:id="rId1"/></sheets></workbook>';
  assert.equal((await sheetOf({ ...files, 'xl/workbook.xml': book })).cells[0]?.[1], '7.11');
});

test('every sheet is read, those that are hidden are known to be; a chart has no cells', async () => {
  const table = [
    ['Школа', 'Улица', 'Дома'],
    ['№ 1', 'Абая', '1'],
  ];
  const files = bookOf([
    { name: 'А–М', rows: rowsOf(table) },
    { name: 'Н–Я', rows: rowsOf(table) },
    { name: 'черновик', rows: rowsOf(table), state: 'hidden' },
    { name: 'совсем', rows: rowsOf(table), state: 'veryHidden' },
  ]);
  const chart = (files['xl/_rels/workbook.xml.rels'] ?? '').replace(
    'x/worksheet" Target="worksheets/s1.xml',
    'x/chartsheet" Target="charts/s1.xml',
  );
  const read = await readTable(zip(files));
  assert.ok(read.kind === 'table');
  assert.deepEqual(
    read.sheets.map(({ name, isHidden, cells }) => [name, isHidden, cells.length]),
    [
      ['А–М', false, 2],
      ['Н–Я', false, 2],
      ['черновик', true, 2],
      ['совсем', true, 2],
    ],
  );
  assert.equal((await sheetOf({ ...files, 'xl/_rels/workbook.xml.rels': chart }, 1)).cells.length, 0);
});

test('what whoever sent the file does not see is known: rows, columns, struck-out and white text, and notes', async () => {
  const cell = (text: string, style = 0) => `<c s="${style}" t="inlineStr"><is><t>${text}</t></is></c>`;
  const rows = [
    `<row>${cell('Школа')}${cell('Улица')}${cell('Дома')}</row>`,
    `<row hidden="1">${cell('a')}${cell('b')}</row>`,
    `<row ht="0">${cell('a')}${cell('b')}</row>`,
    `<row hidden="true"/>`,
    `<row>${cell('a')}${cell('b', 1)}${cell('c', 2)}</row>`,
    '<row><c/><c/><c t="inlineStr"><is><r><rPr><strike/></rPr><t>1, </t></r><r><rPr><strike val="0"/></rPr><t>3</t></r></is></c></row>',
  ];
  const styles =
    '<styleSheet><fonts><font/><font><strike/></font><font><color rgb="FFFFFFFF"/></font></fonts><fills><fill><patternFill patternType="none"/></fill></fills><cellXfs><xf/><xf fontId="1"/><xf fontId="2" fillId="0"/></cellXfs></styleSheet>';
  const files = {
    ...partsOf(rows.join('')),
    'xl/styles.xml': styles,
    'xl/worksheets/sheet1.xml': `<worksheet><cols><col min="2" max="2" hidden="1"/><col min="9" max="40" hidden="1"/></cols><sheetData>${rows.join('')}</sheetData></worksheet>`,
    'xl/worksheets/_rels/sheet1.xml.rels':
      '<Relationships><Relationship Id="c" Type="t/comments" Target="../comments1.xml"/></Relationships>',
    'xl/comments1.xml': '<comments><commentList><comment ref="C1"><text><t>кроме 5</t></text></comment></commentList></comments>',
  };
  const { hiddenRows, hiddenColumns, unseen, remarks, cells } = await sheetOf(files);
  assert.deepEqual([hiddenRows, hiddenColumns], [[2, 3], [2]]);
  assert.deepEqual(unseen, [
    { row: 5, column: 2, left: '' },
    { row: 5, column: 3, left: '' },
    { row: 6, column: 3, left: '3' },
  ]);
  assert.equal(cells[5]?.[2], '1, 3', 'what is struck out is read, until a person says');
  assert.deepEqual(
    remarks.map(({ row, column, remark }) => [row, column, remark]),
    [
      [5, 2, 'struck'],
      [5, 3, 'white'],
      [6, 3, 'struck'],
      [1, 3, 'note'],
    ],
  );
});
