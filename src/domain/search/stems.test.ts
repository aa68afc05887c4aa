import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foldWord, stemsOf, wordsOf } from './stems.ts';

/** Forms of one word: a form that is typed finds the text where any other form stands. */
const SAME = `
  школа школы школу школе школой школам
  ребёнок ребенка ребёнку
  документы документов документ документами
  запись записи записать
  прописка прописки прописку
  место места мест местами
  микроучасток микроучастка микроучастке
  класс класса классы классе
  справка справки справок
  зачислен зачисление зачислении
  Московская Московской Московский
  мектеп мектептер мектепке мектептин мектебиңиз мектебине мектептерде
  бала балдар баланы балага балаңыз балдарым балдарга
  дарек дареги дарегим дарегиңиз
  көчө көчөсү көчөсүндө
  орун орундар орунду орундары
  документ документтер документтерди
  мөөнөт мөөнөттөр мөөнөттөрү
  жеңилдик жеңилдиктер жеңилдиги
  Бишкек Бишкекте Бишкектин
  балалар баланың балаларға
  құжат құжаттар құжаттарды
  document documents
  register registered registering`;

for (const line of SAME.trim().split('\n')) {
  const [first = '', ...others] = line.trim().split(' ');
  test(`people find «${first}» by ${others.join(', ')}`, () => {
    for (const other of others) assert.ok(shareStem(first, other), `${first} and ${other}`);
  });
}

/** Words that must not be taken for each other. */
const DIFFERENT = [
  'школа место',
  'класс квота',
  'бала балык',
  'мектеп мекен',
  'отказ отдел',
  'документ доход',
  'орун орус',
  'район работа',
];

for (const pair of DIFFERENT) {
  const [one = '', other = ''] = pair.split(' ');
  test(`«${one}» is not taken for «${other}»`, () => assert.ok(!shareStem(one, other)));
}

test('letters that a telephone lacks are forgiven: ё as е, ө as о, ү as у, ң as н, and the Kazakh ones', () => {
  assert.deepEqual(['Ребёнок', 'КӨЧӨСҮ', 'жаңы', 'Әуезов', 'қала', 'ШКОЛА'].map(foldWord), [
    'ребенок',
    'кочосу',
    'жаны',
    'ауезов',
    'кала',
    'школа',
  ]);
});

test('letters written as a letter and a mark are the same letters', () => {
  assert.equal(foldWord('е\u0308лка'), foldWord('ёлка'));
});

test('a text is read as its words and numbers', () => {
  assert.deepEqual(wordsOf('Школа-гимназия № 61, «ул. Ахунбаева», 12а/3'), ['школа', 'гимназия', '61', 'ул', 'ахунбаева', '12', 'а', '3']);
});

test('a number and a short word have no endings', () => {
  assert.deepEqual(
    ['61', 'дом', 'үй', '7а'].map((word) => stemsOf(foldWord(word))),
    [[], [], [], []],
  );
});

function shareStem(one: string, other: string): boolean {
  const stems = [foldWord(one), ...stemsOf(foldWord(one))];
  return [foldWord(other), ...stemsOf(foldWord(other))].some((stem) => stems.includes(stem));
}
