import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCsv } from './csv.ts';
import { tableLimits } from './limits.ts';

const read = (text: string) => {
  const { cells, remarks } = readCsv(text, tableLimits);
  return { cells, told: remarks.map(({ row, remark }) => [row, remark]) };
};
const head = 'Школа;Улица;Дома\n';

test('two quotation marks out of place do not swallow the rows between them; each row with one is told', () => {
  const { cells, told } = read(
    `Район;Школа;Улица;Дома\nЦентр;"Школа № 1;ул. А;1-25\nЦентр;Школа № 5;ул. Б;2-40\nЦентр;"Школа № 1;ул. В;2-40\n`,
  );
  assert.deepEqual(
    cells.map((row) => row.length),
    [4, 4, 4, 4],
  );
  assert.deepEqual(told, [
    [2, 'quote'],
    [4, 'quote'],
  ]);
});

/** Rows under the heading → how many rows there are, and what is told of which. */
const QUOTES: readonly (readonly [what: string, rows: string, count: number, told: readonly (readonly [number, string])[]])[] = [
  ['a mark that is never closed', '№ 1;"ул. А;1\n№ 2;ул. Б;2\n', 3, [[2, 'quote']]],
  ['a mark inside a cell', '№ 1;ул. "А";1\n№ 2;ул. Б;2\n', 3, [[2, 'quote']]],
  ['a mark at the end of a row', '№ 1;ул. А;1"\n№ 2;ул. Б;2\n', 3, [[2, 'quote']]],
  [
    'two marks that close properly around whole rows',
    '№ 1;"ул. А;1\n№ 2;ул. Б";2\n',
    3,
    [
      [2, 'quote'],
      [3, 'quote'],
    ],
  ],
  ['cells in marks as they ought to be', '"№ 1";"ул. ""А""";"1; 3"\n№ 2;ул. Б;2\n', 3, []],
  ['blanks around the marks', '№ 1; "ул. А" ;1\n', 2, []],
  ['houses in lines of their own', '№ 1;ул. А;"1\n3\n5"\n№ 2;ул. Б;2\n', 3, []],
  ['lines and delimiters within one cell', '№ 1;ул. А;"1;2\n3"\n№ 2;ул. Б;2\n', 3, [[2, 'quoted_rows']]],
  ['marks of another shape', '«№ 1»;“ул. А”;1\n', 2, []],
];

for (const [what, rows, count, told] of QUOTES)
  test(`${what}: rows are never glued together`, () => {
    const table = read(head + rows);
    assert.deepEqual([table.cells.length, table.told], [count, told]);
  });

test('a list in lines of its own stays one cell where commas part the columns', () => {
  assert.deepEqual(read('Школа,Улица,Дома\n№ 1,ул. А,"1, 3\n5, 7"\n№ 2,ул. Б,2\n').cells[1], ['№ 1', 'ул. А', '1, 3\n5, 7']);
});

test('every piece behind an unquoted delimiter is kept, however many there are', () => {
  assert.deepEqual(read(`${head}№ 1;Новая;1-63 (нечетные);2-10;14, 16\n`).cells[1], ['№ 1', 'Новая', '1-63 (нечетные)', '2-10', '14, 16']);
  const houses = Array.from({ length: 400 }, (_, place) => String(place + 1));
  assert.equal(read(`Школа,Улица,Дома\n№ 1,Новая,${houses.join(',')}\n`).cells[1]?.join(','), `№ 1,Новая,${houses.join(',')}`);
});

test('rows have the numbers that a spreadsheet shows, whatever their line ends', () => {
  for (const end of ['\n', '\r\n', '\r']) assert.deepEqual(read(['a;b', '', 'c;d'].join(end)).cells, [['a', 'b'], [], ['c', 'd']]);
  assert.deepEqual(read('sep=,\na,b\n').cells, [['a', 'b']]);
});

test('a letter that is broken is told with its row and column', () => {
  const { remarks } = readCsv(`${head}№ 1;Нов\ufffdя;1\n`, tableLimits);
  assert.deepEqual(remarks, [{ row: 2, column: 2, remark: 'broken_letter', text: 'Нов\ufffdя' }]);
});
