import assert from 'node:assert/strict';
import { test } from 'node:test';
import { languageOf } from '#lib/server/language.ts';

const table = [
  ['chose Russian before', 'ru', 'ky', 'ru'],
  ['chose a language we do not speak', 'en', 'ru-RU,ru;q=0.9', 'ru'],
  ['has a Russian browser', undefined, 'ru-RU,ru;q=0.9,en;q=0.8', 'ru'],
  ['has a browser that likes Kyrgyz more', undefined, 'ru;q=0.5, ky;q=0.9', 'ky'],
  ['has an English browser', undefined, 'en-GB,en;q=0.9', 'ky'],
  ['has a browser that says nothing', undefined, null, 'ky'],
  ['has a browser that says nonsense', undefined, ';;q=,=,,q=1', 'ky'],
] as const;

for (const [who, chosen, asked, expected] of table) {
  test(`a reader who ${who} reads ${expected}`, () => {
    assert.equal(languageOf(chosen, asked, ['ky', 'ru']), expected);
  });
}

test('a reader who asks for Kazakh or English reads it where the campaign speaks it', () => {
  const spoken = ['ky', 'ru', 'kk', 'en'] as const;
  assert.equal(languageOf(undefined, 'kk-KZ,kk;q=0.9,ru;q=0.8', spoken), 'kk');
  assert.equal(languageOf(undefined, 'en-GB,en;q=0.9', spoken), 'en');
  assert.equal(languageOf('kk', 'en', spoken), 'kk');
  assert.equal(languageOf('en', null, ['kk', 'ru']), 'kk');
});
