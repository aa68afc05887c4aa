import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CitedAct, clausesOf } from '#lib/acts/cited-act.ts';
import { clauseLabel } from '#lib/clause.ts';
import { messagesFor, spokenLanguages } from '#lib/messages.ts';
import { speechFor } from '#lib/speech.ts';

const table = [
  ['regulation', '21', 'п.\u00a021 Положения', 'Жобонун 21-пункту'],
  ['article', 'stages', 'Статья: «Электронная запись состоит из 2 этапов»', 'Макала: “Электрондук каттоо 2 этаптан турат”'],
  ['memo', 'grounds', 'Памятка: «Основания для отказа»', 'Эскертме: “Баш тартуунун негиздери”'],
  ['regulation', 'press', 'по сообщениям прессы', 'басма сөздүн маалыматы боюнча'],
] as const;

for (const [act, clause, russian, kyrgyz] of table) {
  test(`a decision names what it rests on as a reader would: ${russian}`, () => {
    assert.equal(speechFor('ru', { act, vocabulary: 'kyrgyz' }).clause(clause), russian);
    assert.equal(speechFor('ky', { act, vocabulary: 'kyrgyz' }).clause(clause), kyrgyz);
  });
}

test('every clause of every act has a name of its own in every language', () => {
  for (const language of spokenLanguages) {
    for (const act of ['regulation', 'article', 'memo'] as const satisfies readonly CitedAct[]) {
      const labels = clausesOf(act).map((clause) => clauseLabel(act, clause, messagesFor(language)));
      assert.equal(new Set(labels).size, labels.length, `${language} ${act}`);
    }
  }
});
