import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeText } from './decode-text.ts';

/** A text in a one-byte encoding, by the table the decoder has of it. */
function inEncoding(text: string, encoding: string): Uint8Array {
  const table = new Map(Array.from({ length: 256 }, (_, byte) => [new TextDecoder(encoding).decode(Uint8Array.of(byte)), byte] as const));
  return Uint8Array.from(Array.from(text), (sign) => table.get(sign) ?? 0x3f);
}

const rows = 'Школа;Улица;Дома\nСредняя школа № 1;улица Новая;1-63 (нечётные)\n';
const capitals = 'ШКОЛА;УЛИЦА;ДОМА\nСРЕДНЯЯ ШКОЛА № 1;УЛИЦА НОВАЯ;ВСЕ ДОМА\n«ЛИЦЕЙ № 2»;МИРА;1-5\n';

for (const encoding of ['windows-1251', 'koi8-r', 'ibm866', 'x-mac-cyrillic'])
  for (const [how, text] of [
    ['small letters', rows.replace('№', 'N')],
    ['capitals', capitals.replaceAll('№', 'N').replaceAll(/[«»]/g, '"')],
  ] as const)
    test(`a table in ${how} in ${encoding} says what its author wrote`, () => {
      const decoded = decodeText(inEncoding(text, encoding));
      // Capitals are the same bytes in two of them.
      assert.equal(decoded.kind === 'text' && decoded.text, text);
    });

test('a table full of the signs № « » – is read in capitals, too', () =>
  assert.deepEqual(decodeText(inEncoding(capitals, 'windows-1251')), { kind: 'text', text: capitals, encoding: 'windows-1251' }));

test('a table of digits with one word is read', () => {
  const text = `${'1, 3, 5, 7, 9, 11;'.repeat(40)}все\n`;
  assert.deepEqual(decodeText(inEncoding(text, 'windows-1251')), { kind: 'text', text, encoding: 'windows-1251' });
});

test('Ukrainian is read in windows-1251, Kazakh in its own variant of it', () => {
  const ukrainian = 'Школа;вулиця Київська;з № 1 до № 45 (непарні номери), їхні будинки, ґанок, є\n';
  assert.deepEqual(decodeText(inEncoding(ukrainian, 'windows-1251')), { kind: 'text', text: ukrainian, encoding: 'windows-1251' });
  const kazakh = 'Мектеп;Қабанбай батыр көшесі;тақ жағы, әр үй, мөлтек ауданы, ұйым, ғимарат, оңтүстік\n';
  const places = new Map(Object.entries({ Қ: 0x8d, қ: 0x9d, ө: 0xb4, ә: 0xbc, ү: 0xbf, ұ: 0xa2, ғ: 0xba, ң: 0xbe, і: 0xb3 }));
  const bytes = Uint8Array.from(Array.from(kazakh), (sign) => places.get(sign) ?? inEncoding(sign, 'windows-1251')[0] ?? 0);
  assert.deepEqual(decodeText(bytes), { kind: 'text', text: kazakh, encoding: 'windows-1251' });
});

test('UTF-8 with one broken byte stays UTF-8: what is broken is one letter, and shows', () => {
  const bytes = Buffer.from(rows.repeat(3));
  bytes[1] = 0x20;
  const decoded = decodeText(bytes);
  assert.ok(decoded.kind === 'text' && decoded.encoding === 'utf-8' && decoded.text.includes('\ufffd') && decoded.text.includes('кола'));
});

test('UTF-16 without a mark is known by its letters, in a table of a single row as well', () => {
  for (const text of ['Школа;Мира;1\n', 'СредняяШколаПервая;УлицаДлиннаяНовая;все\n', 'a;b;c\n1;2;3\n']) {
    assert.deepEqual(decodeText(Buffer.from(text, 'utf16le')), { kind: 'text', text, encoding: 'utf-16le' });
    assert.deepEqual(decodeText(Buffer.from(text, 'utf16le').swap16()), { kind: 'text', text, encoding: 'utf-16be' });
  }
});

test('bytes of no language, and text with zero bytes, are told', () => {
  assert.deepEqual(decodeText(Uint8Array.from([0x80, 0x81, 0x82, 0xff, 0x41])), { kind: 'encoding' });
  assert.deepEqual(decodeText(Uint8Array.from({ length: 400 }, (_, place) => 128 + ((place * 37) % 128))), { kind: 'encoding' });
  assert.deepEqual(decodeText(Buffer.from('a\0b')), { kind: 'binary' });
});
