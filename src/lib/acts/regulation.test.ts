import assert from 'node:assert/strict';
import { test } from 'node:test';
import { policies } from '#domain/policy/registry.ts';
import { beginningOf, clauseIn, clauses } from '#lib/acts/regulation.ts';

test('KG25-20 a parent can read every clause of the regulation in both its languages, her own first', () => {
  assert.deepEqual(
    clauses,
    Array.from({ length: 31 }, (_, place) => String(place + 1)),
  );
  for (const clause of clauses) {
    for (const first of ['ky', 'ru'] as const) {
      const texts = clauseIn(clause, first) ?? [];
      assert.equal(texts.length, 2);
      assert.equal(texts[0]?.language, first);
      for (const { paragraphs } of texts) assert.ok(paragraphs.length > 0 && paragraphs.every((text) => text.trim().length > 2), clause);
    }
  }
});

test('every clause the law’s pack rests on can be read', () => {
  const cited = new Set([...JSON.stringify(policies).matchAll(/"clause":"([^"]+)"/g)].map((match) => match[1] ?? ''));
  assert.ok(cited.size > 10);
  for (const clause of cited) assert.ok(clauseIn(clause, 'ru') !== null, `clause ${clause}`);
});

test('a clause that is not there is not made up', () => {
  assert.equal(clauseIn('32', 'ky'), null);
  assert.equal(clauseIn('toString', 'ru'), null);
});

test('a clause is named by its beginning, cut between words', () => {
  const beginning = beginningOf('26', 'ru', 40);
  assert.equal(beginning, 'Даты начала, окончания регистрации и …');
});
