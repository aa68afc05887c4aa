import assert from 'node:assert/strict';
import { test } from 'node:test';
import { policies } from '#domain/policy/registry.ts';
import { speechFor, spokenLaw } from '#lib/speech.ts';

test('a school is named with its number on one line, in whatever language it is named', () => {
  const speech = speechFor('ky', spokenLaw(policies['kg-2025']));
  assert.equal(speech.name({ ru: 'Средняя школа № 61', ky: '№ 61 орто мектеп' }), '№\u00a061 орто мектеп');
  assert.equal(speech.name({ ru: 'Лицей № 28 г. Ош' }), 'Лицей №\u00a028 г. Ош');
});
