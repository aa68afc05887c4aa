import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { partsOf, zip } from '#test/support/workbook.ts';
import { tableLimits } from './limits.ts';
import { readTable } from './read-table.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const workbook = (rows: string, more = '') => zip(partsOf(rows, more));

async function read(bytes: Uint8Array, limits: Partial<typeof tableLimits> = {}) {
  const table = await readTable(bytes, { ...tableLimits, ...limits });
  return table.kind === 'refused' ? table : { ...table, ...table.sheets[0] };
}

async function cellsOf(bytes: Uint8Array) {
  const table = await read(bytes);
  assert.ok(table.kind === 'table', JSON.stringify(table));
  return { cells: table.cells, told: table.remarks?.map(({ row, column, remark }) => [row, column, remark]) };
}

test('a table in UTF-8 with a mark, UTF-16 with or without one, and windows-1251 says the same', async () => {
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
  for (const bytes of ways)
    assert.deepEqual((await cellsOf(bytes)).cells, [
      ['Школа', 'Улица', 'Дома'],
      ['№ 1', 'улица Новая', '1, 2, 3, 4, 5, 6, 7'],
    ]);
});

test('commas between columns are told from commas between houses', async () => {
  for (const [delimiter, text] of [
    [';', 'a;b;1, 2, 3\nc;d;4, 5, 6'],
    ['\t', 'a\tb\t1, 2\nc\td\t3'],
    [',', 'a,b,"1, 2"\nc,d,3'],
    ['sep', 'sep=;\na;b;1, 2\nc;d;3'],
  ] as const)
    assert.equal((await cellsOf(Buffer.from(text))).cells?.[0]?.length, 3, delimiter);
});

test('a spreadsheet is read as a person meant it: merged cells, formulas, dates made of houses, each told with row and column', async () => {
  const { cells, told } = await cellsOf(
    workbook(
      `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>Улица</t></is></c><c r="C1" t="str"><v>Дома</v></c></row>
       <row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c><c r="C2" s="1"><v>45968</v></c></row>
       <row r="3"><c r="B3" t="str"><f>B2</f><v>Мира</v></c><c r="C3" s="2"><v>22647</v></c></row>
       <row r="5"><c r="B5"><f>B9</f></c><c r="C5"><v>12.5</v></c></row>`,
      '<mergeCells><mergeCell ref="A2:A5"/></mergeCells>',
    ),
  );
  assert.deepEqual(cells, [
    ['Школа', 'Улица', 'Дома'],
    ['Школа', 'Манас & Ко', '7.11'],
    ['Школа', 'Мира', '1.62'],
    ['Школа'],
    ['Школа', '', '12.5'],
  ]);
  assert.deepEqual(told, [
    [2, 3, 'date'],
    [3, 2, 'formula'],
    [3, 3, 'date'],
    [5, 2, 'formula_without_value'],
    [5, 3, 'number'],
    [2, 1, 'merged'],
  ]);
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
  ['a document type of its own', zip({ ...partsOf(''), 'xl/workbook.xml': '<!DOCTYPE x [<!ENTITY a "b">]><workbook/>' }), 'broken'],
  ['a sheet that the workbook does not have', zip({ ...partsOf(''), 'xl/worksheets/sheet1.xml': '' }), 'broken'],
  ['a row with an impossible number', workbook('<row r="99999999"><c><v>1</v></c></row>'), 'broken'],
  ['one place with two texts', workbook('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>'), 'broken'],
];

for (const [what, bytes, because] of REFUSED)
  test(`${what} is refused as ${because}`, async () => {
    const { kind, because: told } = (await readTable(bytes)) as { kind: string; because?: string };
    assert.deepEqual([kind, told], ['refused', because]);
  });

test(`a spreadsheet broken anywhere is refused or read, and nothing is thrown (seed ${seed})`, async () => {
  const whole = workbook('<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>');
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), fc.nat(whole.length), async (at, byte, cut) => {
      const broken = Buffer.from(whole.subarray(0, Math.max(cut, whole.length - 20)));
      if (at < broken.length) broken[at] = byte;
      assert.match((await readTable(broken)).kind, /table|refused/);
    }),
    { seed, numRuns: 1000 },
  );
});
