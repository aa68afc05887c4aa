import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Policy } from '#domain/policy/policy.ts';
import { policies } from '#domain/policy/registry.ts';
import { guideFor, wordsOfGuide } from '#lib/guide.ts';
import { messagesFor, spokenLanguages } from '#lib/messages.ts';
import { speechFor, spokenLaw } from '#lib/speech.ts';

const withLine: Policy = { ...policies['kg-2025'], waitingList: { active: true, clause: '21' } };
const laws: readonly Policy[] = [...Object.values(policies), withLine];

test('KG25-29 parents read an instruction for every errand of their law, in every language, with nothing left unsaid', () => {
  for (const policy of laws) {
    for (const language of spokenLanguages) {
      const guide = guideFor(policy, speechFor(language, spokenLaw(policy)));
      const texts = guide.flatMap(({ title, steps }) => [title, ...steps]);
      assert.ok(guide.length >= 6, policy.code);
      assert.equal(new Set(guide.map(({ id }) => id)).size, guide.length, `${policy.code}: every errand has a place of its own`);
      for (const text of texts) assert.doesNotMatch(text, /[{}]|undefined|NaN|null/, `${policy.code} ${language}`);
    }
  }
});

test('KG25-29 the instruction of 2025 has the errands of clauses 18, 21, 24, 25 and 30, in this order', () => {
  const ids = guideFor(policies['kg-2025'], speechFor('ru', spokenLaw(policies['kg-2025']))).map(({ id }) => id);
  const errands =
    'enter enrol no-children no-school outage choose move year decline preference guardian commission papers after me complain';
  assert.deepEqual(ids, errands.split(' '));
});

test('KG25-29 a law without refusals with a reason, or without guaranteed schools, has no such instruction', () => {
  for (const policy of laws) {
    const ids = guideFor(policy, speechFor('ru', spokenLaw(policy))).map(({ id }) => id);
    assert.equal(ids.includes('decline'), policy.declines !== null, policy.code);
    assert.equal(
      ids.includes('enrol'),
      policy.stages.some(({ shows }) => shows === 'catchment'),
      policy.code,
    );
    assert.equal(ids.includes('line'), policy.waitingList.active, policy.code);
    assert.equal(
      ids.includes('submit'),
      policy.stages.some(({ decision }) => decision.by === 'school'),
      policy.code,
    );
  }
});

test('KG25-29 what the instruction quotes stands in it in the very words of the screens', () => {
  const policy = policies['kg-2025'];
  for (const language of spokenLanguages) {
    const text = guideFor(policy, speechFor(language, spokenLaw(policy)))
      .flatMap(({ steps }) => steps)
      .join('\n')
      .replace(/[«»“”„‘’]/g, '');
    const t = messagesFor(language, policy.vocabulary.code);
    for (const key of wordsOfGuide(policy)) assert.ok(text.includes(t(key).replace(/[«»“”„‘’]/g, '')), `${language} ${key}`);
  }
});
