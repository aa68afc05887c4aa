import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readAct } from '#domain/catchment/act.ts';
import { parseBoundaries } from './boundaries-parse.ts';
import { resolveAddress } from './boundaries-resolve.ts';
import { decodeBoundaries, rowsOfFile } from './boundary-file.ts';

const HEADER = 'Район;Школа;Улица;Дома';

test('a director sees each item that was not read with its row, column, reason and what to do, and nothing is lost', () => {
  const { rows, tokens, understood, unresolved, confirm } = parsed(
    `\ufeff${HEADER}\nПервый;№ 1;Новая;1, 2-8, с 3 по 9\n\nПервый;№ 2;Старая;"1-62; 7.11, с по 12"\nПервый;№ 2\nПервый;№ 2;Пустая;\n`,
  );
  assert.deepEqual({ rows, tokens, understood }, { rows: 4, tokens: 8, understood: 4 });
  assert.deepEqual(
    unresolved.map(({ row, column, at, street, token, reason }) => [row, column, at, street, token, reason]),
    [
      [4, 4, 6, 'Старая', '7.11', 'date'],
      [4, 4, 12, 'Старая', 'с по 12', 'range_broken'],
      [5, 2, 1, '', 'Первый; № 2', 'row_incomplete'],
      [6, 4, 1, 'Пустая', '', 'houses_missing'],
    ],
  );
  assert.equal(
    unresolved[0]?.suggestion,
    'a spreadsheet makes such dates of houses: write 7/11, 7-11 or «7, 11», and format the column as text',
  );
  assert.deepEqual(
    confirm.map(({ row, token, readings }) => [row, token, readings]),
    [[4, '1-62', ['с 1 по 62 (все дома)', 'с 1 по 62 (нечётная сторона)', 'с 1 по 62 (чётная сторона)']]],
  );
});

test('a file with commas or tabs between columns is read too, a text act by its lines', () => {
  assert.equal(parsed('district,school,street,houses\nA,1,Новая,"1, 3"\n').understood, 2);
  assert.equal(parsed('district\tschool\tstreet\thouses\nA\t1\tНовая\t1, 3\n').understood, 2);
  const text = parsed('Территория, закрепленная за школой № 4:\n- улица Горького дома №№ 6, 8;\n- все дома по улице Мира;\n');
  assert.deepEqual(
    { rows: text.rows, understood: text.understood, unresolved: text.unresolved },
    { rows: 2, understood: 3, unresolved: [] },
  );
});

test('how one school writes ranges does not change how another is read, and is shown', () => {
  const { confirm } = parsed(`${HEADER}\nA;1;Новая;1-62\nA;1;Старая;1-25\nA;2;Иная;1-25\n`);
  assert.deepEqual(
    confirm.map(({ row }) => row),
    [2, 3],
  );
  assert.match(confirm[0]?.habit ?? '', /1 run over both sides and 1 have ends of one/);
});

test('a street that slid into the column of the school, houses repeated after a street and Latin letters are read, and told', () => {
  const { notices, unresolved } = parsed(
    `${HEADER}\nA;МОУ «СОШ № 22» Нагорная 5;;с 10 все дома\nA;1;Моторная 1а, 2;1а, 2\nA;1;Новая;12a\n`,
  );
  assert.deepEqual(unresolved, []);
  assert.deepEqual(
    notices.map(({ row, column, notice }) => [row, column, notice]),
    [
      [2, 2, 'street_from_school'],
      [3, 3, 'houses_in_street'],
      [4, 4, 'latin_letters'],
    ],
  );
});

test('a range of a million houses is told, not counted out', () => {
  const { unresolved } = parsed(`${HEADER}\nA;1;Новая;1-1000000, 1-99998 (все)\n`);
  assert.deepEqual(
    unresolved.map(({ token, reason }) => [token, reason]),
    [['1-1000000', 'number_too_big']],
  );
});

test('a family sees by which row and item a school takes its house, or why none does', () => {
  const act = actOf(`${HEADER}\nA;№ 61;Ахунбаева;90–120 чётная сторона\nA;№ 8 (5-9 классы);ул. Ахунбаева;91–121\n`);
  const found = resolveAddress(act, { street: 'Ахунбаев көчөсү', house: '98' });
  assert.equal(found.kind, 'street_unknown');
  assert.deepEqual(found.suggestions, ['Ахунбаева']);
  const { schools } = resolveAddress(act, { street: 'улица Ахунбаева', house: '98' });
  assert.deepEqual(
    schools.map(({ school, row, token, reading }) => [school, row, token, reading]),
    [['№ 61', 2, '90–120 чётная сторона', 'с 90 по 120 (чётная сторона)']],
  );
  const young = resolveAddress(act, { street: 'Ахунбаева', house: '95', grade: 1 });
  assert.deepEqual(
    young.nearest.map(({ school, because }) => [school, because]),
    [
      ['№ 8', 'the house is there for other grades'],
      ['№ 61', 'these houses are on the other side of the street'],
    ],
  );
  assert.equal(resolveAddress(act, { street: 'Ахунбаева', house: 'б/н' }).kind, 'house_unreadable');
});

test('an empty file, one without rows, or prose is refused with what to do', () => {
  for (const text of ['', ' \n', `${HEADER}\n`, 'Добрый день!\nСпасибо.\n']) assert.equal(rowsOfFile(text).kind, 'refused', text);
});

test('a file in windows-1251 or UTF-16 is read as what it says; a spreadsheet is refused with what to do', () => {
  const cp1251 = Uint8Array.from(Array.from('Дома', (letter) => letter.charCodeAt(0) - 0x350));
  assert.deepEqual(decodeBoundaries(cp1251), { kind: 'text', text: 'Дома', encoding: 'windows-1251' });
  const utf16 = Buffer.from('\ufeffДома', 'utf16le');
  assert.deepEqual(decodeBoundaries(utf16), { kind: 'text', text: 'Дома', encoding: 'utf-16le' });
  const unmarked = 'Первый;№ 1;Новая;1, 2, 3, 4, 5, 6, 7';
  assert.deepEqual(decodeBoundaries(Buffer.from(unmarked, 'utf16le')), { kind: 'text', text: unmarked, encoding: 'utf-16le' });
  assert.deepEqual(decodeBoundaries(Buffer.from(unmarked, 'utf16le').swap16()), { kind: 'text', text: unmarked, encoding: 'utf-16be' });
  assert.equal(decodeBoundaries(Buffer.from('PK\u0003\u0004rest')).kind, 'refused');
  assert.equal(decodeBoundaries(Buffer.from('%PDF-1.7')).kind, 'refused');
  assert.equal(decodeBoundaries(Uint8Array.from([0x80, 0x81, 0x82, 0xff, 0x41])).kind, 'refused');
  assert.equal(decodeBoundaries(Buffer.from('a\0b')).kind, 'refused');
});

test('whoever reads an act at the command line sees what the importer would tell: nothing is dropped or glued', () => {
  const { rows, remarks, leftOut } = rowsIn(
    `${HEADER}\nПервый;"№ 1;Новая;1-63\nПервый;№ 2;Мира;1-63 (нечетные);2-10;14, 16\nИтого;;;12\nПервый;№ 2;Абая;07.ноя\n`,
  );
  assert.deepEqual(
    rows.map(({ row, houses }) => [row, houses]),
    [
      [2, '1-63'],
      [3, '1-63 (нечетные);2-10;14, 16'],
      [5, '7.11'],
    ],
  );
  assert.deepEqual(
    remarks.map(({ row, remark }) => [row, remark]),
    [
      [2, 'quote'],
      [5, 'date'],
    ],
  );
  assert.deepEqual(
    leftOut.map(({ row, because }) => [row, because]),
    [[4, 'total']],
  );
});

function rowsIn(text: string) {
  const outcome = rowsOfFile(text);
  assert.ok(outcome.kind === 'rows', 'the file is read');
  return outcome;
}

function parsed(text: string) {
  return parseBoundaries(rowsIn(text));
}

function actOf(text: string) {
  return readAct(rowsIn(text).rows);
}
