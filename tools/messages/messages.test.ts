import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogueFaults, textFaults } from '#tools/messages/catalogue.ts';
import { tongueFaults } from '#tools/messages/tongue.ts';
import { useFaults, usesIn } from '#tools/messages/uses.ts';

const russian = '{count, plural, one {# место} few {# места} many {# мест} other {# места}}';

test('a translator who forgets a key, adds one or leaves one empty is told', () => {
  const faults = catalogueFaults({ ru: { a: 'А', b: 'Б' }, ky: { a: ' ', c: 'В' } }, 'ru');
  assert.deepEqual(faults, ['ky: b is missing', 'ky: c is not in ru', 'ky: a is empty']);
});

const table = [
  ['the same argument', 'Мектеп {name}', 'Школа {name}', 'ky', []],
  ['an argument forgotten', 'Мектеп', 'Школа {name}', 'ky', ['does not use {name}']],
  ['an argument misspelt', 'Мектеп {nmae}', 'Школа {name}', 'ky', ['does not use {name}', 'uses {nmae}, which ru does not give']],
  ['Kyrgyz has two plural forms', '{count, plural, one {# орун} other {# орун}}', russian, 'ky', []],
  ['a plain number instead of a plural', '{count} орун', russian, 'ky', []],
  [
    'a plural form Kyrgyz lacks',
    '{count, plural, one {#} few {#} other {#}}',
    russian,
    'ky',
    ['has a plural form “few” that the language lacks'],
  ],
  [
    'a plural form Russian needs',
    '{count, plural, one {#} other {#}}',
    russian,
    'ru',
    ['lacks the plural form “few”', 'lacks the plural form “many”'],
  ],
  ['an exact number beside the forms', '{count, plural, =0 {жок} one {#} other {#}}', russian, 'ky', []],
] as const;

for (const [title, text, model, language, expected] of table) {
  test(`a text is read as its language is spoken: ${title}`, () => {
    assert.deepEqual(textFaults(text, model, language, 'ru'), expected);
  });
}

test('a text may say a word of the vocabulary that another language has no need of, but none that does not exist', () => {
  const always = { ru: new Set(['officeIn']), ky: new Set(['office']) };
  assert.deepEqual(textFaults('Мекеме: {name}', 'Спросите {officeIn}: {name}', 'ky', 'ru', always), []);
  assert.deepEqual(textFaults('{office}: {name}', 'Учреждение: {name}', 'ky', 'ru', always), []);
  assert.deepEqual(textFaults('{officeIn}: {name}', 'Спросите {officeIn}: {name}', 'ky', 'ru', always), [
    'uses {officeIn}, which ru does not give',
  ]);
});

test('a text that is not ICU is told', () => {
  assert.match(textFaults('{count, plural, one {#}', russian, 'ky', 'ru')[0] ?? '', /^is not valid ICU/);
});

test('a key nobody uses, a key nobody wrote and a key put together without a word are told', () => {
  const uses = usesIn(["t('a.title') + tables.t(\"b\") + format('no')", '{t(`kind.${x}`)} {t(`new.${x}`)}', "const label = 'in.table';"]);
  const faults = useFaults(uses, ['a.title', 'in.table', 'kind.one', 'lost'], [{ prefix: 'kind.', values: ['one', 'two'] }]);
  assert.deepEqual(faults, [
    'b is used and is in no catalogue',
    '`new.${…}` is put together: name it in FAMILIES of tools/check-messages.ts',
    'kind.two has no text',
    'lost is in the catalogue and nobody uses it',
  ]);
});

test('a text that was left in, or pasted from, a neighbour’s language is told by its letters and its small words', () => {
  const told = (language: string, text: string) => tongueFaults(language, { a: text });
  assert.deepEqual(told('kk', 'Баланы мектепке жазу үшін өтініш беріңіз'), []);
  assert.deepEqual(told('kk', 'Если ребёнок переехал, подайте заявление'), ['kk: a has если of another language']);
  assert.deepEqual(told('kk', 'Баланы мектепке жазуу үчүн арыз бериңиз'), ['kk: a has үчүн of another language']);
  assert.deepEqual(told('ky', 'Выберите школу для ребёнка'), ['ky: a has для of another language']);
  assert.deepEqual(told('ky', 'Мектепке жазуу үчүн өтініш'), ['ky: a has і of another language']);
  assert.deepEqual(told('ru', 'Заявление үчүн'), ['ru: a has ү of another language']);
  assert.deepEqual(told('ky', 'Мыйзамда: «для приёма в школу» деп айтылат'), [], 'what the law says is quoted');
});
