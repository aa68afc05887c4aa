import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { test } from 'node:test';
import { contactsInput, declineInput, enrolInput } from '#domain/application/input.ts';
import { inProject } from '#tools/project.ts';
import ru from '../../../messages/ru.json' with { type: 'json' };
import { problemCode, readForm, readKnown } from './form.ts';

type Tried = {
  readonly shape: Readonly<Record<string, unknown>>;
  safeParse(form: unknown): {
    readonly error?: {
      readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string; readonly code: string }[];
    };
  };
};

/** Schemas of bodies that no page sends as they stand: their readers are programs, or what the page sent was put together first. */
const forPrograms: ReadonlySet<string> = new Set([
  'claimSchema',
  'placeFeatureInput',
  'placeFileInput',
  'guardianshipInput',
  'campaignDatesSchema',
  'columnsInput',
]);

/** Every schema of a form: whatever an `input.ts` exports, but texts of which they are made, and those for programs. */
async function schemas(): Promise<readonly (readonly [name: string, schema: Tried])[]> {
  const files = globSync('src/domain/*/input.ts', { cwd: inProject('.') }).filter(
    (file) => path.dirname(file) !== path.join('src/domain/core'),
  );
  const found = await Promise.all(
    files.map((file) => import(pathToFileURL(inProject(file)).href) as Promise<Readonly<Record<string, unknown>>>),
  );
  return found.flatMap((exported) =>
    Object.entries(exported).flatMap(([name, value]) => {
      const schema =
        typeof value === 'function' && !('safeParse' in value) && name.endsWith('Input')
          ? (value as (passport: object) => unknown)({ series: ['ID'], digits: 7 })
          : value;
      const isSchema = typeof schema === 'object' && schema !== null && 'safeParse' in schema;
      return isSchema && !forPrograms.has(name) ? [[name, schema as Tried] as const] : [];
    }),
  );
}

const wrongValues: readonly unknown[] = [
  '',
  ' ',
  '<script>',
  'a\u0000b',
  'я'.repeat(50_000),
  5,
  null,
  {},
  [],
  new File(['a'], 'a.pdf'),
  '\ud83d',
];

test('S24 S25 whatever is missing, misshapen or too much in a form, the page has words for it', async () => {
  const all = await schemas();
  assert.ok(all.length >= 12, `${all.length} forms`);
  for (const [name, schema] of all) {
    const forms = Object.keys(schema.shape).flatMap((field) => wrongValues.map((value) => ({ [field]: value })));
    for (const form of [{}, ...forms]) {
      for (const { message, path: at } of schema.safeParse(form).error?.issues ?? [])
        assert.ok(`problem.${message}` in ru, `${name} ${at.join('.')}: ${message}`);
    }
  }
});

test('S19 S34 every form refuses a field that it does not have', async () => {
  for (const [name, schema] of await schemas()) {
    for (const extra of ['status', 'school_id', 'approved_by', 'constructor', 'toString']) {
      const issues = schema.safeParse({ [extra]: 'x' }).error?.issues ?? [];
      assert.ok(
        issues.some(({ code }) => code === 'unrecognized_keys'),
        `${name}: ${extra}`,
      );
    }
  }
});

const sent = (body: string) =>
  new Request('http://mektep.test/', { method: 'POST', body, headers: { 'content-type': 'application/x-www-form-urlencoded' } });
const draft = 'draft=01a1f992-c99f-7f94-966a-e25b5847fe2c';

const forms: readonly (readonly [what: string, body: string, problems: readonly (readonly [field: string, code: string])[]])[] = [
  ['is as the page drew it', `${draft}&pool=1`, []],
  ['brings a language too, as the switch does', `${draft}&pool=1&_language=ru`, []],
  ['names a field twice', `${draft}&pool=1&pool=2`, [['pool', 'field_twice']]],
  ['names a field twice with the same value', `${draft}&pool=1&pool=1`, [['pool', 'field_twice']]],
  ['brings a field that it does not have', `${draft}&pool=1&status=enrolled`, [['enrol', 'form_unknown']]],
  ['brings a name that every object has', `${draft}&pool=1&__proto__=x&constructor=y`, [['enrol', 'form_unknown']]],
  ['lacks a field', draft, [['pool', 'pool_missing']]],
  ['has a wrong draft', 'draft=1&pool=1', [['enrol', 'draft_missing']]],
  [
    'is empty',
    '',
    [
      ['enrol', 'draft_missing'],
      ['pool', 'pool_missing'],
    ],
  ],
];

for (const [what, body, problems] of forms) {
  test(`a form that ${what} has ${problems.length === 0 ? 'no problem' : 'its problems told'}`, async () => {
    const read = await readForm(sent(body), enrolInput, 'enrol');
    const told = read.kind === 'read' ? [] : read.problems.map(({ field, code }) => [field, code] as const);
    assert.deepEqual(told.toSorted(), problems.toSorted());
  });
}

test('a file in place of a text is no text, and the other fields are kept', async () => {
  const body = new FormData();
  body.set('phone', new File(['a'], 'a.txt'));
  body.set('workPhone', '+996 312 123456');
  body.set('email', '');
  const read = await readForm(new Request('http://mektep.test/', { method: 'POST', body }), contactsInput);
  assert.ok(read.kind === 'wrong');
  assert.deepEqual(read.problems, [{ field: 'phone', code: 'phone_wrong' }]);
  assert.deepEqual(read.typed, { workPhone: '+996 312 123456', email: '' });
});

test('a form in which nobody types has its own fields alone', async () => {
  assert.deepEqual(await readKnown(sent('session=1'), ['session']), { session: '1' });
  for (const body of ['session=1&session=2', 'other=1', '__proto__=1'])
    await assert.rejects(readKnown(sent(body), ['session']), { status: 400 }, body);
});

test('a code without words does not cost the page', () => {
  assert.equal(problemCode('pool_missing'), 'pool_missing');
  for (const code of ['Invalid input: expected string', 'title.x', '__proto__', 'constructor', ''])
    assert.equal(problemCode(code), 'form_unreadable', code);
});

test('the second page of a decline is the same form', () => {
  const form = { draft: '01a1f992-c99f-7f94-966a-e25b5847fe2c', reason: 'next_year', understood: 'yes' };
  assert.equal(declineInput.safeParse({ ...form, step: 'confirm', confirm: 'yes' }).success, true);
  assert.equal(declineInput.safeParse({ ...form, step: 'other' }).success, false);
});
