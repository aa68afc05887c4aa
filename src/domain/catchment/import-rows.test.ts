import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Columns } from './import-columns.ts';
import { headFor, type SheetBeginning } from './import-head.ts';
import { rowOnSheet, rowsOfSheets, sheetOfRow, type SheetGiven } from './import-rows.ts';
import { spoiltHouses } from './import-spoilt.ts';
import { rowsOfTable } from './import-table.ts';

const columns: Columns = { district: null, school: 0, street: 1, houses: 2, above: 1 };
const heading = ['Школа', 'Улица', 'Дома'];
const own = ['№ 1', 'Абая', '1-25'];

/** Rows of a table under its heading → the rows that are data, and why the others are not. */
const LAYOUTS: readonly (readonly [
  what: string,
  rows: readonly (readonly string[])[],
  data: readonly number[],
  left: readonly (readonly [number, string])[],
])[] = [
  ['numbers of the columns', [['1', '2', '3'], own], [3], [[2, 'running_numbers']]],
  ['houses that look like numbers of columns further down', [own, ['1', '2', '3']], [2, 3], []],
  ['the heading once more', [own, heading, own], [2, 4], [[3, 'header_again']]],
  [
    'totals',
    [own, ['Итого по школе', '', '12'], ['ВСЕГО: 120'], ['Жалпы', '', '']],
    [2],
    [
      [3, 'total'],
      [4, 'total'],
      [5, 'total'],
    ],
  ],
  [
    'a line to sign',
    [own, ['Начальник отдела', '', '______ А. Асанов'], ['М.П.']],
    [2],
    [
      [3, 'signature'],
      [4, 'signature'],
    ],
  ],
  ['a street named after a director', [['Директорская школа', 'Итоговая', '1']], [2], []],
];

for (const [what, rows, data, left] of LAYOUTS)
  test(`${what}: what is no data is listed, what is data stays`, () => {
    const read = rowsOfTable([heading, ...rows], columns);
    assert.deepEqual(
      read.rows.map(({ row }) => row),
      data,
    );
    assert.deepEqual(
      read.left.map(({ row, because }) => [row, because]),
      left,
    );
  });

test('cells behind the heading belong to the houses where the file parts its cells by the same sign; elsewhere they are told', () => {
  const cells = [heading, ['№ 1', 'Новая', '1-63 (нечетные)', '2-10', '14, 16'], ['№ 2', 'Мира', 'все']];
  const text = rowsOfSheets([{ name: '', delimiter: ';', cells }], columns);
  assert.deepEqual([text.rows[0]?.houses, text.left], ['1-63 (нечетные);2-10;14, 16', []]);
  const workbook = rowsOfSheets([{ name: '', delimiter: null, cells }], columns);
  assert.deepEqual(workbook.rows[0]?.houses, '1-63 (нечетные)');
  assert.deepEqual(workbook.left, [{ row: 2, column: 4, because: 'extra', text: '2-10; 14, 16', count: 1 }]);
  const first = rowsOfSheets(
    [{ name: '', delimiter: ';', cells: cells.map(([a = '', b = '', ...rest]) => [rest[0] ?? '', a, b, ...rest.slice(1)]) }],
    {
      ...columns,
      ...{ houses: 0, school: 1, street: 2 },
    },
  );
  assert.equal(first.left[0]?.because, 'extra');
});

test('columns beside the chosen ones, and text above the heading, are listed', () => {
  const cells = [['Приложение № 1'], ['№', ...heading, 'Примечание'], ['1', ...own, 'кроме новостройки'], ['2', ...own, '']];
  const { left } = rowsOfTable(cells, { ...columns, school: 1, street: 2, houses: 3, above: 2 });
  assert.deepEqual(
    left.map(({ row, column, because, text, count }) => [row, column, because, text, count]),
    [
      [2, 1, 'column', '№', 2],
      [2, 5, 'column', 'Примечание', 1],
      [1, null, 'above', 'Приложение № 1', 1],
    ],
  );
});

test('a line break in a cell parts houses, and is a blank in a name', () => {
  const { rows } = rowsOfTable([heading, ['Школа\n№ 1', 'улица\r\nНовая', '1\n3,\r\n5']], columns);
  assert.deepEqual(rows, [{ row: 2, district: '', school: 'Школа № 1', street: 'улица Новая', houses: '1; 3, 5' }]);
});

test('a school that stands once means the rows below where a person says so; otherwise they are incomplete', () => {
  const cells = [heading, own, ['', 'Мира', '2'], ['№ 2', 'Мира', '4'], ['', 'Абая', '6']];
  assert.deepEqual(
    rowsOfTable(cells, { ...columns, fill: 'down' }).rows.map(({ school, houses }) => [school, houses]),
    [
      ['№ 1', '1-25'],
      ['№ 1', '2'],
      ['№ 2', '4'],
      ['№ 2', '6'],
    ],
  );
  assert.equal(rowsOfTable(cells, columns).incomplete.length, 2);
});

test('a school may stand in a row above its streets, or be the name of the sheet', () => {
  const cells = [['Улица', 'Дома'], ['Школа № 1'], ['Абая', '1'], ['Мира', '2'], ['', 'Школа-лицей № 2'], ['Абая', '3']];
  const read = rowsOfTable(cells, { district: null, school: 0, street: 0, houses: 1, above: 1, schoolIn: 'rows' });
  assert.deepEqual(
    read.rows.map(({ school, street, houses }) => [school, street, houses]),
    [
      ['Школа № 1', 'Абая', '1'],
      ['Школа № 1', 'Мира', '2'],
      ['Школа-лицей № 2', 'Абая', '3'],
    ],
  );
  const sheets = ['Школа № 1', 'Школа № 2'].map((name) => ({
    name,
    cells: [
      ['Улица', 'Дома'],
      ['Абая', '1'],
    ],
  }));
  const bySheet = rowsOfSheets(sheets, { district: null, school: 0, street: 0, houses: 1, above: 1, schoolIn: 'sheet', sheets: [0, 1] });
  assert.deepEqual(
    bySheet.rows.map(({ school, row }) => [school, sheetOfRow(row)]),
    [
      ['Школа № 1', { sheet: 0, row: 2 }],
      ['Школа № 2', { sheet: 1, row: 2 }],
    ],
  );
});

test('what cannot be seen counts as a person says; rows that do not count are listed', () => {
  const sheet: SheetGiven = { name: 'A', cells: [heading, own, own], hiddenRows: [3], unseen: [{ row: 2, column: 3, left: '25' }] };
  assert.deepEqual(
    rowsOfSheets([sheet], { ...columns, unseen: 'read' }).rows.map(({ houses }) => houses),
    ['1-25', '1-25'],
  );
  const without = rowsOfSheets([sheet], { ...columns, unseen: 'leave' });
  assert.deepEqual(
    without.rows.map(({ houses }) => houses),
    ['25'],
  );
  assert.deepEqual(without.left[0]?.because, 'hidden');
});

test('sheets that are not chosen are named with how much there is of them', () => {
  const table = [heading, own];
  const read = rowsOfSheets(
    [
      { name: 'А–М', cells: table },
      { name: 'Н–Я', cells: [['Список'], ...table] },
      { name: 'Прочее', cells: table },
    ],
    {
      ...columns,
      sheets: [0, 1],
    },
  );
  assert.deepEqual(
    read.rows.map(({ row }) => row),
    [2, rowOnSheet(1, 3)],
  );
  assert.deepEqual(
    read.left.filter(({ because }) => because === 'sheet').map(({ text, count }) => [text, count]),
    [['Прочее', 2]],
  );
});

/** A cell as a spreadsheet left it in a text file → what is shown, or nothing where it is no such cell. */
const SPOILT = [
  ['07.ноя', '7.11', 'date'],
  ['7-Nov', '7.11', 'date'],
  ['май.12', '5.12', 'date'],
  ['Nov-62', '11.62', 'date'],
  ['07.11.2025', '7.11', 'date'],
  ['2025-11-07 00:00:00', '7.11', 'date'],
  ['2.2E+13', '2.2E+13', 'exponent'],
  ['2,2E+13', '2.2E+13', 'exponent'],
  ['1E5', '1E5', 'exponent'],
  ['7/11', null, null],
  ['7.11', null, null],
  ['1-62', null, null],
  ['12 мая', '12.5', 'date'],
  ['5 корп. 2', null, null],
  ['12е', null, null],
  ['все', null, null],
] as const;

for (const [cell, text, remark] of SPOILT)
  test(`houses written ${cell}: ${text === null ? 'are houses' : 'were something else before, and a person says what'}`, () =>
    assert.deepEqual(spoiltHouses(cell), text === null ? null : { text, remark }));

const beginning = (name: string, sample: SheetBeginning['sample'], more: Partial<SheetBeginning> = {}): SheetBeginning => ({
  ...{
    name,
    isHidden: false,
    rows: sample.length,
    sample,
    hiddenRows: { count: 0, first: [] },
    hiddenColumns: [],
    unseen: { count: 0, first: [] },
  },
  ...more,
});

test('sheets that look like the table are offered together; a cover sheet, a hidden one and one of another shape are not', () => {
  const head = headFor([
    beginning('Обложка', [['Границы школ района'], ['2025']]),
    beginning('А–М', [['Приложение'], heading, own]),
    beginning('Н–Я', [heading, own]),
    beginning('старое', [heading, own], { isHidden: true }),
    beginning('по-другому', [['Дома', 'Улица', 'Школа'], own]),
  ]);
  assert.deepEqual([head.main, head.columns.sheets, head.columns.above], [1, [1, 2], 2]);
  assert.deepEqual(
    head.sheets.map(({ looksLikeTable }) => looksLikeTable),
    [false, true, true, true, true],
  );
});

test('a person is asked about empty cells of the school and about what is hidden, only where there are any', () => {
  assert.deepEqual(headFor([beginning('A', [heading, own])]).asks, { unseen: false, fill: false });
  const asked = headFor([beginning('A', [heading, own, ['', 'Мира', '2']], { hiddenRows: { count: 1, first: [3] } })]);
  assert.deepEqual([asked.asks, asked.columns], [{ unseen: true, fill: true }, columns]);
});
