import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeBoundaries, readBoundaries } from './boundaries.ts';

const HEADER = 'Район;Школа;Улица;Дома';

test('a director sees each item that was not read with its row, street and reason, and nothing is lost', () => {
  const outcome = readBoundaries(`\ufeff${HEADER}\nПервый;№ 1;Новая;1, 2-8, с 3 по 9\nПервый;№ 2;Старая;"1-62; 5 6"\nПервый;№ 2\n`);
  assert.deepEqual(outcome, {
    kind: 'read',
    read: {
      rows: 3,
      tokens: 6,
      understood: 3,
      unread: [
        { row: 3, street: 'Старая', token: '1-62', reason: 'parity_unclear' },
        { row: 3, street: 'Старая', token: '5 6', reason: 'separator_missing' },
        { row: 4, street: '', token: 'Первый; № 2', reason: 'row_incomplete' },
      ],
    },
  });
});

test('a file with commas between columns is read too', () => {
  const outcome = readBoundaries('district,school,street,houses\nA,1,Новая,"1, 3"\n');
  assert.ok(outcome.kind === 'read');
  assert.equal(outcome.read.understood, 2);
});

test('how one school writes ranges does not change how another is read', () => {
  const outcome = readBoundaries(`${HEADER}\nA;1;Новая;1-62\nA;1;Старая;1-25\nA;2;Иная;1-25\n`);
  assert.ok(outcome.kind === 'read');
  assert.deepEqual(
    outcome.read.unread.map(({ row }) => row),
    [2, 3],
  );
});

test('a file without rows is refused', () => assert.equal(readBoundaries(`${HEADER}\n`).kind, 'refused'));

test('a file in windows-1251 or UTF-16 is read as what it says; a spreadsheet is refused with what to do', () => {
  const cp1251 = Uint8Array.from(Array.from('Дома', (letter) => letter.charCodeAt(0) - 0x350));
  assert.deepEqual(decodeBoundaries(cp1251), { kind: 'text', text: 'Дома', encoding: 'windows-1251' });
  const utf16 = Buffer.from('\ufeffДома', 'utf16le');
  assert.deepEqual(decodeBoundaries(utf16), { kind: 'text', text: 'Дома', encoding: 'utf-16le' });
  assert.equal(decodeBoundaries(Buffer.from('PK\u0003\u0004rest')).kind, 'refused');
  assert.equal(decodeBoundaries(Uint8Array.from([0x80, 0x81, 0x82, 0xff, 0x41])).kind, 'refused');
  assert.equal(decodeBoundaries(Buffer.from('a\0b')).kind, 'refused');
});
