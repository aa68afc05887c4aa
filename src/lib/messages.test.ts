import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reasonsToDecline } from '#domain/application/decline.ts';
import { policies } from '#domain/policy/registry.ts';
import { clauseIn } from '#lib/acts/cited-act.ts';
import { type MessageKey, messagesFor, spokenLanguages } from '#lib/messages.ts';
import { paperKey, reasonKey, stageKey, stageTextKey } from '#lib/names.ts';

const policy = policies['kg-2025'];

test('KG25-21.9 a parent reads the nine reasons in the words and the order of the regulation, in both languages', () => {
  for (const language of spokenLanguages) {
    const t = messagesFor(language);
    const [clause] = clauseIn('regulation', '21', language) ?? [];
    const said = reasonsToDecline(policy).map(({ code }) => `– ${t(reasonKey(code))}`);
    const first = clause?.paragraphs.indexOf(said[0] ?? '') ?? -1;
    assert.equal(said.length, 9);
    assert.deepEqual(clause?.paragraphs.slice(first, first + 9), said);
  }
});

const exactWords: readonly (readonly [MessageKey, string, string])[] = [
  ['site.name', 'Электронная запись в школу', 'Мектепке электрондук каттоо'],
  ['child.enrol', 'Записать', 'Жазуу'],
  ['child.enrolled', 'Зачислен', 'Катталды'],
  ['state.enrolled', 'Зачислен', 'Катталды'],
  ['child.decline', 'Отменить запись', 'Жазууну жокко чыгаруу'],
];

for (const [key, russian, kyrgyz] of exactWords) {
  test(`a parent reads the regulation's own words: ${russian}, ${kyrgyz}`, () => {
    assert.equal(messagesFor('ru')(key), russian);
    assert.equal(messagesFor('ky')(key), kyrgyz);
  });
}

test('every stage and every paper of every pack has a text in every language', () => {
  for (const pack of Object.values(policies)) {
    const keys = [
      ...pack.stages.flatMap(({ code }) => [stageKey(code), stageTextKey(code)]),
      ...pack.documents.toSchool.list.map(({ code }) => paperKey(code)),
      ...reasonsToDecline(pack).map(({ code }) => reasonKey(code)),
    ];
    for (const language of spokenLanguages) for (const key of keys) assert.ok(messagesFor(language)(key).length > 5, `${language} ${key}`);
  }
});

test('free seats are counted as the language counts', () => {
  const seats = (language: 'ru' | 'ky', free: number) => messagesFor(language)('child.free', { free, capacity: 30 });
  assert.deepEqual(
    [0, 1, 2, 5].map((free) => seats('ru', free)),
    ['свободных мест нет', 'свободно 1 место из 30', 'свободно 2 места из 30', 'свободно 5 мест из 30'],
  );
  assert.deepEqual(
    [0, 1, 5].map((free) => seats('ky', free)),
    ['бош орун жок', '30 орундун 1 бош', '30 орундун 5 бош'],
  );
});
