import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fullName } from './person-name.ts';
import { inOrderFor, nameIn } from './language.ts';
import { parseNationalId } from './national-id.ts';

test('a national number is read as people type it, and only with the country’s number of digits', () => {
  assert.equal(parseNationalId('1 1502 2018 00123', { digits: 14 }), '11502201800123');
  assert.equal(parseNationalId('115022018-00123', { digits: 14 }), '11502201800123');
  assert.equal(parseNationalId('180215600123', { digits: 12 }), '180215600123');
  for (const pasted of [
    '11502201800123\u200b',
    '1150\u20132201\u00a0800123',
    '\u202d11502201800123\u202c',
    '1.1502.2018.00123',
    '１１５０２２０１８００１２３',
  ])
    assert.equal(parseNationalId(pasted, { digits: 14 }), '11502201800123', JSON.stringify(pasted));
  for (const text of ['1150220180012', '115022018001234', '1150220180012x', ''])
    assert.equal(parseNationalId(text, { digits: 14 }), null, text);
});

test('a name stands in the registry’s order, with or without a patronymic', () => {
  assert.equal(fullName({ surname: 'Асанова', given: 'Каныкей', patronymic: 'Бакытовна' }), 'Асанова Каныкей Бакытовна');
  assert.equal(fullName({ surname: 'Асанова', given: 'Каныкей', patronymic: null }), 'Асанова Каныкей');
});

test('a name is given in the reader’s language, where it has none in the nearest: Kyrgyz to a Kazakh, Russian to others', () => {
  assert.equal(nameIn({ ru: 'школа', ky: 'мектеп' }, 'ky'), 'мектеп');
  assert.equal(nameIn({ ru: 'школа', ky: 'мектеп' }, 'kk'), 'мектеп');
  assert.equal(nameIn({ ru: 'школа' }, 'kk'), 'школа');
  assert.equal(nameIn({ ru: 'школа', ky: 'мектеп' }, 'en'), 'школа');
});

test('an act is shown first in the reader’s language, else in the nearest one', () => {
  assert.deepEqual(inOrderFor('ky', ['ru', 'ky']), ['ky', 'ru']);
  assert.deepEqual(inOrderFor('kk', ['ru', 'ky']), ['ky', 'ru']);
  assert.deepEqual(inOrderFor('en', ['ky', 'ru']), ['ru', 'ky']);
  assert.deepEqual(inOrderFor('en', ['kk']), ['kk']);
});
