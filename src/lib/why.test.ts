import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawBoundary, resolve } from '#domain/catchment/resolve.ts';
import { messagesFor } from '#lib/messages.ts';
import { whyText } from '#lib/why.ts';

const act = { title: { ru: 'Распоряжение' }, number: '1', day: '2025-03-01' } as const;

const table = [
  ['98', 'чётная сторона: 90-120', 'Дом 98 входит в «90–120», чётная сторона.', '98-үй “90–120” аралыгына кирет, жуп тарабы.'],
  ['61/67', '61/67', 'Дом 61/67 назван среди домов этой школы.', '61/67-үй ушул мектептин үйлөрүнүн катарында аталган.'],
  ['12а', 'все дома', 'К этой школе отнесены все дома улицы, и дом 12а тоже.', 'Көчөнүн бардык үйлөрү, 12а-үй да, ушул мектепке караштуу.'],
  [
    '7',
    'нечётная сторона',
    'Дом 7 стоит на нечётной стороне, и вся она отнесена к этой школе.',
    '7-үй көчөнүн так тарабында, ал тарап толугу менен ушул мектепке караштуу.',
  ],
] as const;

for (const [house, houses, russian, kyrgyz] of table) {
  test(`KG25-21.4/by-registered-address a parent at house ${house} reads why «${houses}» is her school`, () => {
    const resolution = resolve({ streetId: 1, house }, [drawBoundary({ schoolId: 's', streetId: 1, houses, act })]);
    assert.equal(resolution.kind, 'found');
    const reason = resolution.kind === 'found' ? resolution.matches[0].reason : undefined;
    assert.ok(reason);
    assert.equal(whyText(reason, messagesFor('ru')), russian);
    assert.equal(whyText(reason, messagesFor('ky')), kyrgyz);
  });
}

test('KG25-21.4/by-registered-address houses for some grades say for which', () => {
  const resolution = resolve({ streetId: 1, house: '5', grade: 2 }, [
    drawBoundary({ schoolId: 's', streetId: 1, houses: 'все дома (1-4 классы)', act }),
  ]);
  const reason = resolution.kind === 'found' ? resolution.matches[0].reason : undefined;
  assert.ok(reason);
  assert.equal(whyText(reason, messagesFor('ru')), 'К этой школе отнесены все дома улицы, и дом 5 тоже. Это верно для классов: 1–4.');
});
