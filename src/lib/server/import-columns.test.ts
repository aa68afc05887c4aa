import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ImportHead } from '#domain/catchment/import-head.ts';
import { columnsSaid } from './import-columns.ts';

const plain = { district: '', school: '0', street: '1', houses: '2', above: '1' };
const sheet = { name: 'A' } as ImportHead['sheets'][number];
const one = { asks: { unseen: false, fill: false }, sheets: [sheet], main: 0 };

test('what a person says of a plain file is its columns and nothing else', () => {
  assert.deepEqual(columnsSaid(plain, one), { kind: 'read', value: { district: null, school: 0, street: 1, houses: 2, above: 1 } });
});

/** What was said, of which file → what is wrong, beside which field. */
const WRONG = [
  [{ ...plain, street: '0' }, one, [['street', 'column_twice']]],
  [{ ...plain, school: 'x' }, one, [['school', 'column_missing']]],
  [plain, { ...one, sheets: [sheet, sheet] }, [['sheets', 'sheets_missing']]],
  [{ ...plain, 'sheet-7': 'yes' }, { ...one, sheets: [sheet, sheet] }, [['sheets', 'sheets_missing']]],
  [
    plain,
    { ...one, asks: { unseen: true, fill: true } },
    [
      ['unseen', 'unseen_missing'],
      ['fill', 'fill_missing'],
    ],
  ],
] as const;

for (const [typed, head, problems] of WRONG)
  test(`${JSON.stringify(problems)} stands beside the field, and what was typed stays`, () => {
    const said = columnsSaid(typed, head);
    assert.ok(said.kind === 'wrong');
    assert.deepEqual(
      said.problems.map(({ field, code }) => [field, code]),
      problems,
    );
    assert.equal(said.typed, typed);
  });

test('sheets, what is hidden, and where the school stands are said where the file asks', () => {
  const typed = { ...plain, school: 'rows', street: '0', 'sheet-0': 'yes', 'sheet-1': 'yes', 'sheet-2': 'yes', unseen: 'leave' };
  assert.deepEqual(columnsSaid(typed, { asks: { unseen: true, fill: true }, sheets: [sheet, sheet, sheet], main: 1 }), {
    kind: 'read',
    value: { ...{ district: null, school: 0, street: 0, houses: 2, above: 1 }, schoolIn: 'rows', sheets: [1, 0, 2], unseen: 'leave' },
  });
});
