import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Findable, findIn, formsOf, queryAtMost, soughtIn } from './find.ts';
import { isBesideSchoolName } from './schools.ts';
import { bestText, snippetOf, textReader } from './snippet.ts';
import { houseAfterStreet, isBesideStreetName } from './streets.ts';

const streets = [
  'улица Московская',
  'улица Ахунбаева',
  'проспект Чүй',
  'улица Байтик Баатыра',
  'улица Юнусалиева',
  '7-й микрорайон',
  'улица 1 Мая',
  'Жаштык көчөсү',
];
const schools = ['Школа-гимназия № 61', 'Средняя школа № 6', '№ 61 мектеп-гимназия', 'Лицей № 28'];

const readText = textReader();
const streetsBy = (query: string) => found(streets, query, isBesideStreetName);
const schoolsBy = (query: string) => found(schools, query, isBesideSchoolName);

/** What somebody types → the streets she is shown. */
const STREETS = [
  ['московская', ['улица Московская']],
  ['МОСКОВСКОЙ', ['улица Московская']],
  ['ул. московская, дом 12', ['улица Московская']],
  ['моск', ['улица Московская']],
  ['Чуй', ['проспект Чүй']],
  ['чүйдө', ['проспект Чүй']],
  ['байтик баатыр', ['улица Байтик Баатыра']],
  ['жаштык кочосу', ['Жаштык көчөсү']],
  ['юнусалиева 173/1', ['улица Юнусалиева']],
  ['7 микрорайон', ['7-й микрорайон']],
  ['кракозябра', []],
] as const;

for (const [query, expected] of STREETS) {
  test(`somebody who types «${query}» is shown ${expected.join(', ') || 'nothing'}`, () => {
    assert.deepEqual(streetsBy(query).slice(0, Math.max(1, expected.length)), expected);
  });
}

test('a school is found by its number alone, and 6 is not 61', () => {
  assert.deepEqual(schoolsBy('школа 6'), ['Средняя школа № 6']);
  assert.deepEqual(schoolsBy('61'), ['Школа-гимназия № 61', '№ 61 мектеп-гимназия']);
  assert.deepEqual(schoolsBy('мектеп № 28'), ['Лицей № 28']);
});

test('a title says more than the rest of a text, and a rare word more than a usual one', () => {
  const things = [thing('a', 'Правила', 'школа и прописка'), thing('b', 'Прописка', 'школа'), thing('c', 'Школа', 'школа')];
  const names = (query: string) => findIn(things, soughtIn(query)).found.map(({ item }) => item);
  assert.deepEqual(names('прописка'), ['b', 'a']);
  assert.deepEqual(names('школа прописка')[0], 'b');
});

test('where no text has every word, what has most of them is shown and said to be near', () => {
  const things = [thing('a', 'Прописка и школа', ''), thing('b', 'Школа', '')];
  const { found: near, near: isNear } = findIn(things, soughtIn('школа прописка космодром'));
  assert.deepEqual(
    near.map(({ item }) => item),
    ['a'],
  );
  assert.equal(isNear, true);
  assert.equal(findIn(things, soughtIn('школа')).near, false);
});

test('the piece shown is around the words that were looked for, and marks them as they stand in the text', () => {
  const long = `${'Вступление без толку. '.repeat(20)}Если ошибка в прописке, обратитесь в ЦОН. ${'Конец. '.repeat(30)}`;
  const pieces = snippetOf(readText(long), soughtIn('ПРОПИСКА'), 120);
  const text = pieces.map((piece) => piece.text).join('');
  assert.deepEqual(
    pieces.filter(({ hit }) => hit).map((piece) => piece.text),
    ['прописке'],
  );
  assert.ok(text.startsWith('… ') && text.endsWith(' …') && text.length < 200, text);
  assert.equal(bestText(['ничего', 'ошибка в прописке', 'прописка'].map(readText), soughtIn('прописка ошибка')), 1);
});

test('a house at the end of a query is told from a number of the street’s own name', () => {
  assert.equal(houseAfterStreet('Токтогула 98а', ['улица Токтогула']), '98а');
  assert.equal(houseAfterStreet('Токтогула, 12/3', ['улица Токтогула']), '12/3');
  assert.equal(houseAfterStreet('микрорайон 7', ['7-й микрорайон']), null);
  assert.equal(houseAfterStreet('Токтогула', ['улица Токтогула']), null);
});

test('every word of a text finds it, in capitals, without the letters a telephone lacks, and by its beginning', () => {
  const letters = fc.string({ unit: fc.constantFrom(...'абвгдежзийклмнопрстуфхцчшщыэюяёөүң'), minLength: 1, maxLength: 14 });
  fc.assert(
    fc.property(fc.array(letters, { minLength: 1, maxLength: 6 }), fc.nat(), (words, pick) => {
      const word = words[pick % words.length] ?? '';
      const plain = word.replace(/[ёөүң]/g, (letter) => ({ ё: 'е', ө: 'о', ү: 'у', ң: 'н' })[letter] ?? letter);
      for (const query of [word, word.toUpperCase(), plain, ...(plain.length > 3 ? [plain.slice(0, -1)] : [])]) {
        assert.deepEqual(found([words.join(' ')], query), [words.join(' ')], `${query} in ${words.join(' ')}`);
      }
    }),
    { numRuns: 300 },
  );
});

test('whatever is typed, however long, is read and answered in a moment', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 3000 }), (query) => {
      const sought = soughtIn(query);
      assert.ok(sought.words.length <= queryAtMost.words);
      const { found: all } = findIn(
        streets.map((name) => thing(name, name, name)),
        sought,
      );
      const pieces = snippetOf(readText('Любой текст о прописке'), sought, 100);
      assert.equal(pieces.map(({ text }) => text).join(''), 'Любой текст о прописке');
      assert.ok(all.length <= streets.length);
    }),
    { numRuns: 200 },
  );
});

function thing(item: string, title: string, body: string): Findable<string> {
  return { item, title: formsOf(title), body: formsOf(body) };
}

function found(names: readonly string[], query: string, aside?: (word: string) => boolean): readonly string[] {
  const { found: all, near } = findIn(
    names.map((name) => thing(name, name, '')),
    soughtIn(query, aside),
  );
  return near ? [] : all.map(({ item }) => item);
}
