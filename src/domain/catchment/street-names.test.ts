import assert from 'node:assert/strict';
import { test } from 'node:test';
import { streetKey } from './street-key.ts';
import { nearestNames } from './street-likeness.ts';
import { streetsOf } from './street-names.ts';

/** A cell of an act → the streets it names, each as one would write it alone. */
const NAMED = `
Киевская                              → Киевская
1-й, 2-й Камчатский проезд            → 1-й Камчатский проезд | 2-й Камчатский проезд
1-я, 2-я, 3-я Прудовая                → 1-я Прудовая | 2-я Прудовая | 3-я Прудовая
5, 6, 7-й Симбирские проезды          → 5-й Симбирский проезд | 6-й Симбирский проезд | 7-й Симбирский проезд
1, 2, 3-й Казачьи тупики              → 1-й Казачий тупик | 2-й Казачий тупик | 3-й Казачий тупик
1-й, 2-й Горные тупики                → 1-й Горный тупик | 2-й Горный тупик
Артезианский 1,2,3- ый проезды        → 1-й Артезианский проезд | 2-й Артезианский проезд | 3-й Артезианский проезд
1-3 Ртищевский проезды                → 1-й Ртищевский проезд | 2-й Ртищевский проезд | 3-й Ртищевский проезд
Динамовский 5 тупик:                  → Динамовский 5 тупик
с. Березина Речка, ул. 8 Марта        → с. Березина Речка, ул. 8 Марта
`;

for (const line of NAMED.trim().split('\n')) {
  const [cell = '', meant = ''] = line.split('→').map((each) => each.trim());
  test(`«${cell}» names ${meant}`, () => {
    assert.deepEqual(
      streetsOf(cell).map(({ key }) => key),
      meant.split('|').map((each) => streetKey(each.trim())),
    );
  });
}

test('a former name in brackets leads to the street; a remark in brackets keeps it apart from its namesake', () => {
  const [former] = streetsOf('Первомайский микрорайон, Кособокова (была Первомайский микрорайон 9-й проезд)');
  assert.equal(former?.key, streetKey('Первомайский микрорайон, улица Кособокова'));
  assert.ok(former.aliases.includes(streetKey('Первомайский микрорайон 9-й проезд')));
  const [village] = streetsOf('Пионерская (Елшанка)');
  assert.notEqual(village?.key, streetKey('Пионерская'));
  assert.ok(village?.aliases.includes(streetKey('Пионерская')));
  assert.ok(streetsOf('Чүй проспектиси (мурдагы Ленин проспектиси)')[0]?.aliases.includes(streetKey('Ленин проспекти')));
});

test('a street of a village is found without the village, and an empty cell names none', () => {
  assert.deepEqual(streetsOf('ст. Тарханы ул. Полевая')[0]?.aliases, [streetKey('Полевая')]);
  assert.deepEqual(streetsOf(' : '), []);
});

test('a name that no street has is answered with those most like it, for a person to choose', () => {
  assert.deepEqual(nearestNames('Апетчная', ['Киевская', 'Аптечная', 'Волжская'])[0], 'Аптечная');
  assert.deepEqual(nearestNames('Ж', ['Киевская']), []);
});
