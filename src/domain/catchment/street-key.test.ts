import assert from 'node:assert/strict';
import { test } from 'node:test';
import { streetKey } from './street-key.ts';

/** Spellings of one street. */
const SAME = `
улица Киевская | Киевская улица | ул. Киевская | КИЕВСКАЯ | ул Киевская
проспект Чуй | Чуй проспекти | пр. Чуй | пр-т Чуй | Чуй просп.
Нескучный переулок | пер. Нескучный
5-й Динамовский проезд | Динамовский 5 проезд | Динамовский проезд 5-й | Динамовский пр-д 5
2-я Садовая | Садовая 2-ая | улица 2 Садовая
им. Чернышевского Н.Г. | улица имени Н. Г. Чернышевского | Чернышевского Н.Г. улица
Зелёная | Зеленая
Мало-Динамовская | Мало- Динамовская
Айтматов Төрөкул көчөсү | Айтматов Төрөкул көчө
Жамбыл чолок көчөсү | Жамбыл пер.
бульвар Эркиндик | Эркиндик бульвары | Эркиндик б-р
с. Березина Речка, Садовая улица | с. Березина речка, ул. Садовая
`;

for (const line of SAME.trim().split('\n')) {
  test(`these are one street: ${line}`, () => {
    const keys = new Set(line.split('|').map((name) => streetKey(name.trim())));
    assert.equal(keys.size, 1, [...keys].join(' | '));
  });
}

/** Streets that look alike and are not the same. */
const DIFFERENT = `
Динамовский 5 проезд | Динамовский 5 переулок | Динамовский 6 проезд | Динамовская
Толстого Л.Н. | Толстого А.Н. | Толстого
Киевская | Киевский | Киевская площадь
Жамбыл көчөсү | Жамбыл чолок көчөсү | Жамбыл туюк көчөсү
с. Речка, ул. Садовая | с. Садовая, ул. Речка
8 Марта | 9 Марта
`;

for (const line of DIFFERENT.trim().split('\n')) {
  test(`these are different streets: ${line}`, () => {
    const names = line.split('|');
    assert.equal(new Set(names.map((name) => streetKey(name.trim()))).size, names.length);
  });
}

test('no name has no key', () => assert.equal(streetKey(' , '), ''));
