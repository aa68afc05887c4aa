import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { leavesOf } from '#test/support/leaves.ts';
import { policies } from '#domain/policy/registry.ts';
import { withClient } from '#tools/postgres/bootstrap.ts';
import { project } from '#tools/project.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';

let place: TestDatabase;
before(async () => {
  place = await testDatabase();
});
after(() => place.close());

/** A test, exam, contest or interview, in the words of the code. */
const inCode =
  /(^|[^a-z])(exam|examination|quiz|interview|contest|score|knowledge|aptitude|marks?|grading|points)([^a-z]|$)|(^|_)test(_|s?$)/i;
/** The same in the words of the people. */
const inRussian = /экзамен|собеседован|тест|конкурс|испытани|балл/i;
const inKyrgyz = /экзамен|аңгемелеш|тест|сынак|балл/i;

test('KG25-28/nothing-records-one no column of the database records a test, exam, contest or interview', async () => {
  const { rows } = await withClient(place.ownerUrl, (client) =>
    client.query<{ name: string }>(
      "select table_name || '.' || column_name as name from information_schema.columns where table_schema = 'public'",
    ),
  );
  assert.ok(rows.length > 100);
  assert.deepEqual(
    rows.map(({ name }) => name).filter((name) => name.split(/[._]/).some((word) => inCode.test(word))),
    [],
  );
});

test('KG25-28/nothing-records-one no field of a form and no part of the policy asks for one', () => {
  const inputs = globSync('src/domain/**/input.ts', { cwd: project }).map((file) => readFileSync(`${project}/${file}`, 'utf8'));
  const fields = inputs.flatMap((text) =>
    [...text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '').matchAll(/(\w+)(?=\s*[:,])/g)].map((match) => match[1] ?? ''),
  );
  assert.ok(fields.includes('wishes') && fields.includes('reason'));
  assert.deepEqual(
    fields.filter((field) => inCode.test(field)),
    [],
  );
  for (const policy of Object.values(policies)) {
    assert.equal(policy.examinations.allowed, false);
    const other = leavesOf(policy).filter(
      ({ path, key, value }) => !path.startsWith('examinations.') && (inCode.test(key) || (key === 'code' && inCode.test(String(value)))),
    );
    assert.deepEqual(other, []);
  }
});

test('KG25-28/no-tests pages speak of one in a single sentence, which says that there is none', () => {
  const saying = { ru: /не проводят|не проводится|нет/, ky: /өткөрүлбөйт|жок/ } as const;
  for (const [language, words] of [
    ['ru', inRussian],
    ['ky', inKyrgyz],
  ] as const) {
    const messages = JSON.parse(readFileSync(`${project}/messages/${language}.json`, 'utf8')) as Readonly<Record<string, string>>;
    const speaking = Object.entries(messages).filter(([key, text]) => words.test(text) || inCode.test(key.replaceAll(/[._]/g, ' ')));
    assert.deepEqual(
      speaking.map(([key]) => key),
      ['home.no_tests'],
    );
    for (const [, text] of speaking) assert.match(text, saying[language]);
  }
});
