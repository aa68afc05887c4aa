import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clausesCitedIn, reportedByPress } from '#domain/policy/cited.ts';
import type { Policy } from '#domain/policy/policy.ts';
import { policies } from '#domain/policy/registry.ts';
import { beginningOf, citedAct, clauseIn, clausesOf } from '#lib/acts/cited-act.ts';

test('KG25-20/governing-acts a parent can read every clause of the regulation in both its languages, her own first', () => {
  assert.deepEqual(
    clausesOf('regulation'),
    Array.from({ length: 31 }, (_, place) => String(place + 1)),
  );
  for (const clause of clausesOf('regulation')) {
    for (const first of ['ky', 'ru'] as const) {
      const texts = clauseIn('regulation', clause, first) ?? [];
      assert.equal(texts.length, 2);
      assert.equal(texts[0]?.language, first);
      for (const { paragraphs } of texts) assert.ok(paragraphs.length > 0 && paragraphs.every((text) => text.trim().length > 2), clause);
    }
  }
});

for (const policy of Object.values(policies) as readonly Policy[]) {
  test(`a family of ${policy.code} can read every clause its law rests on, but for what the press alone reports`, () => {
    const cited = clausesCitedIn(policy);
    const act = citedAct(policy);
    assert.ok(cited.size > 5);
    const unread = [...cited].filter((clause) => clauseIn(act, clause, 'ru') === null);
    assert.deepEqual(
      unread.filter((clause) => clause !== reportedByPress),
      [],
    );
    assert.equal(
      clausesCitedIn(policy).has(reportedByPress),
      policy.known === 'press' || policy.ratio !== null,
      'what the press reports says so',
    );
  });
}

test('an act that is written in one language is read in that one, whatever the reader speaks', () => {
  assert.deepEqual(
    clauseIn('article', 'stages', 'ru')?.map(({ language }) => language),
    ['ky'],
  );
  assert.deepEqual(
    clauseIn('memo', 'grounds', 'ky')?.map(({ language }) => language),
    ['kk'],
  );
  assert.equal(beginningOf('memo', 'withdrawal', 'ru', 60).language, 'kk');
  assert.match(beginningOf('memo', 'withdrawal', 'ru', 60).text, /^Егер көрсетілетін қызметті алушы/);
});

test('the words that must stand are there as the sources write them', () => {
  const textOf = (act: 'article' | 'memo', clause: string) => clauseIn(act, clause, 'ky')?.[0]?.paragraphs.join('\n') ?? '';
  assert.match(textOf('article', 'director'), /“документин тапшырган жок” деген статуска кирет/);
  assert.match(textOf('article', 'stages'), /11-апрелде, саат 9:00дө старт алып, 27-июнга чейин/);
  assert.match(textOf('memo', 'window'), /1 сәуірінен 31 тамызына дейін/);
  assert.match(textOf('memo', 'grounds'), /3\) класс-жиынтықтардың толып кетуі/);
  assert.doesNotMatch(JSON.stringify([...clausesOf('article')].map((clause) => textOf('article', clause))), /[<>]/);
});

test('a clause that is not there is not made up', () => {
  assert.equal(clauseIn('regulation', '32', 'ky'), null);
  assert.equal(clauseIn('regulation', 'toString', 'ru'), null);
  assert.equal(clauseIn('article', '21', 'ru'), null);
  assert.throws(() => citedAct({ ...policies['kg-2025'], acts: [] }), /not here/);
});

test('a clause is named by its beginning, cut between words', () => {
  assert.equal(beginningOf('regulation', '26', 'ru', 40).text, 'Даты начала, окончания регистрации и …');
});
