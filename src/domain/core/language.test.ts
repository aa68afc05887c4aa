import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tableOf } from '#test/support/table.ts';
import { policies } from '../policy/registry.ts';
import { preferredLanguage } from './language.ts';

const table = `
  chose nothing, browser asks for ru-KG, ru;q=0.9  → ru
  chose nothing, browser asks for ky               → ky
  chose nothing, browser asks for en, ru;q=0.5, ky;q=0.7 → ky
  chose nothing, browser asks for de, fr           → ky
  chose nothing, browser asks for nothing          → ky
  chose ru, browser asks for ky                    → ru
  chose de, browser asks for ru                    → ru
`;

test('a reader is spoken to in the language chosen, else in the one the browser asks for, else in the first of the country', () => {
  for (const { given, expected } of tableOf(table)) {
    const [, chosen, asked] = /^chose (\S+), browser asks for (.+)$/.exec(given) ?? [];
    const none = (wish: string | undefined) => (wish === 'nothing' ? null : wish);
    assert.equal(preferredLanguage(['ky', 'ru'], none(chosen), none(asked)), expected, given);
  }
});

test('every law speaks all four languages, its own country’s first', () => {
  for (const { code, country, languages } of Object.values(policies)) {
    assert.deepEqual(languages.spoken.toSorted(), ['en', 'kk', 'ky', 'ru'], code);
    assert.deepEqual(languages.spoken.slice(0, 2), country === 'KG' ? ['ky', 'ru'] : ['kk', 'ru'], code);
  }
});
