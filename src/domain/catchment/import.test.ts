import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readAct } from './act.ts';
import { gapsOn } from './gaps.ts';
import { readHouses } from './house-list.ts';
import { type ImportRead, type ImportWorld, readImport } from './import-read.ts';
import { plainName, schoolMatcher, streetMatcher } from './import-match.ts';
import { guessColumns, rowsOfTable } from './import-table.ts';
import { moveBook } from './moves.ts';
import { printSegment } from './print-houses.ts';
import { drawBoundary } from './resolve.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const schools = schoolMatcher([
  { id: 'A', number: 9, names: ['МОУ «СОШ № 9»', '№ 9 орто мектеп'] },
  { id: 'B', number: 61, names: ['Школа-гимназия № 61'] },
]);
const streets = streetMatcher([
  { id: 1, names: ['улица Ахунбаева', 'Ахунбаев көчөсү'] },
  { id: 2, names: ['улица Садовая'] },
  { id: 3, names: ['проспект Садовая'] },
]);
const nothing = { schools: new Map(), streets: new Map(), readings: new Map() };
const world: ImportWorld = { schools, streets, said: nothing, known: { schools: new Map(), streets: new Map() } };

/** The rows of a file → what is published of it. */
function readRows(rows: readonly (readonly [school: string, street: string, houses: string])[], by: ImportWorld = world): ImportRead {
  const reading = readImport(
    rows.map(([school, street, houses], index) => ({ row: index + 2, district: '', school, street, houses })),
    by,
  );
  let step = reading.next();
  while (step.done !== true) step = reading.next();
  return step.value;
}

/** The heads and first cells of a file → which column is what. */
const HEADS = [
  [['Район', 'Школа', 'Улица', 'Номера домов'], { district: 0, school: 1, street: 2, houses: 3, above: 1 }],
  [['Үйлөр', 'Көчө', 'Мектеп'], { district: null, school: 2, street: 1, houses: 0, above: 1 }],
  [['Мектеп', 'Көше', 'Үйлер'], { district: null, school: 0, street: 1, houses: 2, above: 1 }],
  [['houses', 'school', 'district', 'street'], { district: 2, school: 1, street: 3, houses: 0, above: 1 }],
  [['2-40, 41', 'МОУ «СОШ № 9»', 'ул. Садовая'], { district: null, school: 1, street: 2, houses: 0, above: 0 }],
] as const;

for (const [head, expected] of HEADS) {
  test(`the columns of a file headed ${head.join(', ')} are guessed, for a person to confirm`, () => {
    const body = head.map((_, place) => head[place] ?? '');
    assert.deepEqual(guessColumns([head, ...(expected.above === 0 ? [body] : [])]), expected);
  });
}

test('KG25-15.2/microdistrict-addresses rows keep the numbers a spreadsheet shows; a row without a school is told, an empty one does not count', () => {
  const cells = [['Приказ № 5'], ['школа', 'улица', 'дома'], ['№ 1', 'Новая', '1'], ['', '', ''], ['', 'Новая', '2']];
  const { rows, incomplete } = rowsOfTable(cells, { district: null, school: 0, street: 1, houses: 2, above: 2 });
  assert.deepEqual(
    rows.map(({ row, houses }) => [row, houses]),
    [[3, '1']],
  );
  assert.deepEqual(
    incomplete.map(({ row }) => row),
    [5],
  );
});

/** A name of the file → what it means: `same` without asking, else the suggestions in their order. */
const NAMES = [
  ['school', 'моу «СОШ №9»', 'same A'],
  ['school', '№ 9 орто мектеп', 'same A'],
  ['school', 'Школа № 61', 'asks B'],
  ['school', 'Детский сад № 9', 'asks A'],
  ['street', 'ул. Ахунбаева', 'same 1'],
  ['street', 'Ахунбаев көчөсү', 'same 1'],
  ['street', 'Ахунбаева (бывш. Советская)', 'asks 1'],
  ['street', 'Охунбаева', 'asks 1'],
  ['street', 'пр. Садовая', 'same 3'],
  ['street', 'Мира', 'asks'],
] as const;

for (const [kind, name, expected] of NAMES) {
  test(`«${name}» of a file is ${expected}: a likeness is never taken for the thing`, () => {
    const { schools: foundSchools, streets: foundStreets } = readRows([
      kind === 'school' ? [name, 'улица Ахунбаева', '1'] : ['МОУ «СОШ № 9»', name, '1'],
    ]);
    const match = (kind === 'school' ? foundSchools : foundStreets)[0]?.match;
    const said =
      match === undefined
        ? ''
        : 'id' in match
          ? `${match.kind} ${match.id}`
          : `${match.kind} ${match.kind === 'asks' ? match.candidates.join(' ') : ''}`;
    assert.equal(said.trim(), expected);
  });
}

test('what a person said before holds for the next file, what is said for this one holds first, and what is left out is not published', () => {
  const known = { schools: new Map([[plainName('Школа № 61'), 'B']]), streets: new Map() };
  assert.equal(readRows([['Школа № 61', 'улица Садовая', '1']], { ...world, known }).lines[0]?.schoolId, 'B');
  const said = { ...nothing, schools: new Map([[plainName('Школа № 61'), 'out' as const]]) };
  const read = readRows([['Школа № 61', 'улица Садовая', '1']], { ...world, known, said });
  assert.deepEqual([read.lines.length, read.claims.size, read.tokens], [0, 0, 1]);
});

test('houses of another street in a list, grades behind a school and several streets in a cell come to the lines they belong to', () => {
  const read = readRows([
    ['МОУ «СОШ № 9» (1-4-е классы)', 'улица Садовая', '2-10'],
    ['Школа-гимназия № 61', 'улица Ахунбаева', '5, ул. Садовая 7, 9'],
  ]);
  assert.deepEqual(
    read.lines.map(({ row, streetId, houses }) => [row, streetId, houses]),
    [
      [2, 2, 'с 2 по 10 (чётная сторона) (1-4 кл.)'],
      [3, 1, '5'],
      [3, 2, '7; 9'],
    ],
  );
});

test(`KG25-18.4/streets-with-houses whatever is published says the same as the file: every house by the lines and by the file alike (seed ${seed})`, () => {
  const item = fc.oneof(
    fc.integer({ min: 1, max: 60 }).map(String),
    fc.integer({ min: 1, max: 60 }).map((number) => `${number}а`),
    fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 31, max: 60 })).map(([from, to]) => `${from}-${to}`),
    fc.constantFrom('все дома', 'нечетная сторона', 'с 8 по', '7.11', 'ул. Садовая 5', 'кроме 3'),
  );
  fc.assert(
    fc.property(fc.array(item, { minLength: 1, maxLength: 6 }), fc.boolean(), (items, graded) => {
      const school = graded ? 'МОУ «СОШ № 9» (1-4 классы)' : 'МОУ «СОШ № 9»';
      const row = { row: 2, district: '', school, street: 'улица Ахунбаева', houses: items.join(', ') };
      const sure = [...readAct([row]).claims.values()].flat().filter(({ isSure, street }) => isSure && /Ахун/.test(street));
      const lines = readRows([[row.school, row.street, row.houses]]).lines.filter(({ streetId }) => streetId === 1);
      const published = lines.flatMap(({ houses: text, habit }) => readHouses(text, habit).segments);
      const print = (segments: readonly (typeof published)[number][]) => [...new Set(segments.map(printSegment))].toSorted();
      assert.deepEqual(
        print(published),
        print(sure.map(({ segment }) => segment)),
        `${row.houses} → ${lines.map((line) => line.houses).join(' | ')}`,
      );
    }),
    { seed, numRuns: 400 },
  );
});

/** What two schools have on a street → the gaps. */
const GAPS = [
  ['с 2 по 20', 'с 30 по 40', 'even 22-28'],
  ['с 2 по 20', 'с 30 по 40, 24', 'even 22-22, even 26-28'],
  ['с 2 по 20', 'с 22 по 40', ''],
  ['с 2 по 20', 'с 1 по 9', ''],
  ['2, 4, 40', 'с 50 по 60', ''],
  ['все дома, кроме 5, 7', '5', 'odd 7-7'],
  ['с 2 по 20', 'все дома', ''],
  ['с 1 по 19 кроме 7', 'с 2 по 20', 'odd 7-7'],
  ['с 1 по 19 кроме 7', 'с 2 по 20, 7', ''],
  ['с 1 по 9, с 15 по 21', 'с 2 по 8', 'odd 11-13'],
] as const;

for (const [a, b, expected] of GAPS) {
  test(`where one school has «${a}» and another «${b}», nobody has ${expected || 'nothing'}`, () => {
    const { claims } = readRows([
      ['МОУ «СОШ № 9»', 'улица Садовая', a],
      ['Школа-гимназия № 61', 'улица Садовая', b],
    ]);
    const gaps = [...claims.values()].flatMap(gapsOn);
    assert.equal(gaps.map(({ side, from, to }) => `${side} ${from}-${to}`).join(', '), expected);
  });
}

test('who moves is counted by pairs of schools; who stays is not, and who has no school is counted by street', () => {
  const line = (schoolId: string, houses: string) =>
    drawBoundary({ schoolId, streetId: 1, houses, act: { title: { ru: '' }, number: '', day: '2025-01-01' } });
  const book = moveBook();
  const [before, after] = [[line('A', 'все дома')], [line('A', '1-9'), line('B', 'все дома чётной стороны')]];
  book.add({ streetId: 1, house: '3', children: ['stays'] }, before, after);
  book.add({ streetId: 1, house: '4', children: ['moves', 'too'] }, before, after);
  book.add({ streetId: 1, house: '11', children: ['lost'] }, before, after);
  book.add({ streetId: 1, house: 'б/н', children: ['unread'] }, before, after);
  assert.deepEqual(book.moves(), [
    { before: ['A'], after: ['B'], children: ['moves', 'too'] },
    { before: ['A'], after: [], children: ['lost'] },
  ]);
  assert.deepEqual([book.asked(), [...book.unserved()]], [5, [[1, 2]]]);
});
