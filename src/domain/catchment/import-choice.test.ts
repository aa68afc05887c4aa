import assert from 'node:assert/strict';
import { test } from 'node:test';
import { metChoices } from '#domain/catchment/import-choice.ts';
import { tableOf } from '#test/support/table.ts';

/** What stands, what was seen, what is asked: whether they meet. */
const meetings = `
  -, -, 5 → kept
  5, 5, 7 → kept
  5, -, 5 → kept
  5, -, 7 → met
  5, 7, 9 → met
  5, 7, out → met
  out, -, 5 → met
  out, out, 5 → kept
  -, 5, 7 → kept
`;

test('two persons’ decisions of one thing of a file meet; the later never stands alone', () => {
  for (const { given, expected } of tableOf(meetings)) {
    const [stands = '', seen = '', choice = ''] = given.split(', ');
    const about = { kind: 'street', subject: 'новая' } as const;
    const standing = stands === '-' ? [] : [{ ...about, choice: stands }];
    const others = [{ kind: 'school', subject: 'новая', choice: '1' }] as const;
    const met = metChoices([...others, ...standing], [{ ...about, choice, was: seen === '-' ? null : seen }]);
    assert.deepEqual(met, expected === 'met' ? standing : [], given);
  }
});
